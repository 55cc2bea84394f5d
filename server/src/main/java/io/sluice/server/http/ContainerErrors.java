package io.sluice.server.http;

import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;

/**
 * What the container refuses by itself, told in our words: addresses and lengths that are none, a method nobody may use,
 * and a body whose sender fell silent, which it answers for whoever was reading.
 */
final class ContainerErrors extends ErrorReportValve {

  private final Dialects dialects;

  ContainerErrors(Dialects dialects) {
    this.dialects = dialects;
  }

  @Override
  protected void report(Request request, Response response, @Nullable Throwable thrown) {
    int status = response.getStatus();
    if (status < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
      return; // it was answered before, or is no error
    }
    try {
      response.setContentLength(-1);
      dialects.write(request, response, status < 500 || status == 501
          ? Problems.clientsFault(status, "the request is not one that this server takes") : Problems.OUR_FAULT);
      response.finishResponse();
    } catch (IOException gone) {
      // so has whoever would read it
    }
  }
}

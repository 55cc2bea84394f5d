package io.sluice.server.http;

import io.sluice.server.kernel.Problem;
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
      dialects.write(request, response, problem(status, request.getMethod()));
      response.finishResponse();
    } catch (IOException gone) {
      // so has whoever would read it
    }
  }

  private static Problem problem(int status, @Nullable String method) {
    if (status == 501) {
      return "CONNECT".equals(method)
          ? Problem.of(501, "method_unknown", "this server makes no connections for others")
          : Problem.of(501, "transfer_coding_unknown", "send the body with a Content-Length, or chunked");
    }
    if (status == 505) {
      return Problem.of(505, "version_unknown", "this server speaks HTTP/1.1");
    }
    return status < 500
        ? Problems.clientsFault(status, "the request is not one that this server takes") : Problems.OUR_FAULT;
  }
}

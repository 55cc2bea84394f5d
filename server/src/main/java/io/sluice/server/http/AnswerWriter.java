package io.sluice.server.http;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.http.MediaType;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodReturnValueHandler;
import org.springframework.web.method.support.ModelAndViewContainer;
import tools.jackson.databind.json.JsonMapper;

/** Turns a route's {@link Answer} into bytes. */
final class AnswerWriter implements HandlerMethodReturnValueHandler {

  private final JsonMapper json;
  private final Dialects dialects;

  AnswerWriter(JsonMapper json, Dialects dialects) {
    this.json = json;
    this.dialects = dialects;
  }

  @Override
  public boolean supportsReturnType(MethodParameter returnType) {
    return Answer.class.isAssignableFrom(returnType.getParameterType());
  }

  @Override
  public void handleReturnValue(
      @Nullable Object value, MethodParameter returnType, ModelAndViewContainer container, NativeWebRequest web)
      throws Exception {
    container.setRequestHandled(true);
    HttpServletRequest request = web.getNativeRequest(HttpServletRequest.class);
    HttpServletResponse response = web.getNativeResponse(HttpServletResponse.class);
    if (request == null || response == null || value == null) {
      throw new IllegalStateException("a route must answer, and over HTTP");
    }
    Answer<?> answer = (Answer<?>) value;
    if (answer.settles()) {
      request.setAttribute(Answer.SETTLED, true);
    }
    switch (answer) {
      case Answer.Body<?>(int status, Table body) when Csv.isAskedFor(request.getHeader("Accept")) -> {
        response.setStatus(status);
        response.setContentType(Csv.TYPE.toString());
        Csv.write(body, response.getOutputStream());
      }
      case Answer.Body<?>(int status, Object body) -> {
        response.setStatus(status);
        response.setContentType(MediaType.APPLICATION_JSON_VALUE);
        json.writeValue(response.getOutputStream(), body);
      }
      case Answer.Refused<?> refused -> dialects.write(request, response, refused.problem());
    }
  }
}

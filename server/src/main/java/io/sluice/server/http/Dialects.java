package io.sluice.server.http;

import io.sluice.server.kernel.Problem;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerExecutionChain;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import org.springframework.web.util.ServletRequestPathUtils;
import tools.jackson.databind.json.JsonMapper;

/** Writes a {@link Problem} the way the surface of the request speaks. A request that reached no surface gets the exchange's. */
@Component
public final class Dialects {

  private final JsonMapper json;
  private final ObjectProvider<RequestMappingHandlerMapping> routes;

  Dialects(JsonMapper json, ObjectProvider<RequestMappingHandlerMapping> routes) {
    this.json = json;
    this.routes = routes;
  }

  public void write(HttpServletRequest request, HttpServletResponse response, Problem found) throws IOException {
    if (response.isCommitted()) {
      return; // the client has half an answer already; only cutting the connection could tell it more, and the container does
    }
    boolean crm = speaksCrm(request);
    Problem problem = crm ? CrmProblemJson.inItsStatuses(found) : found;
    response.resetBuffer();
    response.setStatus(problem.status());
    if (problem.status() == 401 && request.getHeader("Authorization") != null) {
      response.setHeader("WWW-Authenticate", crm ? "Bearer" : "Basic realm=\"Sluice\"");
    }
    if (problem.waitSeconds() > 0) {
      response.setHeader("Retry-After", Integer.toString(problem.waitSeconds()));
      response.setHeader("RateLimit", null); // it told of a limit that this request passed, and how soon another may come
    }
    boolean console = speaksConsole(request);
    response.setContentType(console ? MediaType.APPLICATION_PROBLEM_JSON_VALUE : MediaType.APPLICATION_JSON_VALUE);
    Object body = crm ? CrmProblemJson.of(problem)
        : console ? ProblemJson.of(problem) : new ErrorJson(problem.inOneLine());
    json.writeValue(response.getOutputStream(), body);
  }

  /** Something bounded is in full use. */
  void writeBusy(HttpServletRequest request, HttpServletResponse response) throws IOException {
    write(request, response, Problem.of(503, "busy", "try again in a moment").after(2));
  }

  /** By the address, so that what reaches no route is told in the same words. */
  private static boolean speaksCrm(HttpServletRequest request) {
    String address = request.getRequestURI();
    return address != null && address.startsWith("/api/v1/"); // null: the container could not read the request's first line
  }

  private boolean speaksConsole(HttpServletRequest request) {
    Object reached = request.getAttribute(HandlerMapping.BEST_MATCHING_HANDLER_ATTRIBUTE);
    return (reached == null ? wouldReach(request) : reached) instanceof HandlerMethod method
        && AnnotatedElementUtils.hasAnnotation(method.getBeanType(), ConsoleApi.class);
  }

  /** The route of a request that was refused on its way there: too large a body, too many requests, another method. */
  private @Nullable Object wouldReach(HttpServletRequest request) {
    if (request.getRequestURI() == null) {
      return null;
    }
    try {
      ServletRequestPathUtils.parseAndCache(request);
      return route(request);
    } catch (HttpRequestMethodNotSupportedException e) {
      String[] methods = e.getSupportedMethods();
      return methods == null || methods.length == 0 ? null : wouldReach(request, methods[0]);
    } catch (ServletException | IllegalArgumentException none) {
      return null; // an address that no route takes, or that is none, belongs to no surface
    }
  }

  private @Nullable Object wouldReach(HttpServletRequest request, String method) {
    try {
      return route(new HttpServletRequestWrapper(request) {
        @Override
        public String getMethod() {
          return method;
        }
      });
    } catch (ServletException none) {
      return null; // it takes neither the method nor the rest of the request
    }
  }

  private @Nullable Object route(HttpServletRequest request) throws ServletException {
    try {
      HandlerExecutionChain route = routes.getObject().getHandler(request);
      return route == null ? null : route.getHandler();
    } catch (ServletException | RuntimeException known) {
      throw known;
    } catch (Exception e) {
      throw new IllegalStateException("looking for a route fails in no other way", e);
    }
  }
}

package io.sluice.server.http;

import io.sluice.server.kernel.Problem;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.annotation.Order;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.security.web.firewall.RequestRejectedException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionSystemException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** Exceptions at the edge. What a client did wrong is told; what we did wrong is logged and told without internals. */
@RestControllerAdvice
@Order
class Problems {

  private static final Logger LOG = LoggerFactory.getLogger(Problems.class);

  static final Problem OUR_FAULT = Problem.of(500, "internal_error", "something went wrong on our side");

  private final Dialects dialects;

  Problems(Dialects dialects) {
    this.dialects = dialects;
  }

  @ExceptionHandler
  void found(ProblemFound found, HttpServletRequest request, HttpServletResponse response) throws IOException {
    dialects.write(request, response, found.problem());
  }

  @ExceptionHandler
  void unreadable(HttpMessageNotReadableException e, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    dialects.write(request, response, Problem.of(400, "malformed_body", "the body is not what this operation takes"));
  }

  /** A query that the container cannot read or finds too long, or that the firewall finds control characters in. */
  @ExceptionHandler({InvalidParameterException.class, RequestRejectedException.class})
  void unreadableQuery(Exception e, HttpServletRequest request, HttpServletResponse response) throws IOException {
    dialects.write(request, response,
        Problem.of(400, "malformed_query", "the query is not names and values in UTF-8, a thousand at most"));
  }

  /** A transaction whose connection is gone can be neither committed nor rolled back, which hides why. */
  @ExceptionHandler({
    DataAccessResourceFailureException.class,
    TransientDataAccessException.class,
    CannotCreateTransactionException.class,
    TransactionSystemException.class
  })
  void databaseAway(Exception e, HttpServletRequest request, HttpServletResponse response) throws IOException {
    LOG.error("The database, or the storage of files, did not answer {} {}", request.getMethod(), request.getRequestURI(), e);
    dialects.write(request, response, Problem.of(503, "unavailable", "try again in a moment").after(2));
  }

  /** Two requests wanted the same thing; the other one has it, and nothing of this one was kept. */
  @ExceptionHandler
  void quickerTwin(DuplicateKeyException e, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    LOG.info("{} {} lost to a request that wanted the same", request.getMethod(), request.getRequestURI());
    dialects.write(request, response, Problem.of(409, "conflict", "another request was quicker: look again"));
  }

  @ExceptionHandler
  void tooBusy(TooBusy e, HttpServletRequest request, HttpServletResponse response) throws IOException {
    dialects.writeBusy(request, response);
  }

  @ExceptionHandler
  void anything(Exception e, HttpServletRequest request, HttpServletResponse response) throws IOException {
    if (e instanceof ErrorResponse known && known.getStatusCode().is4xxClientError()) {
      known.getHeaders().forEach((name, values) -> values.forEach(value -> response.addHeader(name, value)));
      dialects.write(request, response,
          clientsFault(known.getStatusCode().value(), String.valueOf(known.getBody().getDetail())));
      return;
    }
    LOG.error("{} {} failed", request.getMethod(), request.getRequestURI(), e);
    dialects.write(request, response, OUR_FAULT);
  }

  static Problem clientsFault(int status, String otherwise) {
    return switch (status) {
      case 404 -> Problem.notFound();
      case 405 -> Problem.of(405, "method_not_allowed", "method not allowed");
      case 406 -> Problem.of(406, "not_acceptable", "this server answers application/json");
      case 408 -> Problem.of(408, "body_too_slow", "the body did not arrive in time");
      case 413 -> Problem.of(413, "body_too_large", "the body is too large");
      case 415 -> Problem.of(415, "unsupported_media_type", "send application/json");
      default -> Problem.of(status, "bad_request", otherwise);
    };
  }
}

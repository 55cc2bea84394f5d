package io.sluice.server.http;

import io.sluice.server.kernel.Problem;
import io.sluice.server.kernel.Refusal;
import io.sluice.server.kernel.Result;
import java.util.function.Function;

/**
 * What a route answers: a status with a body, or a problem that is written in the dialect of its surface. A route that
 * hands on a {@link Result} cannot forget the refusal.
 */
public sealed interface Answer<T> {

  /** The attribute that a request has once its route has settled it. */
  String SETTLED = Answer.class.getName();

  record Body<T>(int status, T body) implements Answer<T> {}

  record Refused<T>(Problem problem) implements Answer<T> {}

  /** Whether the request was carried out or refused. What does not fit is neither: its sender can mend it. */
  default boolean settles() {
    return switch (this) {
      case Body<T>(int status, _) -> status != 422;
      case Refused<T>(Problem problem) -> problem.status() != 422
          && (problem.status() != 400 || problem.fields().isEmpty());
    };
  }

  static <T> Answer<T> ok(T body) {
    return new Body<>(200, body);
  }

  static <T> Answer<T> created(T body) {
    return new Body<>(201, body);
  }

  static <T> Answer<T> accepted(T body) {
    return new Body<>(202, body);
  }

  static <T> Answer<T> problem(Problem problem) {
    return new Refused<>(problem);
  }

  static <T, R extends Refusal, J> Answer<J> ok(Result<T, R> result, Function<? super T, ? extends J> json) {
    return of(200, result, json);
  }

  static <T, R extends Refusal, J> Answer<J> created(Result<T, R> result, Function<? super T, ? extends J> json) {
    return of(201, result, json);
  }

  static <T, R extends Refusal, J> Answer<J> accepted(Result<T, R> result, Function<? super T, ? extends J> json) {
    return of(202, result, json);
  }

  private static <T, R extends Refusal, J> Answer<J> of(
      int status, Result<T, R> result, Function<? super T, ? extends J> json) {
    return switch (result) {
      case Result.Done<T, R>(T value) -> new Body<>(status, json.apply(value));
      case Result.Refused<T, R>(R refusal) -> new Refused<>(refusal.problem());
    };
  }
}

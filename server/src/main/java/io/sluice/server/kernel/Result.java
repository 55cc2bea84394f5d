package io.sluice.server.kernel;

import java.util.function.Function;

/** What a use case that may say no answers: the thing, or why not. */
public sealed interface Result<T, R extends Refusal> {

  record Done<T, R extends Refusal>(T value) implements Result<T, R> {}

  record Refused<T, R extends Refusal>(R refusal) implements Result<T, R> {}

  static <T, R extends Refusal> Result<T, R> done(T value) {
    return new Done<>(value);
  }

  static <T, R extends Refusal> Result<T, R> refused(R refusal) {
    return new Refused<>(refusal);
  }

  default <U> Result<U, R> map(Function<? super T, ? extends U> change) {
    return switch (this) {
      case Done<T, R>(T value) -> done(change.apply(value));
      case Refused<T, R>(R refusal) -> refused(refusal);
    };
  }

  default <U> Result<U, R> then(Function<? super T, Result<U, R>> next) {
    return switch (this) {
      case Done<T, R>(T value) -> next.apply(value);
      case Refused<T, R>(R refusal) -> refused(refusal);
    };
  }
}

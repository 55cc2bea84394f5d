package io.sluice.server.crm;

import io.sluice.server.http.Answer;
import io.sluice.server.kernel.Problem;
import java.util.Optional;
import java.util.function.LongFunction;

/** The CRM's ids are whole numbers from 1 on (crm 1); whatever else stands in a path names nothing. */
public final class CrmIds {

  private static final int MAX_DIGITS = 18;

  private CrmIds() {}

  public static Optional<Long> read(String text) {
    boolean number = !text.isEmpty() && text.length() <= MAX_DIGITS && text.chars().allMatch(c -> c >= '0' && c <= '9');
    return number ? Optional.of(Long.valueOf(text)).filter(id -> id > 0) : Optional.empty();
  }

  /** What the thing of that number answers; 404 where the text is none. */
  public static <T> Answer<T> answer(String text, LongFunction<Answer<T>> numbered) {
    return read(text).map(numbered::apply).orElseGet(() -> Answer.problem(Problem.notFound()));
  }
}

package io.sluice.server.delivery.custom.answer;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Text that nothing more is known of. Its places are regular expressions with one group. */
record TextAnswer(String whole) implements AnswerBody {

  @Override
  public Map<String, @Nullable Object> appended() {
    return Map.of();
  }

  @Override
  public Optional<String> at(String path) {
    return Optional.empty();
  }

  @Override
  public List<Object> values(String path) {
    return captured(path).<List<Object>>map(List::of).orElse(List.of());
  }

  @Override
  public Optional<String> captured(String pattern) {
    return Patterns.capture(pattern, whole);
  }
}

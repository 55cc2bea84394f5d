package io.sluice.server.delivery.custom.answer;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The body of an answer, as far as it could be read. What a path is depends on what the body is. */
public interface AnswerBody {

  /** At most so many values are taken from one place. */
  int MAX_VALUES = 100;

  /** What later steps see of it. */
  Map<String, @Nullable Object> appended();

  /** All of it, as it came. */
  String whole();

  /** The text that stands there; empty for a body that has no places. */
  Optional<String> at(String path);

  /** What stands there, member by member where there are several; no nulls. */
  List<Object> values(String path);

  /** What a pattern with one group takes from it; empty for a body that says by itself what is what. */
  Optional<String> captured(String pattern);
}

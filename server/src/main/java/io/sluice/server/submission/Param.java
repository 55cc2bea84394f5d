package io.sluice.server.submission;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Something a sender may send (exchange 3.8).
 *
 * @param name as it is sent
 * @param type a field type's name
 * @param variable what rules know it as; absent for what is no part of the lead
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Param(
    String name,
    String label,
    @Nullable String description,
    String type,
    Required required,
    @Nullable String variable,
    List<String> examples) {

  /** Whether a lead can be accepted without it. */
  public enum Required {
    NO,
    /** Some leads need it, others do not. */
    CONDITIONAL,
    YES;

    @JsonValue
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    Required or(Required other) {
      return compareTo(other) >= 0 ? this : other;
    }
  }
}

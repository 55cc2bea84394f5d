package io.sluice.server.crm.question;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/** One of a client's {@code options_attributes} (crm 2.14): a new option, or one by its id. What is absent stays. */
public record OptionWanted(
    @Nullable Long id,
    @Nullable String name,
    @Nullable Integer position,
    @Nullable Boolean active,
    @JsonProperty("_destroy") @Nullable Boolean destroy) {

  boolean destroyed() {
    return Boolean.TRUE.equals(destroy);
  }
}

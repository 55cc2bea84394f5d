package io.sluice.server.flow.field;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Something a lead can say (exchange 10).
 *
 * @param id such as {@code phone_1} or {@code mortgage.loan.amount}; that of a custom field ends in its account's suffix
 * @param type one of the names of exchange 9.2
 * @param aggregate whether reports can be grouped by it
 * @param see the field to use instead of this one, when it is deprecated
 * @param createdAt absent, like {@code updatedAt}, for a standard field
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Field(
    String id,
    String name,
    String type,
    @Nullable String description,
    boolean standard,
    boolean aggregate,
    boolean deprecated,
    @Nullable String see,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<JsonNode> examples,
    @Nullable Instant createdAt,
    @Nullable Instant updatedAt) {

  static Field standard(String id, String name, String type, boolean aggregate, @Nullable String see) {
    return new Field(id, name, type, null, true, aggregate, see != null, see, List.of(), null, null);
  }

  /** What a client may say of a field of its own. {@code id} absent: made of the name; false where it says nothing. */
  record Wanted(
      @Nullable String id,
      String name,
      String type,
      @Nullable String description,
      boolean aggregate,
      boolean deprecated,
      @Nullable String see,
      List<JsonNode> examples) {

    Field custom(String id, @Nullable Instant createdAt, @Nullable Instant updatedAt) {
      return new Field(
          id, name.strip(), type, description, false, aggregate, deprecated, see, examples, createdAt, updatedAt);
    }
  }
}

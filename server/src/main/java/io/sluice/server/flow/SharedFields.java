package io.sluice.server.flow;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Which of a seller's fields a buyer is sent (exchange 4.9, rule 6). */
final class SharedFields {

  private static final String LEAD = "lead.";
  private static final Pattern LEAD_VARIABLE = Pattern.compile("\\blead\\.(\\w+(?:\\.\\w+)*)");

  private SharedFields() {}

  /**
   * Those that mappings name, as what they send ({@code lead.<field>}) or as what they send it as, in the flow's order; all
   * of them when the mappings name none.
   *
   * @param all fields of the flow
   */
  static List<String> of(Stream<JsonNode> mappings, List<String> all) {
    Set<String> named = new LinkedHashSet<>();
    mappings.flatMap(SharedFields::paths).forEach(path -> longestField(path, all).ifPresent(named::add));
    return named.isEmpty() ? all : all.stream().filter(named::contains).toList();
  }

  /** A mapping's property, with or without {@code lead.} in front, and every {@code lead.…} its value names. */
  private static Stream<String> paths(JsonNode mapping) {
    JsonNode value = mapping.path("value");
    Stream<String> inValue = (value.isArray() ? value.valueStream() : Stream.of(value))
        .flatMap(text -> LEAD_VARIABLE.matcher(text.asString("")).results().map(found -> found.group(1)));
    String property = mapping.path("property").asString("");
    return Stream.concat(Stream.of(property.startsWith(LEAD) ? property.substring(LEAD.length()) : property), inValue);
  }

  /** {@code phone_1} for {@code phone_1.area}; {@code company.name} for itself, even beside {@code company}. */
  private static Optional<String> longestField(String path, List<String> fields) {
    String candidate = path;
    while (true) {
      if (fields.contains(candidate)) {
        return Optional.of(candidate);
      }
      int dot = candidate.lastIndexOf('.');
      if (dot < 0) {
        return Optional.empty();
      }
      candidate = candidate.substring(0, dot);
    }
  }
}

package io.sluice.server.flow;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Why a flow cannot be saved or deployed: where → sentences, all at once (exchange 2.1, 5.2) as far as anybody reads them.
 * Paths read {@code steps[0].rule_set.rules[1].op}, as those of every other check do.
 */
public final class FlowErrors {

  static FlowErrors none() {
    return new FlowErrors();
  }

  /** The engine writes list indexes between dots. */
  private static final Pattern INDEX = Pattern.compile("\\.(\\d+)(?=\\.|$)");

  /** As of a body that is not of its shape: a flow of a megabyte may name a hundred thousand fields there are not. */
  private static final int MOST_TOLD = 100;

  private final Map<String, List<String>> sentences = new LinkedHashMap<>();
  private int told;

  void add(String path, String sentence) {
    if (told > MOST_TOLD) {
      return;
    }
    String where = INDEX.matcher(path).replaceAll("[$1]");
    if (!sentences.getOrDefault(where, List.of()).contains(sentence)) {
      boolean fits = told++ < MOST_TOLD;
      sentences.computeIfAbsent(fits ? where : "flow", none -> new ArrayList<>())
          .add(fits ? sentence : "has more errors than are told here");
    }
  }

  boolean isEmpty() {
    return sentences.isEmpty();
  }

  ObjectNode json() {
    ObjectNode errors = JsonNodeFactory.instance.objectNode();
    sentences.forEach((path, texts) -> {
      ArrayNode list = errors.putArray(path);
      texts.forEach(list::add);
    });
    return errors;
  }

  String inOneLine() {
    return sentences.entrySet().stream()
        .map(entry -> entry.getKey() + " " + String.join("; ", entry.getValue()))
        .collect(Collectors.joining(", "));
  }

  @Override
  public String toString() {
    return inOneLine();
  }
}

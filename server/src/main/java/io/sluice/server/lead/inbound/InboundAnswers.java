package io.sluice.server.lead.inbound;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Every inbound module's way to answer, by module id. */
public final class InboundAnswers {

  private final Map<String, InboundAnswer> byModuleId;

  /** @throws IllegalStateException when two claim one module id */
  public InboundAnswers(List<InboundAnswer> answers) {
    byModuleId = answers.stream().collect(Collectors.toUnmodifiableMap(InboundAnswer::moduleId, Function.identity()));
  }

  public Optional<InboundAnswer> named(String moduleId) {
    return Optional.ofNullable(byModuleId.get(moduleId));
  }

  public Set<String> moduleIds() {
    return byModuleId.keySet();
  }
}

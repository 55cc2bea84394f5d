package io.sluice.server.submission;

import io.sluice.engine.run.CompiledSource;
import io.sluice.server.flow.OpenFlow;
import java.time.Instant;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * The submission document of a source, made of the deployed flow.
 *
 * @param flowJson and {@code sourceJson}: as they were written
 * @param authorized whether the reader owns the flow or is the account behind the source
 * @param pingable whether the source's module can answer a ping
 * @param pingEnabled whether this flow does
 */
public record SubmissionDoc(
    OpenFlow flow,
    CompiledSource source,
    JsonNode flowJson,
    JsonNode sourceJson,
    Instant updatedAt,
    boolean authorized,
    boolean pingable,
    boolean pingEnabled,
    Demands demands,
    List<Param> params) {

  /** Whether leads are taken at all. */
  public boolean enabled() {
    return flow.flow().isEnabled() && source.isEnabled();
  }
}

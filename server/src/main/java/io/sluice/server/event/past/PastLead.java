package io.sluice.server.event.past;

import io.sluice.server.kernel.EntityId;
import io.sluice.server.kernel.LeadId;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A lead as its events tell of it. What must not be kept is masked in all of it.
 *
 * @param source the entity that is the source
 * @param request empty when requests of that time are not kept any more
 * @param vars what was known when its first step began; values of fields are typed
 * @param answers what its recipients said, by the short id of the step; those of skipped steps are not among them
 */
public record PastLead(
    LeadId id,
    EntityId source,
    Instant receivedAt,
    Optional<Request> request,
    Map<String, @Nullable Object> vars,
    String outcome,
    @Nullable String reason,
    BigDecimal price,
    BigDecimal revenue,
    Map<String, Answer> answers) {

  /** @param uri path and query */
  public record Request(String method, String uri, Map<String, String> headers, String body) {}

  /** @param appended with {@code outcome}, {@code reason} and {@code price}, as later steps saw it */
  public record Answer(String outcome, @Nullable String reason, Map<String, @Nullable Object> appended) {}
}

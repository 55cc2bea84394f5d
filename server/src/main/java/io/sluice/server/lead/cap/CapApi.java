package io.sluice.server.lead.cap;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.sluice.engine.run.Cap;
import io.sluice.engine.run.PingLimit;
import io.sluice.server.account.Subscriber;
import io.sluice.server.http.Answer;
import io.sluice.server.http.ExchangeApi;
import io.sluice.server.kernel.FlowId;
import io.sluice.server.lead.cap.CapReadings.CapReading;
import io.sluice.server.lead.cap.CapReadings.LimitReading;
import io.sluice.server.lead.cap.CapReadings.Place;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.json.JsonMapper;

/** {@code /caps} and {@code /ping_limits} (exchange 11). */
@ExchangeApi
class CapApi {

  /** Writes caps as flows write them: what is absent is left out. */
  private static final JsonMapper DEFINITIONS = JsonMapper.builder()
      .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
      .disable(DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS)
      .changeDefaultPropertyInclusion(all -> all.withValueInclusion(JsonInclude.Include.NON_NULL))
      .build();

  @JsonInclude(JsonInclude.Include.NON_NULL)
  record CapJson(
      String id,
      String type,
      @Nullable String name,
      @Nullable Long maximum,
      @Nullable Integer duration,
      @Nullable String durationUnits,
      String timeZone,
      FlowId flowId,
      @Nullable String sourceId,
      @Nullable String stepId,
      List<String> capIds,
      List<JsonNode> caps,
      long count,
      long failedCount,
      Instant startedAt,
      Instant expiresAt,
      Instant updatedAt) {}

  @JsonInclude(JsonInclude.Include.NON_NULL)
  record LimitJson(
      String id,
      @Nullable String name,
      @Nullable Long maximum,
      @Nullable Integer duration,
      @Nullable String durationUnits,
      String timeZone,
      FlowId flowId,
      @Nullable String sourceId,
      long count,
      long failedCount,
      Instant startedAt,
      Instant expiresAt,
      @Nullable Instant createdAt) {}

  private final CapReadings readings;

  CapApi(CapReadings readings) {
    this.readings = readings;
  }

  @GetMapping("/caps")
  Answer<List<CapJson>> caps(
      Subscriber caller, @RequestParam(name = "flow_id", required = false) @Nullable String flow) {
    return Answer.ok(readings.caps(caller.account(), flow).stream().map(CapApi::json).toList());
  }

  @GetMapping("/caps/{id}")
  Answer<CapJson> cap(Subscriber caller, @PathVariable String id) {
    return Answer.ok(readings.cap(caller.account(), id), CapApi::json);
  }

  @GetMapping("/ping_limits")
  Answer<List<LimitJson>> limits(
      Subscriber caller, @RequestParam(name = "flow_id", required = false) @Nullable String flow) {
    return Answer.ok(readings.limits(caller.account(), flow).stream().map(CapApi::json).toList());
  }

  @GetMapping("/ping_limits/{id}")
  Answer<LimitJson> limit(Subscriber caller, @PathVariable String id) {
    return Answer.ok(readings.limit(caller.account(), id), CapApi::json);
  }

  /** {@code count} is successes only: a lead on its way holds a slot, and may still give it back. */
  private static CapJson json(CapReading reading) {
    Cap cap = reading.cap();
    Place place = reading.place();
    var counter = reading.counter();
    List<Cap> nested = cap.caps() == null ? List.of() : cap.caps();
    return new CapJson(counter.capId(), "volume", cap.name(), cap.maximum(), cap.duration(), cap.durationUnits(),
        zone(cap.timeZone(), place), counter.flow(), place.source(), place.step(),
        nested.stream().map(Cap::id).filter(Objects::nonNull).toList(),
        nested.stream().<JsonNode>map(DEFINITIONS::valueToTree).toList(), counter.taken() - counter.held(),
        counter.failed(), counter.startedAt(), counter.expiresAt(), counter.updatedAt());
  }

  private static LimitJson json(LimitReading reading) {
    PingLimit limit = reading.limit();
    Place place = reading.place();
    var counter = reading.counter();
    return new LimitJson(counter.capId(), limit.name(), limit.maximum(), limit.duration(), limit.durationUnits(),
        zone(limit.timeZone(), place), counter.flow(), place.source(), counter.taken(), counter.failed(),
        counter.startedAt(), counter.expiresAt(), limit.createdAt());
  }

  private static String zone(@Nullable String own, Place place) {
    return own == null || own.isBlank() ? place.flow().owner().timeZone().getId() : own;
  }
}

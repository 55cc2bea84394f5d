package io.sluice.server.flow.usage;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.sluice.server.account.Member;
import io.sluice.server.http.Answer;
import io.sluice.server.http.ExchangeApi;
import io.sluice.server.kernel.EntityId;
import io.sluice.server.kernel.FlowId;
import io.sluice.server.kernel.Problem;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** {@code /vars} (exchange 10). */
@ExchangeApi
class VarApi {

  @JsonInclude(JsonInclude.Include.NON_NULL)
  record VarJson(
      String name,
      String label,
      String type,
      @Nullable String description,
      @Nullable String moduleId,
      @Nullable EntityId entityId,
      List<String> examples,
      Instant firstUsedAt,
      Instant lastUsedAt) {

    static VarJson of(Vars.Var known) {
      return new VarJson(known.name(), known.label(), known.type(), known.description(), known.moduleId(),
          known.entityId(), known.examples(), known.firstUsedAt(), known.lastUsedAt());
    }
  }

  private final Vars vars;

  VarApi(Vars vars) {
    this.vars = vars;
  }

  @GetMapping("/vars")
  Answer<List<VarJson>> list(
      Member caller,
      @RequestParam(name = "flow_id", required = false) @Nullable List<FlowId> flow,
      @RequestParam(name = "flow_id[]", required = false) @Nullable List<FlowId> moreFlows,
      @RequestParam(name = "start", required = false) @Nullable String start,
      @RequestParam(name = "end", required = false) @Nullable String end,
      @RequestParam(name = "exclude", required = false) @Nullable List<String> exclude,
      @RequestParam(name = "exclude[]", required = false) @Nullable List<String> moreExclude) {
    try {
      return Answer.ok(vars.of(caller.account(), joined(flow, moreFlows), time(start), time(end),
          joined(exclude, moreExclude)).stream().map(VarJson::of).toList());
    } catch (DateTimeParseException notATime) {
      return Answer.problem(Problem.of(400, "query_invalid", "start and end must be RFC 3339 times"));
    }
  }

  private static @Nullable Instant time(@Nullable String text) {
    return text == null ? null : OffsetDateTime.parse(text).toInstant();
  }

  private static <T> List<T> joined(@Nullable List<T> some, @Nullable List<T> more) {
    return Stream.of(some == null ? List.<T>of() : some, more == null ? List.<T>of() : more)
        .flatMap(List::stream).toList();
  }
}

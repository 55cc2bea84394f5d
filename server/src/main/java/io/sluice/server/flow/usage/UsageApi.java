package io.sluice.server.flow.usage;

import com.fasterxml.jackson.annotation.JsonValue;
import io.sluice.server.account.Subscriber;
import io.sluice.server.http.Answer;
import io.sluice.server.http.ExchangeApi;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/** {@code /flows/{id}/fields/usage} (exchange 5.1). */
@ExchangeApi
class UsageApi {

  record UsageJson(@JsonValue Map<String, Long> leadsByField) {}

  private final FieldUsage usage;

  UsageApi(FieldUsage usage) {
    this.usage = usage;
  }

  @GetMapping("/flows/{id}/fields/usage")
  Answer<UsageJson> show(Subscriber caller, @PathVariable String id,
      @RequestParam(name = "timeframe", required = false) @Nullable String timeframe) {
    return Answer.ok(usage.of(caller.account(), id, timeframe), UsageJson::new);
  }
}

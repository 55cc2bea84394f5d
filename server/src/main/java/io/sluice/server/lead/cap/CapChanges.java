package io.sluice.server.lead.cap;

import io.sluice.server.account.Accounts;
import io.sluice.server.flow.FlowDeployed;
import io.sluice.server.flow.FlowDocument;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.FlowId;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What becomes of counters when caps are changed (exchange 11): another maximum keeps the count; other rules, or a
 * shorter interval, begin it again; a longer interval goes on with it until it ends. In the transaction that deploys the
 * flow.
 */
@Component
final class CapChanges {

  private final CapStore store;
  private final Accounts accounts;
  private final Clock clock;

  CapChanges(CapStore store, Accounts accounts, Clock clock) {
    this.store = store;
    this.accounts = accounts;
    this.clock = clock;
  }

  /** @param rules everything that decides which leads count, those of the caps around it included */
  private record Found(String rules, int duration, String units, @Nullable String zone, @Nullable Instant since) {}

  @EventListener
  void on(FlowDeployed deployed) {
    Map<String, Found> before = caps(deployed.before());
    Map<String, Found> after = caps(deployed.after());
    if (before.equals(after)) {
      return;
    }
    Instant now = clock.instant();
    ZoneId zone = ZoneId.of(accounts.of(deployed.account()).timeZone());
    after.forEach((id, cap) -> {
      if (!cap.equals(before.get(id))) {
        change(deployed.account(), deployed.flow(), id, before.get(id), cap, zone, now);
      }
    });
  }

  private void change(AccountId account, FlowId flow, String id, @Nullable Found before, Found after,
      ZoneId accountZone, Instant now) {
    Instant startedAt = store.lock(account, flow, id, now).orElse(null);
    if (startedAt == null) {
      return; // nothing was counted in this interval, so the next lead begins it as the cap says now
    }
    ZoneId zone = after.zone() == null ? accountZone : ZoneId.of(after.zone());
    Instant end = Interval.around(now, after.duration(), after.units(), zone, after.since()).end();
    boolean again = before == null || !before.rules().equals(after.rules())
        || Interval.length(after.duration(), after.units())
            .compareTo(Interval.length(before.duration(), before.units())) < 0;
    store.expire(account, flow, id, startedAt, end);
    if (again) {
      store.reset(account, flow, id, startedAt);
    }
  }

  /** Caps and ping limits by their ids, in whose order leads lock their counters, too. */
  private static Map<String, Found> caps(FlowDocument document) {
    ObjectNode flow = document.json();
    Map<String, Found> found = new TreeMap<>();
    collect(flow, found);
    flow.path("sources").forEach(source -> collect(source, found));
    flow.path("steps").forEach(step -> collect(step, found));
    return found;
  }

  private static void collect(JsonNode owner, Map<String, Found> found) {
    owner.path("caps").forEach(cap -> collect(cap, "", found));
    owner.path("ping_limits").forEach(limit -> collect(limit, "", found));
  }

  private static void collect(JsonNode cap, String rulesAround, Map<String, Found> found) {
    String rules = rulesAround + "/" + withoutIds(cap.path("rule_set"));
    String zone = cap.path("time_zone").asString("");
    String since = cap.path("created_at").asString("");
    found.put(cap.path("id").asString(""), new Found(rules, cap.path("duration").asInt(1),
        cap.path("duration_units").asString("day"), zone.isBlank() ? null : zone,
        since.isEmpty() ? null : Instant.parse(since)));
    cap.path("caps").forEach(nested -> collect(nested, rules, found));
  }

  /** A rule that was written anew, without its id, is the same rule. */
  private static String withoutIds(JsonNode rules) {
    JsonNode copy = rules.deepCopy();
    copy.findParents("id").forEach(node -> ((ObjectNode) node).remove("id"));
    return copy.isMissingNode() || copy.isNull() ? "" : copy.toString();
  }
}

package io.sluice.server.flow;

import io.sluice.engine.run.AccountSummary;
import io.sluice.engine.run.CompiledFlow;
import io.sluice.server.account.Account;
import io.sluice.server.account.Accounts;
import io.sluice.server.flow.field.Fields;
import io.sluice.server.flow.field.KnownFields;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.FlowId;
import io.sluice.server.kernel.KeptOpen;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * The deployed flows, compiled once and kept in memory: what the hot path asks. A change is seen at once on the node
 * that makes it, and on the others when they are told ({@link FlowNews}), which also looks whether it missed something.
 */
@Component
public class OpenFlows implements KeptOpen {

  private static final long NOT_DEPLOYED = -1;
  private static final int MAX_KEPT = 10_000;
  /** How far it is gone below the limit, so that the oldest need not be looked for with every new one. */
  private static final int KEPT_AFTER_CLEARING = 9_000;
  private static final Duration ACCOUNT_READ_EVERY = Duration.ofMinutes(1);
  /** A time written more often would be one cache line that all processors fight for. */
  private static final Duration USE_RECORDED_EVERY = Duration.ofSeconds(1);

  private final FlowDirectoryStore directory;
  private final FlowStore store;
  private final Fields fields;
  private final KnownDestinations destinations;
  private final StreamedFlows streamed;
  private final Accounts accounts;
  private final Clock clock;
  private final Map<FlowId, Kept> kept = new ConcurrentHashMap<>();
  private final AtomicLong forgotten = new AtomicLong();

  OpenFlows(FlowDirectoryStore directory, FlowStore store, Fields fields, KnownDestinations destinations,
      StreamedFlows streamed, Accounts accounts, Clock clock) {
    this.directory = directory;
    this.store = store;
    this.fields = fields;
    this.destinations = destinations;
    this.streamed = streamed;
    this.accounts = accounts;
    this.clock = clock;
  }

  /** Empty for a flow that does not exist, was deleted, or was never deployed: {@code 404} (exchange 5.1). */
  public Optional<OpenFlow> open(FlowId id) {
    Instant now = clock.instant();
    Kept known = kept.get(id);
    if (known != null && known.readAt.plus(ACCOUNT_READ_EVERY).isAfter(now)) {
      known.usedAt(now);
      return Optional.of(known.flow);
    }
    return read(id, known, now);
  }

  void forgetAfterCommit(FlowId id) {
    TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
      @Override
      public void afterCommit() {
        forget(id);
      }
    });
  }

  void forget(FlowId id) {
    forgotten.incrementAndGet();
    kept.remove(id);
  }

  @Override
  public void forgetOutdated() {
    Set<FlowId> ids = Set.copyOf(kept.keySet());
    if (ids.isEmpty()) {
      return;
    }
    Map<FlowId, Long> versions = directory.versions(ids);
    kept.forEach((id, known) -> {
      Long version = versions.get(id);
      if (ids.contains(id) && (version == null || version != known.flow.version())) {
        forget(id);
      }
    });
  }

  private Optional<OpenFlow> read(FlowId id, @Nullable Kept known, Instant now) {
    long before = forgotten.get();
    Optional<OpenFlow> read = directory.find(id).flatMap(entry -> {
      boolean same = known != null && known.flow.version() == entry.version();
      return same ? Optional.of(withOwner(known.flow)) : compiled(id, entry);
    });
    // What was read while something changed may be the form before the change: it serves this request, and no other.
    if (read.isPresent() && forgotten.get() == before) {
      makeRoom();
      kept.put(id, new Kept(read.get(), now));
      if (forgotten.get() != before) {
        kept.remove(id);
      }
    }
    return read;
  }

  private Optional<OpenFlow> compiled(FlowId id, FlowDirectoryStore.Entry entry) {
    return store.deployed(entry.account(), id)
        .map(deployed -> streamed.learned(entry.account(), id, deployed))
        .map(deployed -> compiled(entry.account(), id, deployed.document(), entry.version()));
  }

  /** The saved form of a flow that could be deployed. Not kept: no lead comes to it. */
  OpenFlow saved(AccountId account, Flow flow) {
    return compiled(account, flow.id(), flow.document(), NOT_DEPLOYED);
  }

  private OpenFlow compiled(AccountId owner, FlowId id, FlowDocument document, long version) {
    FlowErrors errors = FlowErrors.none();
    KnownFields known = fields.known(owner);
    DestinationSteps ends = DestinationSteps.of(owner, document, destinations);
    CompiledFlow flow = FlowCompiler.compile(id, document, known, ends, errors).orElseThrow(() ->
        new IllegalStateException("flow " + id + " was found to be without errors, but does not compile: " + errors));
    Account account = accounts.of(owner);
    return new OpenFlow(id, account.id(), owner(account), account.leadPingEnabled(), flow, known,
        types(known, document.fields()), version);
  }

  private OpenFlow withOwner(OpenFlow flow) {
    Account account = accounts.of(flow.account());
    return new OpenFlow(flow.id(), flow.account(), owner(account), account.leadPingEnabled(), flow.flow(),
        flow.fields(), flow.fieldTypes(), flow.version());
  }

  private static AccountSummary owner(Account account) {
    String id = account.id().value();
    return new AccountSummary(id, id, account.name(), ZoneId.of(account.timeZone()));
  }

  private static Map<String, String> types(KnownFields known, List<String> ids) {
    Map<String, String> types = new LinkedHashMap<>();
    ids.forEach(id -> known.findEver(id).ifPresent(field -> types.put(id, field.type())));
    return Map.copyOf(types);
  }

  private void makeRoom() {
    if (kept.size() >= MAX_KEPT) {
      kept.entrySet().stream()
          .sorted(Comparator.comparing(entry -> entry.getValue().usedAt))
          .limit(MAX_KEPT - KEPT_AFTER_CLEARING)
          .map(Map.Entry::getKey)
          .toList()
          .forEach(kept::remove);
    }
  }

  private static final class Kept {

    private final OpenFlow flow;
    private final Instant readAt;
    private volatile Instant usedAt;

    Kept(OpenFlow flow, Instant now) {
      this.flow = flow;
      this.readAt = now;
      this.usedAt = now;
    }

    void usedAt(Instant now) {
      if (usedAt.plus(USE_RECORDED_EVERY).isBefore(now)) {
        usedAt = now;
      }
    }
  }
}

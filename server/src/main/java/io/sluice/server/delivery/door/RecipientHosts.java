package io.sluice.server.delivery.door;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How the hosts we deliver to are doing: who is called too often at once, and who has not answered for so long that
 * asking again only keeps leads waiting. See decision 0104.
 *
 * <p>After so many calls in a row without any answer a host is left alone for a while; then one call at a time finds
 * out, and any answer, whatever its status, makes all well again.
 */
final class RecipientHosts {

  /** Hosts that have to be remembered although nobody is calling them: the silent ones. */
  static final int MAX_SILENT = 10_000;

  /** A place at a host, or why there is none. */
  sealed interface Admission {}

  record Full() implements Admission {}

  record Silent() implements Admission {}

  /** Given back by closing it. Unless told otherwise, nothing was learnt about the host. */
  final class Place implements Admission, AutoCloseable {

    private final String name;
    private final boolean probe;
    private End end = End.LEFT;

    private Place(String name, boolean probe) {
      this.name = name;
      this.probe = probe;
    }

    void answered() {
      end = End.ANSWERED;
    }

    void unanswered() {
      end = End.UNANSWERED;
    }

    @Override
    public void close() {
      leave(name, probe, end);
    }
  }

  private enum End { ANSWERED, UNANSWERED, LEFT }

  /** Replaced under its key's lock only. */
  private record Host(int calls, int silences, long askAgainAt, boolean probed) {}

  private static final Host NEW = new Host(0, 0, 0, false);

  private final int maxCalls;
  private final int maxSilences;
  private final long pauseNanos;
  private final LongSupplier nanos;
  private final ConcurrentHashMap<String, Host> hosts = new ConcurrentHashMap<>();

  /**
   * @param maxCalls at once to one host, those that wait for a connection among them
   * @param maxSilences in a row, until a host is left alone
   * @param pause for which it is
   */
  RecipientHosts(int maxCalls, int maxSilences, Duration pause, LongSupplier nanos) {
    this.maxCalls = maxCalls;
    this.maxSilences = maxSilences;
    this.pauseNanos = pause.toNanos();
    this.nanos = nanos;
  }

  Admission enter(String name) {
    var admission = new Admission[1];
    hosts.compute(name, (_, known) -> {
      var host = known == null ? NEW : known;
      boolean silent = host.silences() >= maxSilences;
      if (silent && (host.probed() || nanos.getAsLong() - host.askAgainAt() < 0)) {
        admission[0] = new Silent();
        return known;
      }
      if (host.calls() >= maxCalls) {
        admission[0] = new Full();
        return known;
      }
      admission[0] = new Place(name, silent);
      return new Host(host.calls() + 1, host.silences(), host.askAgainAt(), silent || host.probed());
    });
    return admission[0];
  }

  private void leave(String name, boolean probe, End end) {
    hosts.compute(name, (_, known) -> ended(known == null ? NEW : known, probe, end));
    if (end == End.UNANSWERED && hosts.size() > MAX_SILENT) {
      forgetOne();
    }
  }

  private @Nullable Host ended(Host host, boolean probe, End end) {
    int calls = host.calls() - 1;
    boolean probed = host.probed() && !probe;
    var ended = switch (end) {
      case ANSWERED -> new Host(calls, 0, 0, false);
      case UNANSWERED ->
          new Host(calls, Math.min(host.silences() + 1, maxSilences), nanos.getAsLong() + pauseNanos, probed);
      case LEFT -> new Host(calls, host.silences(), host.askAgainAt(), probed);
    };
    return ended.calls() == 0 && ended.silences() == 0 ? null : ended;
  }

  /** Whichever: it is only asked once more than it need be. */
  private void forgetOne() {
    for (Map.Entry<String, Host> host : hosts.entrySet()) {
      if (host.getValue().calls() == 0 && hosts.remove(host.getKey(), host.getValue())) {
        return;
      }
    }
  }

  int size() {
    return hosts.size();
  }
}

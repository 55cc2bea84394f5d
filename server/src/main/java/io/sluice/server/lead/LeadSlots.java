package io.sluice.server.lead;

import io.sluice.engine.run.CapDecision;
import io.sluice.engine.run.CompiledCap;
import io.sluice.server.event.log.Entry;
import io.sluice.server.kernel.LeadId;
import io.sluice.server.lead.cap.CapCounters;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.transaction.CannotCreateTransactionException;

/**
 * The slots that one lead took below caps. They are settled only when it is known whether the lead's end was written: a
 * slot of an unwritten success must not stay.
 */
final class LeadSlots {

  private final Surroundings around;
  private final boolean resumed;
  private final List<CapCounters.Slots> succeeded = new ArrayList<>();
  private final List<CapCounters.Slots> failed = new ArrayList<>();
  private boolean inDoubt;

  LeadSlots(Surroundings around, boolean resumed) {
    this.around = around;
    this.resumed = resumed;
  }

  /** @param hasItsKey whether the journal knows the lead, so that no twin of it has its key */
  CapDecision reserve(CapCounters.Counting counting, LeadId lead, @Nullable LeadClaim claim, boolean hasItsKey,
      List<CompiledCap> matching) {
    CapDecision decision = take(counting, lead, claim, matching);
    if (claim != null && !hasItsKey && decision instanceof CapDecision.Reserved reserved && isKnownByNow(claim)) {
      settle((CapCounters.Slots) reserved.reservation(), false);
      throw LeadStopped.repeated();
    }
    return decision;
  }

  private CapDecision take(
      CapCounters.Counting counting, LeadId lead, @Nullable LeadClaim claim, List<CompiledCap> matching) {
    try {
      return around.caps().reserve(counting, lead, around.life().id().value(), resumed,
          claim == null ? null : claim.slotKey(), matching);
    } catch (DuplicateKeyException onItsWay) {
      throw LeadStopped.repeated();
    } catch (CannotGetJdbcConnectionException | CannotCreateTransactionException notTaken) {
      throw notTaken;
    } catch (RuntimeException e) {
      inDoubt = true; // the connection may have broken behind the commit
      throw e;
    }
  }

  /** Its twin ended after the look before the run, and so left the place to it. */
  private boolean isKnownByNow(LeadClaim claim) {
    try {
      return around.keys().find(claim.key(), around.clock().instant()).isPresent();
    } catch (RuntimeException e) {
      inDoubt = true; // the places are taken
      throw e;
    }
  }

  void settle(CapCounters.Slots slots, boolean success) {
    (success ? succeeded : failed).add(slots);
  }

  /** Whether nobody could say if some are taken. */
  boolean areInDoubt() {
    return inDoubt;
  }

  /** Whether some end with the lead. */
  boolean areKept() {
    return !succeeded.isEmpty();
  }

  List<Entry.KeptSlot> kept() {
    return succeeded.stream()
        .flatMap(slots -> slots.caps().stream().map(cap -> new Entry.KeptSlot(cap, slots.node())))
        .toList();
  }

  /** @param ended whether the lead's end is durable: then those of its successes stay */
  void giveBack(boolean ended) {
    failed.forEach(around.caps()::release);
    if (!ended) {
      succeeded.forEach(around.caps()::release);
    }
  }
}

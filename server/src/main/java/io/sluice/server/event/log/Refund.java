package io.sluice.server.event.log;

import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.EventId;

/**
 * The money of one event is to be given back by another, which carries the amounts below zero. Where a third did so
 * before, they become zero when they are written: a lead that is returned twice is paid back once.
 *
 * @param of the recipient event whose revenue, or the source event whose cost it is
 */
public record Refund(AccountId account, EventId of, EventId by) {}

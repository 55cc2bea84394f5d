package io.sluice.server.event.count;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The events of one lead's run, of many leads that ran alike, or one event that came after a run.
 *
 * @param bucket the part of the time it lies in
 * @param lead whose it is; null for many
 * @param later whether it came after the run: then the same lead may come again
 */
public record CountedRun(int bucket, @Nullable String lead, long leads, boolean later, List<CountedEvent> events) {}

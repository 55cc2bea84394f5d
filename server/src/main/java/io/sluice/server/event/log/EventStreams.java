package io.sluice.server.event.log;

import io.sluice.server.kernel.FlowId;

/** Says of which flows every event is to be copied elsewhere. Asked for every event that is written: of memory alone. */
public interface EventStreams {

  EventStreams NONE = flow -> false;

  boolean isStreamed(FlowId flow);
}

package io.sluice.server.crm.optout;

import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** Nothing that takes leads starts on a server that could not tell opt-outs of them. */
@Component
final class PersonKeyFirst implements SmartLifecycle {

  private final PersonHashes hashes;
  private volatile boolean open;

  PersonKeyFirst(PersonHashes hashes) {
    this.hashes = hashes;
  }

  @Override
  public void start() {
    hashes.open();
    open = true;
  }

  @Override
  public void stop() {
    open = false;
  }

  @Override
  public boolean isRunning() {
    return open;
  }

  @Override
  public int getPhase() {
    return Integer.MIN_VALUE;
  }
}

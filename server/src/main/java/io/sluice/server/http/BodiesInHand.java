package io.sluice.server.http;

import java.util.concurrent.atomic.AtomicLong;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * How many bytes of bodies this server holds at once, from the first one until its request is answered: together they
 * must not fill the memory, however many senders take however long (decision 0133). Who holds much is refused at half
 * of it, so that leads, which are small, come through while large bodies wait.
 */
@Component
public final class BodiesInHand {

  /** Read, a body can take nearly thirty times its bytes (measured: a list of nothing but empty objects). */
  private static final int SHARE_OF_MEMORY = 64;
  private static final int SMALL_BYTES = 8_192;

  private final long maxBytes;
  private final AtomicLong bytes = new AtomicLong();

  @Autowired
  BodiesInHand() {
    this(Runtime.getRuntime().maxMemory() / SHARE_OF_MEMORY);
  }

  BodiesInHand(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  public Held hold() {
    return new Held();
  }

  /** What one request holds; given back by closing it. For one thread at a time. */
  public final class Held implements AutoCloseable {

    private long held;

    private Held() {}

    /** Counts what was read. @throws TooBusy when there is no room for it */
    public void more(int read) {
      held += read;
      long all = bytes.addAndGet(read);
      if (all > (held > SMALL_BYTES ? maxBytes / 2 : maxBytes)) {
        throw new TooBusy("bodies are being read");
      }
    }

    @Override
    public void close() {
      bytes.addAndGet(-held);
      held = 0;
    }
  }
}

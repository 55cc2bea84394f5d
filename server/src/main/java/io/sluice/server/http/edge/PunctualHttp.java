package io.sluice.server.http.edge;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.coyote.http11.Http11NioProtocol;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.jspecify.annotations.Nullable;

/**
 * HTTP whose senders have only so long to say what they want. The container's own times begin again with every byte: who
 * drips one every few seconds would hold a connection, of which there are only so many, for ever. From one request, or from
 * the connection's begin, to the end of the next one's headers it may take as long as a silent connection is kept
 * and then as long as a silent sender is waited for. Bodies have their own time.
 */
public final class PunctualHttp extends Http11NioProtocol {

  private static final Duration LOOKED_EVERY = Duration.ofSeconds(1);

  /** Read and written by one look at a time. */
  private final Map<SocketWrapperBase<NioChannel>, Waiting> waiting = new HashMap<>();
  private @Nullable ScheduledFuture<?> looks;

  /** @param requestsLeft how many more the connection takes: fewer, once a request's headers are whole */
  private record Waiting(int requestsLeft, long sinceNanos) {}

  @Override
  public void start() throws Exception {
    super.start();
    looks = getUtilityExecutor().scheduleWithFixedDelay(
        this::closeWhatDrips, LOOKED_EVERY.toMillis(), LOOKED_EVERY.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public void stop() throws Exception {
    if (looks != null) {
      looks.cancel(false);
    }
    super.stop();
  }

  private void closeWhatDrips() {
    long limit = TimeUnit.MILLISECONDS.toNanos((long) getKeepAliveTimeout() + getConnectionTimeout());
    Set<SocketWrapperBase<NioChannel>> open = getEndpoint().getConnections();
    waiting.keySet().retainAll(open);
    for (SocketWrapperBase<NioChannel> connection : open) {
      ReentrantLock beingServed = connection.getLock();
      if (beingServed.tryLock()) { // between two requests, or between two bytes of one's headers
        try {
          long now = System.nanoTime();
          int left = requestsLeft(connection);
          Waiting known = waiting.get(connection);
          if (known == null || known.requestsLeft() != left) {
            waiting.put(connection, new Waiting(left, now));
          } else if (now - known.sinceNanos() > limit) {
            connection.close();
          }
        } finally {
          beingServed.unlock();
        }
      }
    }
  }

  /** The container counts down, and tells only whoever counts. */
  private static int requestsLeft(SocketWrapperBase<?> connection) {
    int left = connection.decrementKeepAlive() + 1;
    connection.setKeepAliveLeft(left);
    return left;
  }
}

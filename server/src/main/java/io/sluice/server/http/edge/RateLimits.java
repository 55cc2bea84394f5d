package io.sluice.server.http.edge;

import io.sluice.server.kernel.Problem;
import java.net.InetAddress;
import java.util.HexFormat;
import java.util.function.LongSupplier;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/** Who asks too often, by what they show: kept in memory, on each node for itself. */
@Component
public final class RateLimits {

  private static final int NETWORK_BYTES = 8;

  private final Buckets submit;
  private final Buckets key;
  private final Buckets address;
  private final Buckets open;
  private final Buckets feedback;

  @Autowired
  RateLimits(Rates rates) {
    this(rates, System::nanoTime);
  }

  RateLimits(Rates rates, LongSupplier nanos) {
    submit = new Buckets("submit", rates.submit(), Buckets.MAX_BUCKETS, nanos);
    key = new Buckets("key", rates.key(), Buckets.MAX_BUCKETS, nanos);
    address = new Buckets("address", rates.address(), Buckets.MAX_BUCKETS, nanos);
    open = new Buckets("open", rates.open(), Buckets.MAX_BUCKETS, nanos);
    feedback = new Buckets("feedback", rates.feedback(), Buckets.MAX_BUCKETS, nanos);
  }

  /** @param path of the source, or of the router: it names the flow too, and so the account */
  public Allowance submit(String path) {
    return submit.take(path);
  }

  /** @param caller a key's id or a user's */
  public Allowance key(String caller) {
    return key.take(caller);
  }

  public Allowance address(String address) {
    return address.indexOf(':') < 0 ? this.address.take(address) : this.address.take(network(address));
  }

  public Allowance open(String address) {
    return open.take(network(address));
  }

  /** Whether an address may name what only those who were told of it know. Who is right is not counted. */
  public Allowance guesses(String address) {
    return open.look(network(address));
  }

  /** It was wrong: that counts as a try without credentials does. */
  public void guessed(String address) {
    open.take(network(address));
  }

  public Allowance feedback(String delivery) {
    return feedback.take(delivery);
  }

  public static Problem problem(Allowance refused) {
    int seconds = refused.waitSeconds();
    return Problem.of(429, "too_many_requests",
        "too many requests: try again in " + seconds + (seconds == 1 ? " second" : " seconds"));
  }

  /** Of IPv6 the first half: the other one is the customer's to choose, in 2^64 ways. */
  public static String network(String address) {
    if (address.indexOf(':') < 0) {
      return address;
    }
    byte[] bytes = InetAddress.ofLiteral(address).getAddress();
    return bytes.length == 4 ? address : HexFormat.of().formatHex(bytes, 0, NETWORK_BYTES);
  }
}

package io.sluice.server.delivery.door;

import io.sluice.server.delivery.door.CheckedNames.AddressNotAllowed;
import io.sluice.server.delivery.door.HttpTransaction.RequestRecord;
import io.sluice.server.delivery.door.HttpTransaction.ResponseRecord;
import io.sluice.server.kernel.Deadline;
import io.sluice.server.kernel.OutsideTransactions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.ClientProtocolException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.client5.http.HttpHostConnectException;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.classic.RequestFailedException;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.MessageConstraintException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.net.URIAuthority;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/**
 * The one door out. Dials public addresses and what the operator allows, and nothing else; follows no redirect
 * (decision 0010), repeats nothing, keeps no cookies, unpacks nothing; every size and the whole time are limited.
 *
 * <p>Blocking, meant for virtual threads; safe for use by many of them.
 */
public final class OutboundDoor implements AutoCloseable {

  /** Idle connections are dropped early: most servers close theirs after five seconds or more. */
  private static final TimeValue IDLE = TimeValue.ofSeconds(4);

  /** A name is looked up and its addresses checked again at least this often. */
  private static final TimeValue CONNECTION_LIFE = TimeValue.ofMinutes(1);

  /** Waiting for a free connection is part of the whole time, which send() measures. */
  private static final Timeout BEYOND_ANY_DELIVERY = Timeout.ofHours(1);

  private final CloseableHttpClient client;
  private final OutboundLimits limits;
  private final RecipientHosts hosts;
  private final AnswersInHand answers;
  private final WholeAnswers whole;
  private final Clock clock;

  public OutboundDoor(
      AllowedTargets allowed, OutboundLimits limits, HostNames names, AnswersInHand answers, Clock clock) {
    this.limits = limits;
    this.answers = answers;
    this.whole = new WholeAnswers(answers, limits.maxBodyBytes());
    this.hosts = new RecipientHosts(
        limits.maxCallsPerHost(), limits.maxSilencesPerHost(), limits.pause(), System::nanoTime);
    this.clock = clock;
    this.client = client(new CheckedNames(names, allowed), limits);
  }

  private static CloseableHttpClient client(CheckedNames names, OutboundLimits limits) {
    var http1 = Http1Config.custom()
        .setMaxLineLength(limits.maxHeaderLineBytes())
        .setMaxHeaderCount(limits.maxHeaders())
        .build();
    var connections = PoolingHttpClientConnectionManagerBuilder.create()
        .setDnsResolver(names)
        .setConnectionFactory(ManagedHttpClientConnectionFactory.builder().http1Config(http1).build())
        .setMaxConnTotal(limits.maxConnections())
        .setMaxConnPerRoute(limits.maxConnectionsPerHost())
        .setDefaultConnectionConfig(ConnectionConfig.custom()
            .setConnectTimeout(Timeout.of(limits.connectTimeout()))
            .setTimeToLive(CONNECTION_LIFE)
            .setValidateAfterInactivity(TimeValue.ofMilliseconds(200))
            .build())
        .build();
    return HttpClientBuilder.create()
        .setConnectionManager(connections)
        .setDefaultRequestConfig(RequestConfig.custom()
            .setRedirectsEnabled(false)
            .setAuthenticationEnabled(false)
            .setProtocolUpgradeEnabled(false)
            .setContentCompressionEnabled(false)
            .setDefaultKeepAlive(IDLE.getDuration(), IDLE.getTimeUnit())
            .setConnectionRequestTimeout(BEYOND_ANY_DELIVERY)
            .build())
        .disableRedirectHandling()
        .disableAutomaticRetries()
        .disableCookieManagement()
        .disableAuthCaching()
        .disableContentCompression()
        .evictIdleConnections(IDLE)
        .setUserAgent("Sluice")
        .build();
  }

  /**
   * Sends a request and waits for its whole answer.
   *
   * @param idempotencyKey sent as {@code Idempotency-Key}, whatever else the request says; the same whenever the same
   *     delivery is tried again. Nothing leaves without one
   * @param timeout for everything: name, connection, sending, answer
   */
  public OutboundResult send(OutboundRequest request, String idempotencyKey, Duration timeout) {
    OutsideTransactions.only("a call");
    if (idempotencyKey.isBlank()) {
      throw new IllegalArgumentException("a delivery must be told from every other one, or it cannot be repeated");
    }
    var target = TargetUrl.parse(request.url());
    var headers = SentHeaders.of(request, target.flatMap(TargetUrl::userInfo), idempotencyKey);
    var sent = new RequestRecord(request.method(), target.map(TargetUrl::text).orElse(""), "1.1", headers,
        request.body().orElse(""), clock.instant());
    if (target.isEmpty()) {
      return new OutboundResult.Refused("URL must be valid", new HttpTransaction(sent, Optional.empty(), 0));
    }
    var unsafe = SentHeaders.firstUnsafe(headers);
    if (unsafe.isPresent()) {
      return new OutboundResult.Refused("Header cannot be sent: " + printable(unsafe.get()),
          new HttpTransaction(sent, Optional.empty(), 0));
    }
    return switch (hosts.enter(target.get().scheme() + "://" + hostAndPort(target.get()))) {
      case RecipientHosts.Full _ -> new OutboundResult.Refused(
          "Too many deliveries to " + hostAndPort(target.get()) + " are under way",
          new HttpTransaction(sent, Optional.empty(), 0));
      case RecipientHosts.Silent _ -> new OutboundResult.Refused(
          hostAndPort(target.get()) + " did not answer " + limits.maxSilencesPerHost()
              + " times in a row and is left alone for a moment",
          new HttpTransaction(sent, Optional.empty(), 0));
      case RecipientHosts.Place place -> {
        try (place) {
          yield answers.during(() ->
              exchange(target.get(), message(target.get(), request, headers), sent, timeout, place));
        }
      }
    };
  }

  private static String hostAndPort(TargetUrl target) {
    return target.host().text() + (target.port() < 0 ? "" : ":" + target.port());
  }

  private static HttpUriRequestBase message(TargetUrl target, OutboundRequest request, Map<String, String> headers) {
    var message = new HttpUriRequestBase(request.method(), URI.create(target.scheme() + "://host/"));
    message.setPath(target.pathAndQuery());
    message.setScheme(target.scheme());
    headers.forEach((name, value) -> {
      // The length and the host are the client's to say: two of either would let requests be smuggled.
      if (!name.equalsIgnoreCase("Content-Length") && !name.equalsIgnoreCase("Transfer-Encoding")
          && !name.equalsIgnoreCase("Host")) {
        message.addHeader(name, value);
      }
    });
    request.body().ifPresent(
        body -> message.setEntity(new ByteArrayEntity(body.getBytes(StandardCharsets.UTF_8), null)));
    return message;
  }

  private OutboundResult exchange(
      TargetUrl target, HttpUriRequestBase message, RequestRecord sent, Duration timeout,
      RecipientHosts.Place place) {
    long start = System.nanoTime();
    var host = new HttpHost(target.scheme(), switch (target.host()) {
      case TargetUrl.Name(var name) -> name;
      case TargetUrl.Literal(var address) -> address.getHostAddress();
    }, target.port());
    message.setAuthority(new URIAuthority(host.getHostName(), host.getPort()));
    // No setting of the client bounds the whole: a recipient may send a byte a second.
    Thread caller = Thread.currentThread();
    var deadline = Deadline.in(timeout, () -> giveUp(message, caller));
    try (deadline) {
      var response = execute(host, message);
      place.answered();
      var received = new ResponseRecord(response.status(), response.statusText(), response.version(),
          response.headers(), response.body(), clock.instant());
      return new OutboundResult.Answered(response, transaction(sent, Optional.of(received), start));
    } catch (IOException failed) {
      if (deadline.hasPassed()) {
        if (timeout.compareTo(OutboundLimits.FAIR_TIMEOUT) >= 0 && !isOurs(failed)) {
          place.unanswered();
        }
        return new OutboundResult.TimedOut("Timeout - no answer within " + seconds(timeout) + " seconds",
            transaction(sent, Optional.empty(), start));
      }
      if (caller.isInterrupted()) {
        return new OutboundResult.Failed("Delivery was interrupted", transaction(sent, Optional.empty(), start));
      }
      if (saysNothing(failed)) {
        place.unanswered();
      }
      return unanswered(failed, target, transaction(sent, Optional.empty(), start));
    } finally {
      if (deadline.hasPassed()) {
        Thread.interrupted(); // it was the deadline's, and is over
      }
    }
  }

  /** The host was not asked, or it does answer: others had all there is of something of ours. */
  private static boolean isOurs(IOException cause) {
    return cause instanceof NoConnection || cause instanceof WholeAnswers.NoRoom;
  }

  /** Given up while it waited for one of those that others have. */
  private static final class NoConnection extends IOException {}

  private OutboundResponse execute(HttpHost host, HttpUriRequestBase message) throws IOException {
    try {
      return client.execute(host, message, answer -> whole.read(answer, message));
    } catch (CancellationException _) {
      throw new NoConnection(); // thrown bare while a request waits for its connection
    } catch (RequestFailedException failed) {
      throw failed.getCause() instanceof InterruptedException ? new NoConnection() : failed;
    }
  }

  /** A host that sends too much, or what is no HTTP, is up; an address we do not dial is not its fault. */
  private static boolean saysNothing(IOException cause) {
    return !(cause instanceof WholeAnswers.TooLong || cause instanceof AddressNotAllowed
        || cause instanceof MessageConstraintException || cause instanceof ClientProtocolException);
  }

  /** Wakes who waits for a connection or a name, and closes the connection below a read or a write. */
  private static void giveUp(HttpUriRequestBase message, Thread caller) {
    caller.interrupt();
    Thread.startVirtualThread(message::cancel); // closing may take its time
  }

  private static HttpTransaction transaction(RequestRecord sent, Optional<ResponseRecord> received, long start) {
    return new HttpTransaction(sent, received, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
  }

  private OutboundResult unanswered(IOException cause, TargetUrl target, HttpTransaction transaction) {
    if (cause instanceof AddressNotAllowed) {
      // The address stays unsaid: whoever chooses names must not learn our networks from our answers.
      return new OutboundResult.Refused("URL must be public", transaction);
    }
    var host = hostAndPort(target);
    return new OutboundResult.Failed(switch (cause) {
      case UnknownHostException _ -> "Host name " + target.host().text() + " has no address";
      case ConnectTimeoutException _ -> "Connection to " + host + " timed out";
      case HttpHostConnectException _ -> "Connection to " + host + " was refused";
      case SSLException insecure -> "No secure connection to " + host + ": " + insecure.getMessage();
      case WholeAnswers.TooLong _ -> "Response is longer than " + limits.maxBodyBytes() + " bytes";
      case MessageConstraintException _ -> "Response header is too long";
      case ClientProtocolException _ -> "Response is not HTTP";
      case SocketTimeoutException _ -> "Connection to " + host + " timed out";
      default -> "Connection to " + host + " was closed before the response was complete";
    }, transaction);
  }

  private static String printable(String name) {
    return name.replaceAll("[^ -~]", "?");
  }

  private static String seconds(Duration timeout) {
    return BigDecimal.valueOf(timeout.toMillis(), 3).stripTrailingZeros().toPlainString();
  }

  /** Ends what is under way. */
  @Override
  public void close() {
    try {
      client.close();
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }
}

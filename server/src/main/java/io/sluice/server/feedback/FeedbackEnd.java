package io.sluice.server.feedback;

import io.sluice.engine.run.CompiledFeedback;
import io.sluice.engine.run.StepOutcome;
import io.sluice.engine.type.FieldType;
import io.sluice.server.event.PastDeliveries;
import io.sluice.server.event.PastDelivery;
import io.sluice.server.event.journal.NodeLife;
import io.sluice.server.event.log.Appended;
import io.sluice.server.event.log.Entry;
import io.sluice.server.event.log.EventLog;
import io.sluice.server.event.log.Held;
import io.sluice.server.event.log.PatientLog;
import io.sluice.server.event.log.Refund;
import io.sluice.server.event.row.EventRow;
import io.sluice.server.event.row.HttpExchange;
import io.sluice.server.event.row.LaterRows;
import io.sluice.server.event.row.LaterRows.Direction;
import io.sluice.server.event.row.Masking;
import io.sluice.server.feedback.Ending.Received;
import io.sluice.server.feedback.Ending.Sent;
import io.sluice.server.flow.OpenFlow;
import io.sluice.server.flow.field.Field;
import io.sluice.server.kernel.EventId;
import io.sluice.server.lead.inbound.InboundModule.Written;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/** Writes how feedback ended: both events at once, with the money that a return moves (decision 0085). */
@Component
final class FeedbackEnd {

  /** How long somebody who was heard waits for a database that is away; what became of it is written all the same. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Logger LOG = LoggerFactory.getLogger(FeedbackEnd.class);

  private final PastDeliveries deliveries;
  private final EventLog log;
  private final PatientLog patientLog;
  private final Clock clock;
  private final LaterRows rows = new LaterRows(NodeLife.host());

  FeedbackEnd(PastDeliveries deliveries, EventLog log, PatientLog patientLog, Clock clock) {
    this.deliveries = deliveries;
    this.log = log;
    this.patientLog = patientLog;
    this.clock = clock;
  }

  /** What a return could give back; read before anybody is told, for afterwards nothing may go wrong any more. */
  PastDeliveries.Money paid(PastDelivery delivery, Incoming in) {
    boolean isReturn = in.said().kind().orElse(null) == FeedbackKind.RETURN;
    return isReturn ? deliveries.money(delivery) : PastDeliveries.Money.NONE;
  }

  /** Of feedback that nobody was told. */
  Heard write(PastDelivery delivery, Incoming in, OpenFlow flow, Ending ending) {
    FeedbackAnswer answer = answer(delivery, ending.received().outcome(), ending.received().reason());
    return log.append(entry(delivery, in, flow, paid(delivery, in), ending, answer, null)) == Appended.STORED
        ? new Heard.Told(answer) : new Heard.Unavailable();
  }

  /**
   * Of feedback that somebody was told, and that must therefore not be lost.
   *
   * @param flow null where it is gone
   * @param after done when it is written or never will be, however long that takes
   */
  Heard write(PastDelivery delivery, Incoming in, @Nullable OpenFlow flow, PastDeliveries.Money paid, Ending ending,
      Held open, Runnable after) {
    FeedbackAnswer answer = answer(delivery, ending.received().outcome(), ending.received().reason());
    var written = new FutureTask<>(() -> {
      try {
        return patientLog.append(entry(delivery, in, flow, paid, ending, answer, open));
      } finally {
        after.run();
      }
    });
    Thread.ofVirtual().name("feedback-" + in.id()).start(written);
    try {
      return written.get(PATIENCE.toNanos(), TimeUnit.NANOSECONDS)
          ? new Heard.Told(answer)
          : known(delivery, in.id()).orElseGet(Heard.Unavailable::new);
    } catch (TimeoutException tooLong) {
      LOG.warn("feedback {} waits for the database", in.id());
      return new Heard.Unavailable();
    } catch (ExecutionException failed) {
      throw new IllegalStateException("writing feedback " + in.id(), failed.getCause());
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return new Heard.Unavailable();
    }
  }

  /** Of feedback that is written already. @param id of its {@code feedback-received} event */
  Optional<Heard> known(PastDelivery delivery, EventId id) {
    return deliveries.outcome(delivery.account(), id)
        .map(known -> new Heard.Told(answer(delivery, known.word(), known.reason())));
  }

  private Entry.FedBack entry(PastDelivery delivery, Incoming in, @Nullable OpenFlow flow, PastDeliveries.Money paid,
      Ending ending, FeedbackAnswer answer, @Nullable Held open) {
    Instant now = clock.instant();
    Money money = money(delivery, in, paid, ending);
    Masking masking = masking(flow, in);
    List<EventRow> events = new ArrayList<>();
    Sent sent = ending.sent();
    if (sent != null) {
      events.add(rows.feedback(delivery.about(), new LaterRows.Passed(Direction.SENT, sent.id(), sent.outcome().word(),
          sent.reason(), moduleId(sent.source()), definition(sent.source()), money.cost(), sent.start(), sent.end(),
          sent.exchange()), in.variables(), masking));
    }
    Received received = ending.received();
    events.add(rows.feedback(delivery.about(), new LaterRows.Passed(Direction.RECEIVED, in.id(), received.outcome(),
        received.reason(), ReceivedFeedback.MODULE_ID, definition(received.step()), money.revenue(), in.receivedAt(),
        now, exchange(in.request(), answer.write(in.request().accept()), now)), in.variables(), masking));
    return new Entry.FedBack(events, money.refunds(), open);
  }

  /** What is given back, above zero. */
  private record Money(BigDecimal revenue, BigDecimal cost, List<Refund> refunds) {

    static final Money NONE = new Money(BigDecimal.ZERO, BigDecimal.ZERO, List.of());
  }

  /** A return that is taken gives back what the recipient paid; one that the source takes, too, what the lead cost. */
  private static Money money(PastDelivery delivery, Incoming in, PastDeliveries.Money paid, Ending ending) {
    if (!ending.received().isSuccess()) {
      return Money.NONE;
    }
    List<Refund> refunds = new ArrayList<>();
    if (paid.revenue().signum() != 0) {
      refunds.add(new Refund(delivery.account(), delivery.about().event(), in.id()));
    }
    Sent sent = ending.sent();
    BigDecimal cost = BigDecimal.ZERO;
    if (sent != null && sent.outcome() == StepOutcome.SUCCESS && paid.sourceEvent() != null
        && paid.cost().signum() != 0) {
      cost = paid.cost();
      refunds.add(new Refund(delivery.account(), paid.sourceEvent(), sent.id()));
    }
    return new Money(paid.revenue(), cost, refunds);
  }

  private static String moduleId(@Nullable CompiledFeedback feedback) {
    return feedback == null ? "" : feedback.integration().moduleId();
  }

  private static io.sluice.engine.run.@Nullable Feedback definition(@Nullable CompiledFeedback feedback) {
    return feedback == null ? null : feedback.definition();
  }

  /** Of the lead nothing is left that would have to be masked; of what was said, what has a telling name. */
  private static Masking masking(@Nullable OpenFlow flow, Incoming in) {
    Map<String, FieldType> secrets = new HashMap<>();
    if (flow != null) {
      collect(flow, in.said().values(), secrets);
    }
    return Masking.of(Map.of(), secrets);
  }

  private static void collect(OpenFlow flow, Map<?, ?> values, Map<String, FieldType> secrets) {
    values.forEach((name, value) -> Masking.maskable(flow.fields().findEver(String.valueOf(name)).map(Field::type))
        .ifPresentOrElse(type -> Masking.texts(value).forEach(text -> secrets.put(text, type)),
            () -> collectDeeper(flow, value, secrets)));
  }

  private static void collectDeeper(OpenFlow flow, @Nullable Object value, Map<String, FieldType> secrets) {
    switch (value) {
      case Map<?, ?> members -> collect(flow, members, secrets);
      case List<?> members -> members.forEach(member -> collectDeeper(flow, member, secrets));
      case null, default -> {
        // Said under a name that may be kept.
      }
    }
  }

  private static FeedbackAnswer answer(PastDelivery delivery, String outcome, @Nullable String reason) {
    return new FeedbackAnswer(outcome, reason, lead(delivery), price(delivery));
  }

  static Map<?, ?> lead(PastDelivery delivery) {
    return delivery.vars().get("lead") instanceof Map<?, ?> lead ? lead : Map.of();
  }

  /** What the lead was sold for. */
  static @Nullable BigDecimal price(PastDelivery delivery) {
    BigDecimal price = delivery.salePrice();
    return price == null || price.signum() == 0 ? null : price;
  }

  static HttpExchange exchange(FeedbackRequest request, Written answer, Instant now) {
    return new HttpExchange(
        new HttpExchange.Request(request.method(), request.uri(), "1.1", request.headers(),
            new String(request.body(), StandardCharsets.UTF_8), request.receivedAt()),
        new HttpExchange.Response(answer.status(), HttpStatus.valueOf(answer.status()).getReasonPhrase(), "1.1",
            answer.headers(), new String(answer.body(), StandardCharsets.UTF_8), now),
        Math.max(0, Duration.between(request.receivedAt(), now).toMillis()));
  }
}

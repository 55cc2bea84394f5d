package io.sluice.server.delivery.mail;

import static io.sluice.server.delivery.IntegrationMetadata.Variable.optional;
import static io.sluice.server.delivery.IntegrationMetadata.Variable.required;

import io.sluice.engine.type.Values;
import io.sluice.server.delivery.Delivered;
import io.sluice.server.delivery.Delivery;
import io.sluice.server.delivery.Integration;
import io.sluice.server.delivery.IntegrationMetadata;
import io.sluice.server.delivery.IntegrationMetadata.Direction;
import io.sluice.server.delivery.IntegrationPackage;
import io.sluice.server.delivery.call.Mapped;
import io.sluice.server.delivery.door.OutboundDoor;
import io.sluice.server.event.row.Masking;
import io.sluice.server.kernel.EmailAddress;
import io.sluice.server.mail.Letter.Fact;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Sends the lead as a mail, by the installation's own mail server. A success is a mail that is safe in the outbox; what
 * the mail server says of it later is not the lead's matter (decision 0078).
 */
@Component
final class MailDelivery implements Integration {

  private static final Logger LOG = LoggerFactory.getLogger(MailDelivery.class);

  static final int MAX_READERS = 10;

  private static final IntegrationMetadata METADATA = new IntegrationMetadata(
      new IntegrationPackage("leadconduit-email", "E-mail", "Sluice", "Sends leads to people"),
      Direction.OUTBOUND,
      "E-mail",
      "Sends the lead as a mail",
      List.of(
          required("to", "To", "string", "Up to ten addresses, between commas", "sales@example.com"),
          optional("cc", "Copy to", "string", "Further addresses, between commas"),
          optional("subject", "Subject", "string", "What the mail is called", "A lead from {{source.name}}"),
          optional("body", "Text", "string", "What stands above the lead's data",
              "{{lead.first_name}} would like to be called."),
          optional("list_lead", "List the lead", "boolean", "Whether the lead's data are listed; they are unless set",
              "false")),
      List.of(
          optional("outcome", "Outcome", "string", "success or failure", "success"),
          optional("reason", "Reason", "string", "Why it was not sent"),
          optional("recipients", "Recipients", "string", "Whom it was sent to")));

  /** What a step maps for this module, or knows of itself, among the lead's data. */
  private static final Set<String> NOT_THE_LEADS = Set.of("to", "cc", "subject", "body", "list_lead", "price",
      "purchase_price", "event_id", "credential_id");

  private final LeadMails mails;

  MailDelivery(LeadMails mails) {
    this.mails = mails;
  }

  @Override
  public String moduleId() {
    return "leadconduit-email.outbound";
  }

  @Override
  public IntegrationMetadata metadata() {
    return METADATA;
  }

  @Override
  public Optional<String> validate(Map<String, ? extends @Nullable Object> vars) {
    if (texts(vars.get("to")).findAny().isEmpty()) {
      return Optional.of("To is required");
    }
    return readers(vars).size() > MAX_READERS
        ? Optional.of("A lead is sent to at most " + MAX_READERS + " addresses")
        : Optional.empty();
  }

  /** Each reader's mail has a key. */
  @Override
  public boolean isRepeatable(Map<String, ? extends @Nullable Object> vars) {
    return true;
  }

  @Override
  public Delivered deliver(Delivery delivery, OutboundDoor door) {
    var readers = readers(delivery.vars());
    List<EmailAddress> addresses = new ArrayList<>();
    for (var reader : readers) {
      var address = EmailAddress.read(reader);
      if (address.isEmpty()) {
        return delivered("failure", Optional.of("Not an e-mail address: " + reader), List.of());
      }
      addresses.add(address.get());
    }
    try {
      mails.queue(delivery.idempotencyKey(), letters(delivery.vars(), addresses));
    } catch (DataAccessException | TransactionException outage) {
      LOG.warn("a lead could not be put into the outbox", outage);
      return Delivered.error("The mail could not be queued", List.of());
    }
    return delivered("success", Optional.empty(), addresses);
  }

  private static Delivered delivered(String outcome, Optional<String> reason, List<EmailAddress> recipients) {
    Map<String, @Nullable Object> event = new LinkedHashMap<>();
    event.put("outcome", outcome);
    reason.ifPresent(text -> event.put("reason", text));
    if (!recipients.isEmpty()) {
      event.put("recipients", recipients.stream().map(EmailAddress::value).toList());
    }
    return new Delivered(event, List.of());
  }

  /** What may not be kept is masked: a mail waits in the database, and goes through many hands. */
  private static List<LeadMail> letters(
      Map<String, ? extends @Nullable Object> vars, List<EmailAddress> addresses) {
    var masking = Masking.of(vars);
    var subject = masking.text(Mapped.text(vars, "subject").orElse("New lead: " + name(vars, "flow")));
    var words = Mapped.text(vars, "body").map(masking::text);
    boolean listed = Mapped.flag(vars, "list_lead").orElse(true);
    var data = listed ? facts(LeadData.of(masking.map(vars))) : List.<Fact>of();
    var origin = name(vars, "account") + ", flow \"" + name(vars, "flow") + "\",";
    var others = "Sent to: " + addresses.stream().map(EmailAddress::value).collect(Collectors.joining(", "));
    return addresses.stream()
        .map(address -> new LeadMail(address, subject, words, data, origin, others))
        .toList();
  }

  private static String name(Map<String, ? extends @Nullable Object> vars, String what) {
    return vars.get(what) instanceof Map<?, ?> map ? Values.text(map.get("name")) : "";
  }

  private static List<Fact> facts(Map<String, @Nullable Object> data) {
    List<Fact> facts = new ArrayList<>();
    data.forEach((name, value) -> {
      if (!NOT_THE_LEADS.contains(name)) {
        addFacts(facts, name, value);
      }
    });
    return facts;
  }

  private static void addFacts(List<Fact> into, String name, @Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      map.forEach((part, member) -> addFacts(into, name + "." + part, member));
    } else if (!Values.text(value).isBlank()) {
      into.add(new Fact(name, Values.text(value)));
    }
  }

  /** Each once, those of {@code to} first. */
  private static List<String> readers(Map<String, ? extends @Nullable Object> vars) {
    return Stream.concat(texts(vars.get("to")), texts(vars.get("cc"))).distinct().toList();
  }

  private static Stream<String> texts(@Nullable Object value) {
    Stream<String> texts = value instanceof List<?> list
        ? list.stream().map(Values::text)
        : Stream.of(Values.text(value));
    return texts.flatMap(text -> Arrays.stream(text.split("[,;\\s]+"))).filter(text -> !text.isEmpty());
  }
}

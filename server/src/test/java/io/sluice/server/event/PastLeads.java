package io.sluice.server.event;

import io.sluice.server.SluiceServer;
import io.sluice.server.kernel.EventId;
import io.sluice.server.kernel.LeadId;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Leads of any time, as the event log would have written them then. */
public final class PastLeads {

  public static final String FLOW = "65f1a2b3c4d5e6f708192b01";
  public static final String OTHER_FLOW = "65f1a2b3c4d5e6f708192b02";
  public static final String WEB_FORM = "65f1a2b3c4d5e6f708192a02";
  public static final String INITECH = "65f1a2b3c4d5e6f708192a04";
  public static final String CRM = "65f1a2b3c4d5e6f708192a03";
  public static final String DIALER = "65f1a2b3c4d5e6f708192a05";

  private final SluiceServer server;
  private final String account;

  public PastLeads(SluiceServer server, String account) {
    this.server = server;
    this.account = account;
  }

  public Lead at(Instant time) {
    return new Lead(time);
  }

  /** One lead; written by {@link #write}. */
  public final class Lead {

    private final Instant time;
    private final LeadId id;
    private final List<Runnable> events = new ArrayList<>();
    private String flow = FLOW;
    private String source = WEB_FORM;
    private String fields = "";

    private Lead(Instant time) {
      this.time = time;
      this.id = LeadId.next(time);
    }

    public Lead flow(String id) {
      flow = id;
      return this;
    }

    public Lead source(String id) {
      source = id;
      return this;
    }

    /** @param json members of the lead's fields, with commas between them */
    public Lead fields(String json) {
      fields = "," + json;
      return this;
    }

    public Lead recipient(String recipient, String outcome, @Nullable String reason, @Nullable String revenue) {
      EventId event = EventId.next(time);
      events.add(() -> insert(event, time, "recipient", outcome, reason, "stp001", recipient, null, revenue,
          "{\"recipient\":{\"id\":\"%s\",\"name\":\"Recipient %s\"}}".formatted(recipient, recipient.substring(22)), "{}"));
      return this;
    }

    public Lead filter(String outcome, @Nullable String reason) {
      EventId event = EventId.next(time);
      events.add(() -> insert(event, time, "filter", outcome, reason, "stp002", null, null, null, null, "{}"));
      return this;
    }

    /** The end of its run. @return the lead's id, once all is written */
    public String source(String outcome, @Nullable String reason, @Nullable String cost) {
      EventId event = EventId.next(time);
      events.add(() -> insert(event, time, "source", outcome, reason, null, null, cost, "0", null, "{}"));
      return write();
    }

    /** What comes after the run. @param type {@code feedback-received} or {@code feedback-sent} */
    public void feedback(Instant at, String type, String kind, String outcome, @Nullable String cost,
        @Nullable String revenue) {
      insert(EventId.next(at), at, type, outcome, null, "stp001", CRM, cost, revenue,
          "{\"feedback\":{\"type\":\"%s\"},\"recipient\":{\"id\":\"%s\",\"name\":\"CRM\"}}".formatted(kind, CRM), "{}");
    }

    public void retry(Instant at, String outcome, @Nullable String revenue) {
      insert(EventId.next(at), at, "retry", outcome, null, "stp001", CRM, null, revenue, null, "{}");
    }

    private String write() {
      events.forEach(Runnable::run); // first, because the lead is followed as soon as it is there
      server.db().sql("""
          WITH ended AS (
            INSERT INTO lead (account_id, id, flow_id, source_id, received_at, vars)
            VALUES (:account, :id, :flow, :source, :time::timestamptz, :vars) RETURNING account_id, id)
          INSERT INTO fresh_leads (account_id, first_id, lead_ids, leads) SELECT account_id, id, id, 1 FROM ended
          """)
          .param("account", account).param("id", id.value()).param("flow", flow).param("source", source)
          .param("time", time.toString())
          .param("vars", """
              {"lead":{"id":"%s"%s},"flow":{"id":"%s","name":"Flow %s"},"source":{"id":"%s","name":"Source %s"}}"""
              .formatted(id, fields, flow, flow.substring(22), source, source.substring(22)))
          .update();
      return id.value();
    }

    private void insert(EventId event, Instant at, String type, String outcome, @Nullable String reason,
        @Nullable String step, @Nullable String recipient, @Nullable String cost, @Nullable String revenue,
        @Nullable String changed, String details) {
      server.db().sql("""
          INSERT INTO event (account_id, id, lead_id, flow_id, source_id, type, outcome, reason, step_id, recipient_id,
            module_id, key, host, started_at, ended_at, cap_reached, purchase_price, sale_price, cost, revenue, changed,
            appended, details)
          VALUES (:account, :id, :lead, :flow, :source, :type, :outcome, :reason, :step, :recipient, :module, null,
            'here', :at::timestamptz, :at::timestamptz + interval '20 ms', false, :cost, :revenue, :cost, :revenue,
            :changed, null, :details)
          """)
          .param("account", account).param("id", event.value()).param("lead", id.value()).param("flow", flow)
          .param("source", source).param("type", type).param("outcome", outcome).param("reason", reason)
          .param("step", step).param("recipient", recipient).param("module", "leadconduit-default.outbound")
          .param("at", at.toString()).param("cost", amount(cost)).param("revenue", amount(revenue))
          .param("changed", changed).param("details", details)
          .update();
    }

    private static @Nullable BigDecimal amount(@Nullable String text) {
      return text == null ? null : new BigDecimal(text);
    }
  }
}

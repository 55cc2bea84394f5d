package io.sluice.server.event.follow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.server.Party;
import io.sluice.server.SluiceServer;
import io.sluice.server.event.log.Entry;
import io.sluice.server.event.log.EventLog;
import io.sluice.server.event.row.EventRow;
import io.sluice.server.event.row.LeadRow;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.EntityId;
import io.sluice.server.kernel.EventId;
import io.sluice.server.kernel.FlowId;
import io.sluice.server.kernel.LeadId;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.transaction.support.TransactionCallback;
import org.springframework.transaction.support.TransactionOperations;

/** Every lead is shown once (decision 0087). The shared server follows too, so each test keeps its leads to itself. */
class FollowerTest {

  private static final FlowId FLOW = FlowId.of("65f1a2b3c4d5e6f708192b01");
  private static final EntityId WEB_FORM = EntityId.of("65f1a2b3c4d5e6f708192a02");

  private final SluiceServer server = SluiceServer.shared();
  private final Party acme = server.open("Acme");
  private final AccountId account = AccountId.of(acme.accountId());
  private final List<LeadId> seen = Collections.synchronizedList(new ArrayList<>());

  @BeforeEach
  void nobody_else_follows() {
    server.bean(Follower.class).stop();
  }

  @AfterEach
  void others_follow_again() {
    server.bean(Follower.class).start();
  }

  @Test
  void a_lead_is_found_as_soon_as_it_was_answered() {
    LeadId lead = lead("milton@initech.example");
    assertThat(acme.get("/search/leads?query=milton").is(200).json().at("/hits/0/lead_id").asString())
        .isEqualTo(lead.value());
  }

  @Test
  void a_lead_is_shown_once_however_many_followers_there_are() throws Exception {
    List<LeadId> left = leave(1_200);
    Follower one = follower(seenBy());
    Follower other = follower(seenBy());
    List<Callable<Boolean>> calls = List.of(() -> one.catchUp(account), () -> other.catchUp(account),
        () -> one.catchUp(account), () -> other.catchUp(account));
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Boolean> call : threads.invokeAll(calls)) {
        call.get();
      }
    }
    assertThat(one.catchUp(account)).isTrue();
    assertThat(seen).containsExactlyInAnyOrderElementsOf(left);
  }

  @Test
  void what_was_shown_in_vain_is_shown_again() {
    List<LeadId> left = leave(3);
    Follower broken = follower((_, leads) -> {
      seen.addAll(leads.stream().map(EndedLead::id).toList());
      throw new QueryTimeoutException("away");
    });
    assertThatThrownBy(() -> broken.follow(account, 500)).isInstanceOf(QueryTimeoutException.class);
    seen.clear();
    assertThat(follower(seenBy()).catchUp(account)).isTrue();
    assertThat(seen).containsExactlyInAnyOrderElementsOf(left);
  }

  @Test
  void one_lead_that_cannot_be_shown_does_not_keep_the_others_from_it() {
    List<LeadId> left = leave(5);
    LeadId bad = left.get(2);
    Follower follower = follower((_, leads) -> {
      if (leads.stream().anyMatch(lead -> lead.id().equals(bad))) {
        throw new DataIntegrityViolationException("a lead nobody can read");
      }
      seen.addAll(leads.stream().map(EndedLead::id).toList());
    });
    assertThat(follower.catchUp(account)).isTrue();
    assertThat(seen).containsExactlyInAnyOrderElementsOf(left.stream().filter(lead -> !lead.equals(bad)).toList());
  }

  @Test
  void of_two_who_meet_a_lead_that_cannot_be_shown_neither_lets_go_of_another() {
    List<LeadId> left = leave(5);
    LeadId bad = left.getFirst();
    TransactionOperations transactions = server.bean(TransactionOperations.class);
    TransactionOperations besideAnother = new TransactionOperations() {
      @Override
      public <T> @Nullable T execute(TransactionCallback<T> action) {
        try {
          return transactions.execute(action);
        } catch (DataIntegrityViolationException failed) {
          // The other one has found the same at the same time, and was quicker to let the lead go.
          server.db().sql("DELETE FROM fresh_leads WHERE account_id = :account AND lead_ids = :bad")
              .param("account", account.value()).param("bad", bad.value()).update();
          throw failed;
        }
      }
    };
    Follower follower = follower((_, leads) -> {
      if (leads.stream().anyMatch(lead -> lead.id().equals(bad))) {
        throw new DataIntegrityViolationException("a lead nobody can read");
      }
      seen.addAll(leads.stream().map(EndedLead::id).toList());
    }, besideAnother);
    assertThat(follower.catchUp(account)).isTrue();
    assertThat(seen).containsExactlyInAnyOrderElementsOf(left.subList(1, 5));
  }

  @Test
  void a_lead_that_is_left_a_second_time_is_still_found_and_counted_once() {
    LeadId lead = lead("samir@initech.example");
    Follower follower = server.bean(Follower.class);
    assertThat(follower.catchUp(account)).isTrue();
    server.db().sql("INSERT INTO fresh_leads (account_id, first_id, lead_ids, leads) VALUES (:account, :lead, :lead, 1)")
        .param("account", account.value()).param("lead", lead.value()).update();
    assertThat(follower.catchUp(account)).isTrue();
    assertThat(server.db().sql("SELECT sum(leads) FROM run_count WHERE account_id = :account")
        .param("account", account.value()).query(Long.class).single()).isEqualTo(1);
    assertThat(acme.get("/search/leads?query=samir").is(200).json().path("hits").size()).isEqualTo(1);
  }

  private LeadFollower seenBy() {
    return (_, leads) -> seen.addAll(leads.stream().map(EndedLead::id).toList());
  }

  private Follower follower(LeadFollower follower) {
    return follower(follower, server.bean(TransactionOperations.class));
  }

  private Follower follower(LeadFollower follower, TransactionOperations transactions) {
    return new Follower(server.bean(FreshLeadStore.class), List.of(follower), transactions,
        server.bean(EventLog.class), Clock.systemUTC(), Optional.empty());
  }

  /** Leads of whose end nobody was told. */
  private List<LeadId> leave(int count) {
    List<LeadId> leads = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      leads.add(LeadId.next(Instant.now()));
    }
    server.db().sql("""
        WITH left_over AS (
          INSERT INTO lead (account_id, id, flow_id, source_id, received_at, vars)
          SELECT :account, id, :flow, :source, now(), '{}' FROM unnest(:ids::text[]) AS lead (id)
          RETURNING account_id, id)
        INSERT INTO fresh_leads (account_id, first_id, lead_ids, leads)
        SELECT account_id, min(id), string_agg(id, ''), count(*) FROM (
          SELECT *, row_number() OVER (ORDER BY id) / 7 AS commit FROM left_over) AS together
        GROUP BY account_id, commit
        """)
        .param("account", account.value()).param("flow", FLOW.value()).param("source", WEB_FORM.value())
        .param("ids", leads.stream().map(LeadId::value).toArray(String[]::new)).update();
    return leads;
  }

  private LeadId lead(String email) {
    Instant now = Instant.now();
    LeadId lead = LeadId.next(now);
    server.bean(EventLog.class).append(new Entry.Ended(
        new LeadRow(account, lead, FLOW, WEB_FORM, now,
            "{\"lead\":{\"id\":\"%s\",\"email\":\"%s\"}}".formatted(lead, email)),
        List.of(new EventRow(account, EventId.next(now), lead, FLOW, WEB_FORM, "source", "success", null, null, null,
            "leadconduit-default.inbound", null, "here", now, now, false, null, null, null, null, null, null, null, "{}",
            null)),
        null));
    return lead;
  }
}

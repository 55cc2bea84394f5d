package io.sluice.server.crm.optout;

import io.sluice.server.account.Account;
import io.sluice.server.account.Accounts;
import io.sluice.server.account.User;
import io.sluice.server.account.Users;
import io.sluice.server.audit.Audit;
import io.sluice.server.audit.AuditLine.Action;
import io.sluice.server.crm.optout.OptOut.Origin;
import io.sluice.server.crm.optout.OptOut.Request;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.ObjectIds;
import io.sluice.server.kernel.Result;
import io.sluice.server.kernel.UserId;
import io.sluice.server.mail.Mails;
import io.sluice.server.partner.Connections;
import io.sluice.server.webhook.message.Messages;
import io.sluice.server.webhook.message.News;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * A person withdraws consent at one account, and everybody who got her from there learns it: from partner to partner, for
 * as long as somebody on the way holds her. Their leads are marked, each is asked to confirm within ten business days,
 * and what comes in later is known.
 */
@Component
class OptOuts {

  static final String TYPE = "person.opted_out";
  static final int BUSINESS_DAYS = 10;
  static final int MAX_LEADS_NAMED = 1_000;
  private static final int MAX_ACCOUNTS = 1_000;

  private final OptOutStore store;
  private final HeldPersonStore held;
  private final Connections connections;
  private final Accounts accounts;
  private final Users users;
  private final Messages messages;
  private final Mails mails;
  private final Audit audit;
  private final Clock clock;

  OptOuts(OptOutStore store, HeldPersonStore held, Connections connections, Accounts accounts, Users users,
      Messages messages, Mails mails, Audit audit, Clock clock) {
    this.store = store;
    this.held = held;
    this.connections = connections;
    this.accounts = accounts;
    this.users = users;
    this.messages = messages;
    this.mails = mails;
    this.audit = audit;
    this.clock = clock;
  }

  /** Registered once: who opts out again has opted out already. */
  @Transactional
  Result<OptOut, OptOutRefusal> register(
      AccountId account, @Nullable UserId by, Origin origin, String source, Set<String> hashes) {
    if (hashes.isEmpty()) {
      return Result.refused(new OptOutRefusal.Nobody());
    }
    held.holdArrivals();
    Optional<OptOut> there = store.same(account, hashes);
    if (there.isPresent()) {
      return Result.done(there.get());
    }
    Instant now = clock.instant();
    OptOut made = new OptOut(account, ObjectIds.next(now), hashes, origin, source, by, now, dueAt(account, now));
    store.insert(account, made);
    Map<AccountId, AccountId> reached = new LinkedHashMap<>(Map.of(account, account));
    Set<AccountId> holders = held.holders(List.of(account), hashes);
    List<AccountId> spreading = new ArrayList<>(List.of(account)); // from it leads went out, even if it kept none
    while (!spreading.isEmpty() && reached.size() < MAX_ACCOUNTS) {
      Map<AccountId, AccountId> next = partners(spreading, reached);
      reached.putAll(next);
      Set<AccountId> more = held.holders(next.keySet(), hashes);
      holders.addAll(more);
      spreading = new ArrayList<>(more);
    }
    reached.forEach((one, through) -> held.watch(one, hashes, through, account, made.id(), now));
    holders.forEach(holder -> ask(holder, reached.getOrDefault(holder, account), made, now));
    audit.record(account, by, Action.CREATE, "opt_out", made.id(), source + ", held by " + holders.size() + " accounts");
    return Result.done(made);
  }

  /** Those not reached yet, each with the account through which it is. */
  private Map<AccountId, AccountId> partners(List<AccountId> spreading, Map<AccountId, AccountId> reached) {
    Map<AccountId, AccountId> next = new LinkedHashMap<>();
    for (AccountId from : spreading) {
      connections.of(from).stream().map(connection -> connection.partnerOf(from))
          .filter(partner -> !reached.containsKey(partner))
          .limit(MAX_ACCOUNTS)
          .forEach(partner -> next.putIfAbsent(partner, from));
    }
    return next;
  }

  /** Leads of persons came in: those who opted out before are handed to {@code marking}, and who holds them is asked. */
  @Transactional(propagation = Propagation.MANDATORY)
  void arrived(AccountId account, Set<String> hashes, Consumer<HeldPersonStore.Watched> marking) {
    if (hashes.isEmpty()) {
      return;
    }
    for (HeldPersonStore.Watched watched : held.watched(account, hashes)) {
      marking.accept(watched);
      if (!store.asked(account, watched.asker(), watched.optOut())) {
        OptOut known = store.find(watched.asker(), watched.optOut()).orElseThrow();
        ask(account, watched.through(), known, clock.instant());
      }
    }
  }

  private void ask(AccountId holder, AccountId through, OptOut optOut, Instant now) {
    held.markAll(holder, optOut.hashes(), optOut.requestedAt());
    boolean listens = messages.wanted(holder, TYPE);
    Request request = new Request(holder, ObjectIds.next(now), optOut.account(), optOut.id(), optOut.hashes(),
        listens ? "webhook" : "mail", now, optOut.requestedAt().equals(now) ? optOut.dueAt() : dueAt(holder, now), null, null);
    store.insert(holder, request, through);
    Account asker = accounts.of(through);
    List<String> exchange = held.exchangeLeads(holder, optOut.hashes(), MAX_LEADS_NAMED);
    List<Long> crm = held.crmLeads(holder, optOut.hashes(), MAX_LEADS_NAMED);
    if (listens) {
      messages.tell(holder, List.of(new News(TYPE, now, new RequestNews(new RequestData(request.id(),
          new AskerData(asker.id(), asker.name()), request.requestedAt(), request.dueAt(), exchange, crm)))));
    } else {
      List<String> leads = Stream.concat(exchange.stream(), crm.stream().map(id -> "CRM " + id)).toList();
      for (User user : users.ofAccount(holder)) {
        if (user.verified() && users.isAdmin(holder, user.id())) {
          mails.queue(new OptOutMail(user.email(), asker.name(), request.id(), request.dueAt(), leads));
        }
      }
    }
  }

  /** What a message says: never who the person is, only which of the account's own leads she is. */
  record AskerData(AccountId id, String name) {}

  record RequestData(String id, AskerData askedBy, Instant requestedAt, Instant dueAt, List<String> exchangeLeadIds,
      List<Long> crmLeadIds) {}

  record RequestNews(RequestData optOutRequest) {}

  /** The end of the tenth business day, by the clock of the account. */
  private Instant dueAt(AccountId account, Instant now) {
    ZoneId zone = ZoneId.of(accounts.of(account).timeZone());
    return BusinessDays.after(LocalDate.ofInstant(now, zone), BUSINESS_DAYS).plusDays(1).atStartOfDay(zone).toInstant();
  }

  /** Newest first. */
  List<OptOut> of(AccountId account, @Nullable String before, int limit) {
    return store.of(account, before, limit);
  }

  Result<OptOut, OptOutRefusal> find(AccountId account, String id) {
    return (ObjectIds.valid(id) ? store.find(account, id) : Optional.<OptOut>empty())
        .<Result<OptOut, OptOutRefusal>>map(Result::done).orElseGet(() -> Result.refused(new OptOutRefusal.Unknown()));
  }

  /**
   * Who was asked because of an opt-out.
   *
   * @param through by whose leads it was reached: the registering account itself for its own partners
   */
  record Asked(Request request, AccountId through, String throughName, String name) {}

  List<Asked> asked(AccountId account, Collection<String> optOuts) {
    return optOuts.isEmpty() ? List.of() : store.requestsOf(account, optOuts);
  }

  /** What the account is asked itself, newest first. @param open only what is not confirmed */
  List<Asked> requests(AccountId account, boolean open, @Nullable String before, int limit) {
    return store.requests(account, open, before, limit);
  }

  Result<Asked, OptOutRefusal> request(AccountId account, String id) {
    return (ObjectIds.valid(id) ? store.request(account, id) : Optional.<Asked>empty())
        .<Result<Asked, OptOutRefusal>>map(Result::done).orElseGet(() -> Result.refused(new OptOutRefusal.Unknown()));
  }

  List<String> exchangeLeads(AccountId account, Request request) {
    return held.exchangeLeads(account, request.hashes(), MAX_LEADS_NAMED);
  }

  List<Long> crmLeads(AccountId account, Request request) {
    return held.crmLeads(account, request.hashes(), MAX_LEADS_NAMED);
  }

  /** The account stopped using the person. Said twice, the first time counts. */
  @Transactional
  Result<Asked, OptOutRefusal> confirm(AccountId account, @Nullable UserId by, String id) {
    return request(account, id).map(there -> {
      if (store.confirm(account, id, by, clock.instant())) {
        audit.record(account, by, Action.UPDATE, "opt_out_request", id, "confirmed");
      }
      return store.request(account, id).orElseThrow();
    });
  }
}

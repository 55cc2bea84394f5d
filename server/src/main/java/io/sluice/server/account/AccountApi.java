package io.sluice.server.account;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.sluice.server.http.Answer;
import io.sluice.server.http.ExchangeApi;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.CompanyId;
import io.sluice.server.kernel.Result;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;

/** {@code /account} (exchange 17). No key is ever shown here: keys are made under {@code /api_keys}. */
@ExchangeApi
class AccountApi {

  record SubscriptionJson(
      AccountId id,
      @Nullable String state,
      Instant createdAt,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Instant activeAt,
      AccountId productOfferingId,
      String productOfferingComponent) {}

  record StateJson(@Nullable String state) {}

  record PartnerJson(AccountId id, String name, AccountId ssoId) {}

  record AccountJson(
      AccountId id,
      AccountId ssoId,
      String name,
      String timeZone,
      String type,
      int dataRetentionInDays,
      @Nullable Instant dataTruncatedAt,
      String billingType,
      String financialState,
      boolean leadPingEnabled,
      String productId,
      String state,
      @Nullable CompanyId companyId,
      List<PartnerJson> connectedBuyers,
      List<PartnerJson> connectedSellers,
      List<Partners.Pending> pendingSellers,
      List<Partners.Pending> pendingBuyers,
      Map<String, SubscriptionJson> subscriptions,
      Map<String, Boolean> features,
      String fieldSuffix,
      Instant createdAt,
      Instant updatedAt) {}

  record ChangesJson(
      @Nullable Integer dataRetentionInDays,
      @Nullable Instant dataTruncatedAt,
      @Nullable Map<String, StateJson> subscriptions,
      @Nullable Map<String, Boolean> features) {}

  private final Accounts accounts;
  private final Partners partners;

  AccountApi(Accounts accounts, Partners partners) {
    this.accounts = accounts;
    this.partners = partners;
  }

  @GetMapping("/account")
  Answer<AccountJson> show(Member caller) {
    return Answer.ok(json(accounts.of(caller.account())));
  }

  @PutMapping("/account")
  Answer<AccountJson> change(Member caller, @RequestBody ChangesJson wanted) {
    Result<Account, AccountRefusal> changed = accounts.change(caller.account(), caller.user(), new Accounts.Changes(
        wanted.dataRetentionInDays(), wanted.dataTruncatedAt(), wantedPlan(wanted),
        wanted.features() == null ? Map.of() : wanted.features()));
    return Answer.ok(changed, this::json);
  }

  /** The highest plan the body calls active. */
  private static @Nullable Plan wantedPlan(ChangesJson wanted) {
    Plan highest = null;
    Map<String, StateJson> subscriptions = wanted.subscriptions();
    if (subscriptions != null) {
      for (Plan plan : Plan.values()) {
        StateJson subscription = subscriptions.get(plan.word());
        if (subscription != null && "active".equals(subscription.state())) {
          highest = plan;
        }
      }
    }
    return highest;
  }

  private AccountJson json(Account account) {
    Partners.Overview overview = partners.of(account.id());
    Map<String, SubscriptionJson> subscriptions = new LinkedHashMap<>();
    subscriptions.put(account.plan().word(), new SubscriptionJson(account.id(), "active", account.createdAt(),
        account.createdAt(), account.id(), account.plan().word()));
    return new AccountJson(account.id(), account.id(), account.name(), account.timeZone(), "company",
        account.dataRetentionInDays(), account.dataTruncatedAt(), "self_service", "paid", account.leadPingEnabled(),
        "lcx", "active", accounts.rootCompany(account.id()).orElse(null),
        overview.connectedBuyers().stream().map(AccountApi::partner).toList(),
        overview.connectedSellers().stream().map(AccountApi::partner).toList(),
        overview.pendingSellers(), overview.pendingBuyers(),
        subscriptions, account.features(), account.fieldSuffix(), account.createdAt(), account.updatedAt());
  }

  private static PartnerJson partner(Partners.Connected partner) {
    return new PartnerJson(partner.id(), partner.name(), partner.id());
  }
}

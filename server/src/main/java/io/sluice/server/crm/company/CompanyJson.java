package io.sluice.server.crm.company;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.sluice.server.crm.membership.CompanyMembership;
import io.sluice.server.crm.membership.CompanyMembershipJson;
import io.sluice.server.crm.membership.Memberships;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.CompanyId;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** A company as the CRM's API shows it (crm 2.3). */
public record CompanyJson(
    long id,
    String name,
    @JsonProperty("default") boolean usual,
    @Nullable CompanyId parentCompanyId,
    @Nullable String avatarRoute,
    boolean cyclesEnabled,
    @Nullable Record currentCycle,
    @Nullable CompanyMembershipJson membership,
    Instant createdAt) {

  /** The root key of one. */
  public record OneJson(CompanyJson company) {}

  /** Gathers what other features know of companies. */
  @Component
  public static class Writer {

    private final Memberships memberships;
    private final ObjectProvider<CurrentCycles> cycles; // asked for when needed: the cycles show companies themselves

    Writer(Memberships memberships, ObjectProvider<CurrentCycles> cycles) {
      this.memberships = memberships;
      this.cycles = cycles;
    }

    public OneJson of(Company company) {
      return new OneJson(of(List.of(company)).getFirst());
    }

    List<CompanyJson> of(List<Company> companies) {
      Map<CompanyId, CompanyMembership> current = new HashMap<>();
      Map<AccountId, List<CompanyId>> byAccount = companies.stream().collect(Collectors.groupingBy(
          Company::account, Collectors.mapping(Company::id, Collectors.toList())));
      byAccount.forEach((account, ids) -> current.putAll(memberships.current(account, ids)));
      return companies.stream().map(company -> json(company, current.get(company.id()))).toList();
    }

    private CompanyJson json(Company company, @Nullable CompanyMembership membership) {
      String avatar = company.avatarFileId();
      return new CompanyJson(company.id().value(), company.name(), company.usual(), company.parent(),
          avatar == null ? null : "/api/v1/files/" + avatar, company.cyclesEnabled(), cycle(company),
          membership == null ? null : CompanyMembershipJson.of(membership), company.createdAt());
    }

    private @Nullable Record cycle(Company company) {
      return company.cyclesEnabled()
          ? cycles.stream().findFirst().flatMap(known -> known.json(company.account(), company.id())).orElse(null)
          : null;
    }
  }
}

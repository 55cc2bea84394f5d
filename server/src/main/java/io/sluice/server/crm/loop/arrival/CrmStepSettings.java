package io.sluice.server.crm.loop.arrival;

import io.sluice.server.crm.CrmIds;
import io.sluice.server.flow.StepSettings;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.CompanyId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** What a step that delivers into the CRM has to name: a company of the flow's own account. */
@Component
final class CrmStepSettings implements StepSettings {

  private final ArrivalStore store;

  CrmStepSettings(ArrivalStore store) {
    this.store = store;
  }

  @Override
  public String moduleId() {
    return CrmStep.MODULE_ID;
  }

  @Override
  public List<String> required() {
    return List.of(CrmStep.COMPANY_ID);
  }

  @Override
  public Optional<String> problem(AccountId account, String property, String value) {
    return switch (property) {
      case CrmStep.COMPANY_ID -> CrmIds.read(value).filter(id -> store.hasCompany(account, new CompanyId(id)))
          .isPresent() ? Optional.empty() : Optional.of("there is no company " + value);
      case CrmStep.ON_DUPLICATE -> value.isEmpty() || MappedLead.isDuplicateWord(value.toLowerCase(Locale.ROOT))
          ? Optional.empty() : Optional.of("must be accept or fail");
      default -> Optional.empty();
    };
  }
}

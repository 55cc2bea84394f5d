package io.sluice.server.crm.loop.arrival;

import io.sluice.engine.type.Values;
import io.sluice.server.crm.access.CrmIds;
import io.sluice.server.crm.lead.Contact;
import io.sluice.server.delivery.call.Mapped;
import io.sluice.server.kernel.CompanyId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a step's variables say of the lead to be: what is mapped for the CRM, else the lead's standard field for it.
 *
 * @param company where it goes
 * @param source the name of the company's source; empty for none
 * @param campaign likewise
 * @param failsOnDuplicate whether a second lead of the same person is refused
 */
record MappedLead(
    CompanyId company,
    String source,
    String campaign,
    boolean failsOnDuplicate,
    Contact contact,
    MappedAnswers answers) {

  static final String COMPANY_ID = "company_id";
  static final String SOURCE = "source";
  static final String CAMPAIGN = "campaign";
  static final String ON_DUPLICATE = "on_duplicate";
  static final String ACCEPT = "accept";
  static final String FAIL = "fail";

  /** Why no lead can be made of them; empty when one can. */
  static Optional<String> problem(Map<String, ? extends @Nullable Object> vars) {
    if (Mapped.text(vars, COMPANY_ID).flatMap(CrmIds::read).isEmpty()) {
      return Optional.of("company_id must be the number of a company");
    }
    if (!isDuplicateWord(duplicateWord(vars))) {
      return Optional.of("on_duplicate must be accept or fail");
    }
    Map<String, List<String>> problems = contact(vars).problems();
    return problems.isEmpty() ? Optional.empty() : Optional.of(problems.entrySet().stream()
        .flatMap(field -> field.getValue().stream().map(sentence -> field.getKey() + " " + sentence))
        .collect(Collectors.joining(", ")));
  }

  /** @param vars without a {@link #problem} */
  static MappedLead read(Map<String, ? extends @Nullable Object> vars) {
    CompanyId company = Mapped.text(vars, COMPANY_ID).flatMap(CrmIds::read).map(CompanyId::new).orElseThrow();
    return new MappedLead(company, sourceName(vars), text(vars, CAMPAIGN), duplicateWord(vars).equals(FAIL),
        contact(vars), MappedAnswers.of(vars));
  }

  static boolean isDuplicateWord(String word) {
    return word.equals(ACCEPT) || word.equals(FAIL);
  }

  private static String duplicateWord(Map<String, ? extends @Nullable Object> vars) {
    return Mapped.text(vars, ON_DUPLICATE).orElse(ACCEPT).toLowerCase(Locale.ROOT);
  }

  /** Of whoever submitted the lead, where nothing else is mapped. */
  private static String sourceName(Map<String, ? extends @Nullable Object> vars) {
    return vars.get(SOURCE) instanceof Map<?, ?> entity
        ? Values.text(entity.get("name")).strip() : text(vars, SOURCE);
  }

  private static Contact contact(Map<String, ? extends @Nullable Object> vars) {
    Map<?, ?> lead = vars.get("lead") instanceof Map<?, ?> fields ? fields : Map.of();
    return Contact.of(
        first(vars, "first_name", lead, "first_name"),
        first(vars, "last_name", lead, "last_name"),
        first(vars, "email", lead, "email"),
        first(vars, "phone", lead, "phone_1", "phone_2", "phone_3"),
        address(vars, lead),
        first(vars, "city", lead, "city"),
        first(vars, "state", lead, "state"),
        first(vars, "zip_code", lead, "postal_code"),
        first(vars, "country", lead, "country"));
  }

  private static String address(Map<String, ? extends @Nullable Object> vars, Map<?, ?> lead) {
    return vars.containsKey("address") ? text(vars, "address") : Stream.of("address_1", "address_2")
        .map(field -> Values.text(lead.get(field)).strip()).filter(line -> !line.isEmpty())
        .collect(Collectors.joining(", "));
  }

  private static String first(
      Map<String, ? extends @Nullable Object> vars, String mapped, Map<?, ?> lead, String... fields) {
    return vars.containsKey(mapped) ? text(vars, mapped) : Stream.of(fields)
        .map(field -> Values.text(lead.get(field)).strip()).filter(text -> !text.isEmpty())
        .findFirst().orElse("");
  }

  private static String text(Map<String, ? extends @Nullable Object> vars, String name) {
    return Mapped.text(vars, name).orElse("");
  }
}

package io.sluice.server.crm.loop.arrival;

import io.sluice.engine.type.Values;
import io.sluice.server.crm.CrmIds;
import io.sluice.server.crm.lead.contact.Contact;
import io.sluice.server.delivery.call.Mapped;
import io.sluice.server.kernel.CompanyId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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

  /** Why no lead can be made of them; empty when one can. */
  static Optional<String> problem(Map<String, ? extends @Nullable Object> vars) {
    if (Mapped.text(vars, CrmStep.COMPANY_ID).flatMap(CrmIds::read).isEmpty()) {
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
    CompanyId company = Mapped.text(vars, CrmStep.COMPANY_ID).flatMap(CrmIds::read).map(CompanyId::new).orElseThrow();
    return new MappedLead(company, sourceName(vars), text(vars, CrmStep.CAMPAIGN),
        duplicateWord(vars).equals(CrmStep.FAIL), contact(vars), MappedAnswers.of(vars));
  }

  static boolean isDuplicateWord(String word) {
    return word.equals(CrmStep.ACCEPT) || word.equals(CrmStep.FAIL);
  }

  private static String duplicateWord(Map<String, ? extends @Nullable Object> vars) {
    return Mapped.text(vars, CrmStep.ON_DUPLICATE).orElse(CrmStep.ACCEPT).toLowerCase(Locale.ROOT);
  }

  /** Of whoever submitted the lead, where nothing else is mapped. */
  private static String sourceName(Map<String, ? extends @Nullable Object> vars) {
    return vars.get(CrmStep.SOURCE) instanceof Map<?, ?> entity
        ? Values.text(entity.get("name")).strip() : text(vars, CrmStep.SOURCE);
  }

  /** An address that is none does not lose a lead that can be called, nor a number one that can be written to. */
  private static Contact contact(Map<String, ? extends @Nullable Object> vars) {
    Map<?, ?> lead = vars.get("lead") instanceof Map<?, ?> fields ? fields : Map.of();
    String email = first(vars, "email", lead, "email");
    String phone = first(vars, "phone", lead, "phone_1", "phone_2", "phone_3");
    Contact whole = contact(vars, lead, email, phone);
    Set<String> wrong = whole.problems().keySet();
    if (wrong.contains("email") == wrong.contains("phone") || email.isEmpty() || phone.isEmpty()) {
      return whole;
    }
    return wrong.contains("email") ? contact(vars, lead, "", phone) : contact(vars, lead, email, "");
  }

  private static Contact contact(
      Map<String, ? extends @Nullable Object> vars, Map<?, ?> lead, String email, String phone) {
    return Contact.of(
        cut(first(vars, "first_name", lead, "first_name")),
        cut(first(vars, "last_name", lead, "last_name")),
        email,
        phone,
        cut(address(vars, lead)),
        cut(first(vars, "city", lead, "city")),
        cut(first(vars, "state", lead, "state")),
        cut(first(vars, "zip_code", lead, "postal_code")),
        cut(first(vars, "country", lead, "country")));
  }

  private static String cut(String text) {
    return text.substring(0, Math.min(text.length(), Contact.MAX_CHARS));
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

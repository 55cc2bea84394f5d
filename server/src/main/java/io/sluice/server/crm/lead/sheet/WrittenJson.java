package io.sluice.server.crm.lead.sheet;

import io.sluice.server.crm.appointment.WantedAppointment;
import io.sluice.server.crm.lead.Assignment;
import io.sluice.server.crm.lead.LeadState;
import io.sluice.server.crm.lead.NewLead;
import io.sluice.server.crm.lead.Origin;
import io.sluice.server.crm.lead.answer.GivenAnswer;
import io.sluice.server.crm.lead.contact.Contact;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What is said of a lead that is made or changed. Absent (null) and {@code null} (a node) are two things. */
record WrittenJson(
    @Nullable JsonNode firstName,
    @Nullable JsonNode lastName,
    @Nullable JsonNode email,
    @Nullable JsonNode phone,
    @Nullable JsonNode address,
    @Nullable JsonNode city,
    @Nullable JsonNode state,
    @Nullable JsonNode zipCode,
    @Nullable JsonNode country,
    @Nullable JsonNode stageId,
    @Nullable JsonNode sourceId,
    @Nullable JsonNode campaignId,
    @Nullable JsonNode territoryId,
    @Nullable JsonNode userAccessId,
    @Nullable List<AnswerJson> answersAttributes,
    @Nullable List<WantedAppointment> appointmentsAttributes) {

  record AnswerJson(long questionId, @Nullable List<Long> questionOptionIds, @Nullable JsonNode value) {

    GivenAnswer answer() {
      return new GivenAnswer(questionId, questionOptionIds == null ? List.of() : questionOptionIds, text(value, null));
    }
  }

  NewLead lead() {
    return new NewLead(contact(NOBODY), number(stageId, null), number(sourceId, null), number(campaignId, null),
        number(territoryId, null), assignment(), answers(), new Origin.Typed());
  }

  private static final Contact NOBODY = Contact.of(null, null, null, null, null, null, null, null, null);

  /** @param before what stays where nothing is said */
  Contact contact(Contact before) {
    return Contact.of(text(firstName, before.firstName()), text(lastName, before.lastName()),
        text(email, before.email()), text(phone, before.phone()), text(address, before.address()),
        text(city, before.city()), text(state, before.state()), text(zipCode, before.zipCode()),
        text(country, before.country()));
  }

  LeadState state(LeadState before) {
    Long stage = number(stageId, before.stage());
    return new LeadState(contact(before.contact()), stage == null ? before.stage() : stage,
        number(sourceId, before.source()), number(campaignId, before.campaign()),
        number(territoryId, before.territory()), number(userAccessId, before.userAccess()), null, answers());
  }

  private Assignment assignment() {
    Long userAccess = number(userAccessId, null);
    return userAccessId == null ? new Assignment.Routed()
        : userAccess == null ? new Assignment.Unassigned() : new Assignment.To(userAccess);
  }

  List<GivenAnswer> answers() {
    return Optional.ofNullable(answersAttributes).orElse(List.of()).stream().map(AnswerJson::answer).toList();
  }

  List<WantedAppointment> appointments() {
    return Optional.ofNullable(appointmentsAttributes).orElse(List.of());
  }

  private static @Nullable String text(@Nullable JsonNode node, @Nullable String before) {
    return node == null ? before : node.isNull() ? null : node.asString();
  }

  static @Nullable Long number(@Nullable JsonNode node, @Nullable Long before) {
    return node == null ? before : node.isNull() ? null : Long.valueOf(node.asLong());
  }
}

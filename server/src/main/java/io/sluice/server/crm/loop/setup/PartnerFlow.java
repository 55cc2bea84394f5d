package io.sluice.server.crm.loop.setup;

import io.sluice.server.crm.loop.arrival.CrmStep;
import io.sluice.server.entity.Entity;
import io.sluice.server.flow.FlowDocument;
import io.sluice.server.kernel.CompanyId;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The buyer's flow of a partner's leads: who they come from, and the step that takes them into a company. */
final class PartnerFlow {

  /** The standard entity that stands for companies of this server's own CRM. */
  private static final String SLUICE_CRM = "5fd0c4ad19e7b2f06a83d541";
  private static final String TAKES_FEEDBACK = "leadconduit-standard.inbound.feedback";

  /** What a company's lead is made of. */
  private static final List<String> FIELDS = List.of("first_name", "last_name", "email", "phone_1", "address_1",
      "address_2", "city", "state", "postal_code", "country");

  private PartnerFlow() {}

  /** @param seller whose leads it is for */
  static FlowDocument named(Entity.Summary seller) {
    ObjectNode flow = JsonNodeFactory.instance.objectNode().put("name", "Leads from " + seller.name())
        .put("enabled", true);
    ArrayNode fields = flow.putArray("fields");
    FIELDS.forEach(fields::add);
    flow.putArray("sources");
    flow.putArray("steps");
    return FlowDocument.of(flow);
  }

  /**
   * With the seller as a source that is told of feedback, and a last step into the company that takes it; as it is where
   * it has both.
   */
  static FlowDocument into(FlowDocument before, Entity.Summary seller, CompanyId company, String onDuplicate) {
    ObjectNode flow = before.addSource(seller, Entity.DEFAULT_INBOUND).json();
    objects(flow, "sources")
        .filter(source -> source.path("entity").path("id").asString("").equals(seller.id().value()))
        .filter(source -> !source.has("feedback"))
        .forEach(source -> feedback(source, Entity.TO_SELLER));
    if (objects(flow, "steps").noneMatch(step -> isInto(step, company))) {
      addStep(flow, company, onDuplicate);
    }
    return FlowDocument.of(flow);
  }

  static boolean isInto(FlowDocument flow, CompanyId company) {
    return objects(flow.json(), "steps").anyMatch(step -> isInto(step, company));
  }

  private static void addStep(ObjectNode flow, CompanyId company, String onDuplicate) {
    ArrayNode steps = flow.get("steps") instanceof ArrayNode there ? there : flow.putArray("steps");
    ObjectNode step = steps.addObject().put("type", "recipient");
    step.putObject("entity").put("id", SLUICE_CRM).put("name", "Sluice CRM");
    step.put("enabled", true);
    ArrayNode mappings = step.putObject("integration").put("module_id", CrmStep.MODULE_ID).putArray("mappings");
    mappings.addObject().put("property", CrmStep.COMPANY_ID).put("value", company.toString());
    mappings.addObject().put("property", CrmStep.SOURCE).put("value", "{{source.name}}");
    mappings.addObject().put("property", CrmStep.ON_DUPLICATE).put("value", onDuplicate);
    feedback(step, TAKES_FEEDBACK);
  }

  private static void feedback(ObjectNode owner, String moduleId) {
    owner.putObject("feedback").putObject("integration").put("module_id", moduleId).putArray("mappings");
  }

  private static boolean isInto(ObjectNode step, CompanyId company) {
    JsonNode integration = step.path("integration");
    return integration.path("module_id").asString("").equals(CrmStep.MODULE_ID) && integration.path("mappings").valueStream()
        .anyMatch(mapping -> mapping.path("property").asString("").equals(CrmStep.COMPANY_ID)
            && mapping.path("value").asString("").strip().equals(company.toString()));
  }

  private static Stream<ObjectNode> objects(ObjectNode flow, String list) {
    return flow.path(list).valueStream().filter(ObjectNode.class::isInstance).map(ObjectNode.class::cast);
  }
}

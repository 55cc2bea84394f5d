package io.sluice.server.lead;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.Party;
import io.sluice.server.SluiceServer;
import io.sluice.server.SluiceServer.Reply;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** A flow that takes leads from its owner's own web form, as far as a test says something else; deployed once built. */
public final class LeadFlow {

  public static final String WEB_FORM = "5fd00e2fd418e0a908f4ea64";
  public static final String CRM = "5fd0e97a9f80974c1c9c6ac0";

  private final Party owner;
  private String sourceEntity = WEB_FORM;
  private String sourceModule = "leadconduit-default.inbound";
  private String sourceMore = "";
  private String flowMore = "";
  private String fields = "\"first_name\",\"last_name\",\"email\",\"phone_1\",\"state\",\"ssn\"";
  private final List<String> mappings = new ArrayList<>();
  private final List<String> steps = new ArrayList<>();

  private LeadFlow(Party owner) {
    this.owner = owner;
  }

  public static LeadFlow of(Party owner) {
    return new LeadFlow(owner);
  }

  /** @param entity who submits */
  public LeadFlow from(String entity) {
    sourceEntity = entity;
    return this;
  }

  /** @param id the module by which leads come in */
  public LeadFlow module(String id) {
    sourceModule = id;
    return this;
  }

  /** A mapping of the source, applied to every lead. */
  public LeadFlow mapping(String property, String value) {
    mappings.add("{\"property\":\"" + property + "\",\"value\":\"" + value + "\"}");
    return this;
  }

  /** @param json further properties of the source */
  public LeadFlow source(String json) {
    sourceMore = "," + json;
    return this;
  }

  /** @param json further properties of the flow */
  public LeadFlow with(String json) {
    flowMore += "," + json;
    return this;
  }

  public LeadFlow fields(String... ids) {
    fields = List.of(ids).stream().map(id -> "\"" + id + "\"").collect(Collectors.joining(","));
    return this;
  }

  public LeadFlow step(String json) {
    steps.add(json);
    return this;
  }

  /** A delivery by the standard module. @param json further properties of the step */
  public LeadFlow delivery(String url, String json) {
    return step("""
        {"type":"recipient","entity":{"id":"%s","name":"CRM"},"integration":{
         "module_id":"leadconduit-default.outbound","mappings":[{"property":"url","value":"%s"}]}%s}"""
        .formatted(CRM, url, json.isEmpty() ? "" : "," + json));
  }

  /** A sale to another account. @param mappings further ones, each behind a comma */
  public LeadFlow sale(Party buyer, String flowId, String mappings) {
    String flow = flowId.isEmpty() ? "" : "{\"property\":\"flow_id\",\"value\":\"" + flowId + "\"}";
    return step("""
        {"type":"recipient","entity":{"id":"%s","name":"Buyer"},"pricing":{"override":true},"integration":{
         "module_id":"leadconduit-integration-leadconduit.outbound.to_buyer","mappings":[%s%s]}}"""
        .formatted(buyer.accountId(), flow, flow.isEmpty() && !mappings.isEmpty() ? mappings.substring(1) : mappings));
  }

  public Deployed deploy() {
    String id = owner.post("/flows", """
        {"name":"Auto leads","enabled":true,"fields":[%s],"sources":[{"entity":{"id":"%s","name":"Source"},
         "enabled":true,"integration":{"module_id":"%s","mappings":[%s]}%s}],"steps":[%s]%s}"""
        .formatted(fields, sourceEntity, sourceModule, String.join(",", mappings), sourceMore,
            String.join(",", steps), flowMore)).is(201).at("id");
    owner.post("/flows/" + id + "/deploy").is(200);
    return new Deployed(owner, id, sourceEntity);
  }

  /** What a sender and its owner do with it. */
  public record Deployed(Party owner, String id, String source) {

    public String path() {
      return "/flows/" + id + "/sources/" + source;
    }

    public HttpRequest.Builder request(String what) {
      return HttpRequest.newBuilder(URI.create(owner.server().url() + path() + "/" + what));
    }

    public Reply submit(String json) {
      return send("submit", "application/json", json);
    }

    public Reply ping(String json) {
      return send("ping", "application/json", json);
    }

    public Reply send(String what, String contentType, String body) {
      return owner.server().send(
          request(what).header("Content-Type", contentType).POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    /** What the owner sees of a lead, in the order it happened. */
    public List<JsonNode> history(String leadId) {
      return history(owner, leadId);
    }

    public static List<JsonNode> history(Party owner, String leadId) {
      JsonNode events = owner.post("/events", """
          {"rules":[{"lhv":"vars.lead.id","op":"is equal to","rhv":"%s"}],"sort":"asc"}""".formatted(leadId))
          .is(200).json();
      List<JsonNode> all = new ArrayList<>();
      events.forEach(all::add);
      assertThat(all).allSatisfy(event -> assertThat(event.at("/vars/lead/id").asString()).isEqualTo(leadId));
      return all;
    }

    /** {@code type outcome} of each event of a lead. */
    public List<String> story(String leadId) {
      return history(leadId).stream()
          .map(event -> event.path("type").asString() + " " + event.path("outcome").asString()).toList();
    }
  }

  /** The two become seller and buyer. */
  public static void connect(Party seller, Party buyer) {
    SluiceServer server = seller.server();
    int before = server.tokensTo(buyer.email()).size();
    seller.post("/invitations/recipient", "{\"email\": \"%s\"}".formatted(buyer.email())).is(201);
    buyer.post("/invitations/" + server.awaitToken(buyer.email(), before + 1) + "/accept").is(200);
  }
}

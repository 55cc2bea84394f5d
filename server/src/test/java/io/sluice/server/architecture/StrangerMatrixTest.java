package io.sluice.server.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.server.Party;
import io.sluice.server.SluiceServer;
import io.sluice.server.SluiceServer.Reply;
import io.sluice.server.crm.Crm;
import io.sluice.server.http.contract.Contract;
import io.sluice.server.http.contract.Operation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Every operation of the CRM, asked by everybody who is not an admin of the company it is about. What each gets follows
 * from the contract: {@code x-stranger} says what those get who have no access in the company, {@code x-access} what
 * access it needs. Whoever is let in is let in with real ids, so that a 404 is not mistaken for a door.
 */
class StrangerMatrixTest {

  private static final Pattern VARIABLE = Pattern.compile("\\{([^}]*)}");
  private static final Set<String> ACCESSES = Set.of("admin", "manager", "agent", "self", "anyone", "superuser");

  /** What their examples name beside the company is of nobody: behind the door it is not found. */
  private static final Set<String> NAMING_MORE = Set.of("deliverIntoCompany");

  /** Stands for whatever is neither a closed door nor a fault of ours. */
  private static final int LET_IN = 0;

  /** Who asks, as seen from the company that is asked about. */
  private enum Who { NOBODY, STRANGER, SIBLING, AGENT, MANAGER, PARENT }

  private record Asked(Operation operation, String access) {

    @Override
    public String toString() {
      return operation.route().method() + " " + operation.path();
    }
  }

  private final SluiceServer server = SluiceServer.shared();
  private final Contract contract = server.bean(Contract.class);
  private final Party acme = server.open("Acme");
  private final long company = Crm.branch(acme, server.companyOf(acme), "Acme West");
  private final Party owner = server.colleague(acme, company, "admin");
  private final Map<Who, Party> cast = Map.of(
      Who.NOBODY, server.anybody(),
      Who.STRANGER, server.open("Globex"),
      Who.SIBLING, server.colleague(acme, Crm.branch(acme, server.companyOf(acme), "Acme East"), "admin"),
      Who.AGENT, server.colleague(acme, company, "agent"),
      Who.MANAGER, server.colleague(acme, company, "manager"),
      Who.PARENT, acme);

  private final Party somebody = server.colleague(acme, company, "agent");

  private CrmThings things(Party user) {
    return CrmThings.in(owner, company, party(Who.AGENT), user);
  }

  @TestFactory
  Stream<DynamicTest> every_operation_says_what_access_it_needs() {
    return asked().map(asked -> DynamicTest.dynamicTest(asked.toString(), () ->
        assertThat(asked.access()).isIn(ACCESSES)));
  }

  @TestFactory
  Stream<DynamicTest> everybody_gets_what_the_contract_says() {
    CrmThings reading = things(somebody);
    return asked().flatMap(asked -> Stream.of(Who.values()).map(who -> DynamicTest.dynamicTest(
        who.name().toLowerCase(Locale.ROOT) + ": " + asked, () -> hold(asked, who, reading))));
  }

  @Test
  void a_door_that_is_open_to_the_wrong_ones_is_told() {
    CrmThings things = things(somebody);
    Operation open = operation("listAccesses");
    Operation forAgents = operation("getCompany");
    assertThatThrownBy(() -> hold(new Asked(open, "admin"), Who.AGENT, things)).isInstanceOf(AssertionError.class);
    assertThatThrownBy(() -> hold(new Asked(forAgents, "manager"), Who.AGENT, things)).isInstanceOf(AssertionError.class);
    assertThatThrownBy(() -> hold(new Asked(operation("attachMembership"), "agent"), Who.AGENT, things))
        .isInstanceOf(AssertionError.class);
  }

  private void hold(Asked asked, Who who, CrmThings reading) {
    int expected = expected(asked, who);
    boolean changes = !asked.operation().route().method().equals("GET")
        || asked.operation().id().equals("getFile"); // a picture is gone once another takes its place
    CrmThings things = changes && expected == LET_IN 
        ? things(asked.operation().path().contains("/users/") ? server.colleague(acme, company, "agent") : somebody)
        : reading;
    Reply reply = call(party(who), asked.operation(), things);
    if (expected == LET_IN) {
      boolean mayMiss = Set.of("anyone", "shared").contains(asked.operation().stranger())
          || NAMING_MORE.contains(asked.operation().id());
      assertThat(reply.text()).doesNotContain("\"unauthenticated\"", "\"forbidden\"");
      assertThat(reply.status()).as(reply.text())
          .isNotIn(mayMiss ? List.of(403, 405) : List.of(401, 403, 404, 405)).isLessThan(500);
    } else {
      assertThat(reply.status()).as(reply.text()).isEqualTo(expected);
    }
  }

  private static int expected(Asked asked, Who who) {
    String stranger = asked.operation().stranger();
    boolean aboutOneself = !asked.operation().path().contains("{");
    return switch (who) {
      case NOBODY -> stranger.equals("anyone") ? LET_IN : 401;
      case STRANGER, SIBLING -> stranger.matches("40[34]") ? Integer.parseInt(stranger) : LET_IN;
      case AGENT -> Set.of("agent", "anyone").contains(asked.access()) || stranger.equals("anyone")
          || asked.access().equals("self") && aboutOneself ? LET_IN : 403;
      case MANAGER -> Set.of("agent", "manager", "anyone").contains(asked.access()) || stranger.equals("anyone")
          || asked.access().equals("self") && aboutOneself ? LET_IN : 403;
      case PARENT -> asked.access().equals("superuser") || asked.access().equals("self") && !aboutOneself
          ? 403 : LET_IN;
    };
  }

  private Stream<Asked> asked() {
    return contract.operations().stream().filter(operation -> operation.path().startsWith("/api/v1/"))
        .map(operation -> new Asked(operation, node(operation).path("x-access").asString("")));
  }

  private Operation operation(String id) {
    return contract.operations().stream().filter(operation -> operation.id().equals(id)).findFirst().orElseThrow();
  }

  private Party party(Who who) {
    return Objects.requireNonNull(cast.get(who));
  }

  private Reply call(Party party, Operation operation, CrmThings things) {
    String path = path(operation, things);
    String body = body(operation, things);
    return switch (operation.route().method()) {
      case "GET" -> party.get(path);
      case "DELETE" -> body.isEmpty() ? party.delete(path) : party.delete(path, body);
      case "PUT" -> body.isEmpty() ? party.put(path) : party.put(path, body);
      case "POST" -> body.isEmpty() ? party.post(path) : party.post(path, body);
      default -> throw new AssertionError("no test for " + operation.route());
    };
  }

  private static String path(Operation operation, CrmThings things) {
    Matcher variables = VARIABLE.matcher(operation.path());
    StringBuilder path = new StringBuilder();
    while (variables.find()) {
      variables.appendReplacement(path, things.at(operation.path().substring(0, variables.start()), variables.group(1)));
    }
    variables.appendTail(path);
    List<String> query = new ArrayList<>();
    for (String name : List.of("company_id", "membership_id", "user_id")) {
      boolean filter = operation.stranger().equals("own"); // what is one's own needs no company to be named
      if (!filter && operation.queryParameters().contains(name)) {
        query.add(name + "=" + things.at("", name));
      }
    }
    return query.isEmpty() ? path.toString() : path + "?" + String.join("&", query);
  }

  /** The contract's own example, about the company's own things. */
  private String body(Operation operation, CrmThings things) {
    JsonNode document = contract.documents().get(operation.surface());
    JsonNode content = resolved(document, node(operation).path("requestBody")).path("content").path("application/json");
    return content.path("examples").valueStream().findFirst()
        .map(example -> own(resolved(document, example).path("value").deepCopy(), operation, things).toString()).orElse("");
  }

  private static JsonNode own(JsonNode body, Operation operation, CrmThings things) {
    Map<String, String> names = new HashMap<>(Map.of("company_id", "company_id", "user_id", "user_id"));
    if (operation.id().equals("updateUserAccesses")) {
      names.put("id", "user_access_id");
    }
    if (body instanceof ObjectNode object) {
      names.forEach((name, thing) -> {
        if (object.has(name)) {
          object.put(name, Long.parseLong(things.at("", thing)));
        }
      });
      object.properties().forEach(property -> own(property.getValue(), operation, things));
    } else if (body instanceof ArrayNode array) {
      array.forEach(item -> own(item, operation, things));
    }
    return body;
  }

  private JsonNode node(Operation operation) {
    return contract.documents().get(operation.surface()).path("paths").path(operation.path())
        .path(operation.route().method().toLowerCase(Locale.ROOT));
  }

  private static JsonNode resolved(JsonNode document, JsonNode node) {
    String reference = node.path("$ref").asString("");
    return reference.isEmpty() ? node : document.at(reference.substring(1));
  }
}

package io.sluice.server.lead;

import static io.sluice.server.Awaited.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.FakeRecipient;
import io.sluice.server.Party;
import io.sluice.server.Sluice;
import io.sluice.server.SluiceServer;
import io.sluice.server.delivery.Delivered;
import io.sluice.server.delivery.Delivery;
import io.sluice.server.delivery.Integration;
import io.sluice.server.delivery.IntegrationMetadata;
import io.sluice.server.delivery.IntegrationMetadata.Direction;
import io.sluice.server.delivery.IntegrationPackage;
import io.sluice.server.delivery.door.OutboundDoor;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/** Leads that meet an {@link Error}, which is no exception: a stack that overflows, a class that is broken. */
class BrokenModuleTest {

  private static final String MODULE = "leadconduit-default.outbound.broken";
  private static final String LEAD = "{\"email\":\"a@hooli.example\"}";
  private static final String ONE_A_MONTH = """
      "caps":[{"id":"65f1a2b3c4d5e6f708192c51","type":"volume","maximum":1,"duration":1,"duration_units":"month"}]""";

  private enum Where { NOWHERE, BEFORE_THE_CALL, IN_THE_CALL }

  /** Delivers to nobody, or breaks. */
  private static final class Broken implements Integration {

    private volatile Where where = Where.NOWHERE;
    private volatile String outcome = "success";

    @Override
    public String moduleId() {
      return MODULE;
    }

    @Override
    public IntegrationMetadata metadata() {
      return new IntegrationMetadata(
          IntegrationPackage.STANDARD, Direction.OUTBOUND, "Broken", "Breaks", List.of(), List.of());
    }

    @Override
    public Optional<String> validate(Map<String, ? extends @Nullable Object> vars) {
      breakHere(Where.BEFORE_THE_CALL);
      return Optional.empty();
    }

    @Override
    public Delivered deliver(Delivery delivery, OutboundDoor door) {
      breakHere(Where.IN_THE_CALL);
      return outcome.equals("success")
          ? new Delivered(Map.of("outcome", "success"), List.of()) : Delivered.error("Not today", List.of());
    }

    private void breakHere(Where here) {
      if (where == here) {
        throw new NoClassDefFoundError("a/class/that/is/broken");
      }
    }
  }

  @Import(Sluice.class)
  static class WithBrokenModule {

    @Bean
    Broken broken() {
      return new Broken();
    }
  }

  private final SluiceServer server = SluiceServer.running(WithBrokenModule.class);
  private final FakeRecipient crm = FakeRecipient.start();
  private final Party acme = server.open("Acme");
  private final Broken module = server.bean(Broken.class);

  @AfterEach
  void close() {
    crm.close();
    server.close();
  }

  @Test
  void a_module_that_breaks_in_its_call_is_the_error_of_its_step() {
    LeadFlow.Deployed flow = LeadFlow.of(acme).step(step("")).deploy();
    module.where = Where.IN_THE_CALL;
    String lead = flow.submit(LEAD).is(201).at("lead.id");
    assertThat(flow.story(lead)).containsExactly("recipient error", "source success");
  }

  @Test
  void a_lead_that_breaks_before_it_has_called_anybody_gives_its_place_below_a_cap_back() {
    LeadFlow.Deployed flow = LeadFlow.of(acme).with(ONE_A_MONTH).step(step("")).deploy();
    module.where = Where.BEFORE_THE_CALL;
    flow.submit(LEAD).is(500);
    module.where = Where.NOWHERE;
    assertThat(count("cap_slot")).isZero();
    assertThat(flow.submit(LEAD).is(201).at("outcome")).isEqualTo("success");
  }

  @Test
  void a_lead_that_breaks_behind_a_call_again_and_again_is_ended_and_gives_its_place_back() {
    LeadFlow.Deployed flow = LeadFlow.of(acme).with(ONE_A_MONTH).delivery(crm.url("/"), "").step(step("")).deploy();
    crm.answers(FakeRecipient.json("{\"outcome\":\"success\"}"));
    module.where = Where.BEFORE_THE_CALL;
    flow.submit(LEAD).is(500);
    await("its end", () -> count("lead") == 1);
    await("its place to be given back", () -> count("cap_slot") == 0);
    assertThat(server.db().sql("SELECT type || ' ' || outcome FROM event ORDER BY id").query(String.class).list())
        .containsExactly("recipient error", "source error");
    assertThat(crm.received()).hasSize(1);
  }

  @Test
  void a_delivery_that_breaks_before_it_is_tried_again_waits_as_long_as_for_any_other_reason() {
    LeadFlow.Deployed flow = LeadFlow.of(acme).step(step(",\"retry_enabled\":true")).deploy();
    module.outcome = "error";
    flow.submit(LEAD).is(201);
    module.where = Where.BEFORE_THE_CALL;
    server.db().sql("UPDATE retry SET next_at = now()").update();
    await("it to be tried", () -> server.db().sql(
        "SELECT count(*) FROM retry WHERE attempts > 0 AND node_id IS NULL").query(Long.class).single() == 1);
    assertThat(server.db().sql("SELECT next_at > now() + interval '10 seconds' FROM retry").query(Boolean.class).single())
        .isTrue();
  }

  private static String step(String more) {
    return """
        {"type":"recipient","entity":{"id":"%s","name":"CRM"},"integration":{"module_id":"%s","mappings":[]}%s}"""
        .formatted(LeadFlow.CRM, MODULE, more);
  }

  private long count(String table) {
    return server.db().sql("SELECT count(*) FROM " + table).query(Long.class).single();
  }
}

package io.sluice.server.event.row;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.engine.price.Pricing;
import io.sluice.server.event.row.Definitions.Part;
import io.sluice.server.kernel.EventId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What events show of their flow, and what it is called (decision 0128). */
class DefinitionsTest {

  private static final EventId LATE_IN_OCTOBER = EventId.next(Instant.parse("2026-10-31T23:59:59Z"));
  private static final EventId IN_NOVEMBER = EventId.next(Instant.parse("2026-11-01T00:00:00Z"));
  private static final Map<String, String> CREDENTIAL =
      Map.of("id", "1", "name", "Key", "type", "token", "package", "custom");

  private final Definitions definitions = new Definitions();

  @Test
  void a_definition_is_called_by_its_month_and_its_text_the_same_on_every_node() {
    EventDefinition here = definitions.of(parts(1), LATE_IN_OCTOBER);
    assertThat(here.id()).startsWith("6abda280").isEqualTo(new Definitions().of(parts(1), LATE_IN_OCTOBER).id());
    assertThat(definitions.of(parts(2), LATE_IN_OCTOBER).id()).startsWith(here.id().substring(0, 8))
        .isNotEqualTo(here.id());
  }

  @Test
  void it_has_another_name_in_another_month() {
    EventDefinition october = definitions.of(parts(1), LATE_IN_OCTOBER);
    EventDefinition november = definitions.of(parts(1), IN_NOVEMBER);
    assertThat(november.json()).isEqualTo(october.json());
    assertThat(november.id().substring(8)).isEqualTo(october.id().substring(8));
    assertThat(november.id()).isGreaterThan(october.id());
    assertThat(definitions.of(parts(1), LATE_IN_OCTOBER).id()).isEqualTo(october.id());
  }

  @Test
  void of_the_very_same_parts_nothing_is_written_again() {
    Part pricing = new Part("pricing", Pricing.overridden());
    EventDefinition first = definitions.of(List.of(pricing), IN_NOVEMBER);
    assertThat(definitions.of(new ArrayList<>(List.of(new Part("pricing", pricing.value()))), IN_NOVEMBER))
        .isSameAs(first);
  }

  @Test
  void it_keeps_the_place_of_what_is_an_events_own() {
    assertThat(definitions.of(parts(1), IN_NOVEMBER).json()).isEqualTo("""
        {"step_count":1,"wait_ms":null,"credential":{"id":"1","name":"Key","package":"custom","type":"token"}}""");
  }

  private static List<Part> parts(int steps) {
    return List.of(new Part("step_count", steps), new Part("wait_ms", null), new Part("credential", CREDENTIAL));
  }
}

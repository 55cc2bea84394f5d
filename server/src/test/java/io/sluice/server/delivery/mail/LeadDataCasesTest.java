package io.sluice.server.delivery.mail;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.Cases;
import io.sluice.server.delivery.OutboundCases;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What of a step's variables is the lead, by the observed cases. */
class LeadDataCasesTest {

  @TestFactory
  Stream<DynamicTest> variables_are_stripped_of_all_but_the_lead_as_observed() {
    return Cases.each("helpers.json", "strip_metadata", test ->
        assertThat(LeadData.of(OutboundCases.vars(test.path("vars")))).isEqualTo(Cases.plain(test.path("stripped"))));
  }
}

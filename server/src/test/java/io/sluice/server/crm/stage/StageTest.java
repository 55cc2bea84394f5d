package io.sluice.server.crm.stage;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.Party;
import io.sluice.server.SluiceServer;
import org.junit.jupiter.api.Test;

/** The steps leads go through (crm 2.2). */
class StageTest {

  private final SluiceServer server = SluiceServer.shared();
  private final Party acme = server.open("Acme");

  @Test
  void everybody_begins_with_the_same_six() {
    assertThat(acme.get("/api/v1/stages").is(200).text()).isEqualTo("""
        {"stages":[{"id":1,"name":"New","position":1,"terminal":false},\
        {"id":2,"name":"Contacted","position":2,"terminal":false},\
        {"id":3,"name":"Qualified","position":3,"terminal":false},\
        {"id":4,"name":"Appointment set","position":4,"terminal":false},\
        {"id":5,"name":"Won","position":5,"terminal":true},\
        {"id":6,"name":"Lost","position":6,"terminal":true}]}""");
    server.anybody().get("/api/v1/stages").is(401);
  }
}

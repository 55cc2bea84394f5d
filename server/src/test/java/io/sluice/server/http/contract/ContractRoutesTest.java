package io.sluice.server.http.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ContractRoutesTest {

  private final Contract contract = new Contract();

  @Test
  void a_server_that_serves_every_operation_and_nothing_else_agrees_with_the_contract() {
    assertThat(ContractRoutes.compare(written(), contract)).isEmpty();
  }

  @Test
  void a_route_that_the_contract_does_not_know_is_named() {
    Set<Route> served = written();
    served.add(new Route("POST", "/flows/{id}/explode"));

    assertThat(ContractRoutes.compare(served, contract))
        .containsExactly("POST /flows/{}/explode is served but not in the contract");
  }

  @Test
  void an_operation_that_nothing_serves_is_named() {
    Set<Route> served = written();
    served.remove(new Route("DELETE", "/flows/{flow_id}"));

    assertThat(ContractRoutes.compare(served, contract))
        .containsExactly("DELETE /flows/{} is in the contract but not served");
  }

  @Test
  void a_route_with_the_wrong_method_is_wrong_both_ways() {
    Set<Route> served = written();
    served.remove(new Route("PUT", "/invitations/{entityId}/resend"));
    served.add(new Route("POST", "/invitations/{entityId}/resend"));

    assertThat(ContractRoutes.compare(served, contract)).containsExactly(
        "POST /invitations/{}/resend is served but not in the contract",
        "PUT /invitations/{}/resend is in the contract but not served");
  }

  private Set<Route> written() {
    return contract.operations().stream().map(Operation::route).collect(Collectors.toCollection(HashSet::new));
  }
}

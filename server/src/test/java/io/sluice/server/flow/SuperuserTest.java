package io.sluice.server.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.Party;
import io.sluice.server.SluiceServer;
import io.sluice.server.account.Accounts;
import io.sluice.server.account.NewAccount;
import io.sluice.server.account.NewUser;
import io.sluice.server.account.Plan;
import io.sluice.server.account.key.ApiKeys;
import io.sluice.server.kernel.EmailAddress;
import io.sluice.server.kernel.FlowId;
import io.sluice.server.kernel.Result;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** {@code PUT /flows}: what only those may do whom the operator named (exchange 2, 5.1). */
class SuperuserTest {

  private static final String ROOT = "root@example.org";

  @Test
  void a_superuser_touches_all_flows_of_the_account_and_nobody_else_does() {
    try (SluiceServer server = SluiceServer.with(Map.of("SLUICE_SUPERUSERS", ROOT))) {
      Party root = open(server, ROOT);
      Party globex = server.open("Globex");
      String flow = deployed(root);
      String foreign = deployed(globex);
      String before = root.get("/flows/" + flow).at("updated_at");
      String foreignBefore = globex.get("/flows/" + foreign).at("updated_at");
      long version = version(server, flow);

      assertThat(globex.put("/flows").is(401).at("error")).isEqualTo("not authorized");
      assertThat(server.anybody().put("/flows").is(401).at("error")).isEqualTo("authentication failed");
      assertThat(root.get("/flows/" + flow).at("updated_at")).isEqualTo(before);

      root.put("/flows").is(200);
      assertThat(root.get("/flows/" + flow).at("updated_at")).isGreaterThan(before);
      assertThat(version(server, flow)).isGreaterThan(version);
      assertThat(globex.get("/flows/" + foreign).at("updated_at")).isEqualTo(foreignBefore);
      assertThat(root.get("/user").json().path("superuser").asBoolean()).isTrue();
      assertThat(globex.get("/user").json().path("superuser").asBoolean()).isFalse();
    }
  }

  private static long version(SluiceServer server, String flow) {
    return server.bean(OpenFlows.class).open(FlowId.of(flow)).orElseThrow().version();
  }

  private static String deployed(Party party) {
    String id = party.post("/flows", """
        {"name": "Auto leads", "enabled": true, "fields": ["email"], "sources": [], "steps": []}""").is(201).at("id");
    party.post("/flows/" + id + "/deploy").is(200);
    return id;
  }

  private static Party open(SluiceServer server, String email) {
    Accounts.Opened opened = done(server.bean(Accounts.class).open(
        new NewAccount("Acme", "America/New_York", Plan.PRO),
        new NewUser(new EmailAddress(email), "correct horse root", "Alex", "Acme", true)));
    ApiKeys.Shown key = done(server.bean(ApiKeys.class).create(opened.account().id(), opened.user().id(), "test"));
    return new Party(server, opened.account().id().value(), opened.user().id().value(), email, "", key.secret());
  }

  private static <T> T done(Result<T, ?> result) {
    return switch (result) {
      case Result.Done<T, ?>(T value) -> value;
      case Result.Refused<T, ?>(var refusal) -> throw new AssertionError(refusal.problem().inOneLine());
    };
  }
}

package io.sluice.server.partner.onboard;

import io.sluice.server.account.Member;
import io.sluice.server.http.Answer;
import io.sluice.server.http.ExchangeApi;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.ConnectionId;
import io.sluice.server.kernel.FlowId;
import io.sluice.server.kernel.InvitationId;
import io.sluice.server.kernel.Result;
import io.sluice.server.partner.Onboard;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;

/** {@code /onboards} and {@code /onboard/buyer} (exchange 4.8). */
@ExchangeApi
class OnboardApi {

  record StartJson(InvitationId invitationId, @Nullable FlowId flowId) {}

  record OnboardChangeJson(
      InvitationId invitationId, @Nullable AccountId accountId, @Nullable ConnectionId connectionId,
      @Nullable FlowId flowId, @Nullable String status) {}

  record SetUpJson(
      @Nullable ConnectionId connectionId, @Nullable InvitationId invitationId, @Nullable FlowId flowId) {}

  record RedirectJson(String redirect) {}

  private final Onboards onboards;
  private final DeliverySetUp setUp;

  OnboardApi(Onboards onboards, DeliverySetUp setUp) {
    this.onboards = onboards;
    this.setUp = setUp;
  }

  @GetMapping("/onboards")
  Answer<List<Onboard>> list(Member caller) {
    return Answer.ok(onboards.of(caller.account()));
  }

  @PostMapping("/onboards")
  Answer<Onboard> start(Member caller, @RequestBody StartJson wanted) {
    return switch (onboards.start(caller.account(), wanted.invitationId(), wanted.flowId())) {
      case Result.Done<Onboards.Started, ?>(Onboards.Started started) ->
          started.fresh() ? Answer.created(started.onboard()) : Answer.ok(started.onboard());
      case Result.Refused<?, OnboardRefusal>(OnboardRefusal why) -> Answer.problem(why.problem());
    };
  }

  @GetMapping("/onboards/{id}")
  Answer<Onboard> show(Member caller, @PathVariable String id) {
    return Answer.ok(onboards.find(caller.account(), id), onboard -> onboard);
  }

  @PutMapping("/onboards/{id}")
  Answer<Onboard> change(Member caller, @PathVariable String id, @RequestBody OnboardChangeJson wanted) {
    return Answer.ok(onboards.change(caller.account(), id, new Onboards.Wanted(wanted.invitationId(),
        wanted.accountId(), wanted.connectionId(), wanted.flowId(), wanted.status())), onboard -> onboard);
  }

  @PostMapping("/onboard/buyer")
  Answer<RedirectJson> setUp(Member caller, @RequestBody SetUpJson wanted) {
    return Answer.ok(
        setUp.run(caller.account(), wanted.connectionId(), wanted.invitationId(), wanted.flowId()),
        flow -> new RedirectJson("/flows/" + flow));
  }
}

package io.sluice.server.partner.onboard;

import io.sluice.server.account.Member;
import io.sluice.server.http.Answer;
import io.sluice.server.http.ConsoleApi;
import io.sluice.server.partner.Onboard;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;

/** How a buyer without flows of its own says where leads go. */
@ConsoleApi
class OnboardConsoleApi {

  record DeliveryJson(URI url, @Nullable String method) {}

  private final Onboards onboards;

  OnboardConsoleApi(Onboards onboards) {
    this.onboards = onboards;
  }

  @PutMapping("/onboards/{id}/delivery")
  Answer<Onboard> deliverTo(Member caller, @PathVariable String id, @RequestBody DeliveryJson delivery) {
    String method = delivery.method() == null ? "POST" : delivery.method();
    return Answer.ok(onboards.deliverTo(caller.account(), id, delivery.url(), method), onboard -> onboard);
  }
}

package io.sluice.server.http;

import io.sluice.server.kernel.Problem;
import io.sluice.server.kernel.ProductVersion;
import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.web.bind.annotation.GetMapping;

/** Whether the server takes work, and which one it is (exchange 17). The console is built with the server: one version. */
@ExchangeApi
class StatusApi {

  private final ApplicationAvailability availability;

  StatusApi(ApplicationAvailability availability) {
    this.availability = availability;
  }

  record Version(String version) {}

  @OpenToAll
  @GetMapping("/status")
  Answer<Version> status() {
    if (availability.getReadinessState() != ReadinessState.ACCEPTING_TRAFFIC) {
      return Answer.problem(Problem.of(503, "not_ready", "the server is starting or stopping"));
    }
    return Answer.ok(new Version(ProductVersion.current()));
  }

  @OpenToAll
  @GetMapping("/version/ui")
  Answer<Version> console() {
    return Answer.ok(new Version(ProductVersion.current()));
  }
}

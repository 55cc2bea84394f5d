package io.sluice.server.account;

import java.util.Locale;
import java.util.Optional;

/** What an account may use (exchange 4.7). A newcomer who came by invitation is a partner; everybody else here has everything. */
public enum Plan {
  PARTNER, BASE, PRO;

  public static Optional<Plan> named(String word) {
    for (Plan plan : values()) {
      if (plan.word().equals(word)) {
        return Optional.of(plan);
      }
    }
    return Optional.empty();
  }

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Partners submit and receive, but have no flows of their own by API (exchange 2: 401). */
  public boolean mayUseFlows() {
    return this != PARTNER;
  }
}

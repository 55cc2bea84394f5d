package io.sluice.server.cli;

import io.sluice.server.account.Accounts;
import io.sluice.server.account.key.ApiKeys;
import io.sluice.server.demo.Cast;
import io.sluice.server.demo.Inbox;
import io.sluice.server.settings.SluiceSettings;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;

/** What a server needs around it for a demonstration: an inbox for its mails, and a cast. */
record Stage(Inbox inbox, Terminal terminal) implements AutoCloseable {

  static Stage set(Terminal terminal) {
    return new Stage(Inbox.open(Clock.systemUTC()), terminal);
  }

  /** Mails go to the inbox, and leads may be delivered to programs on this machine. */
  Map<String, String> over(Map<String, String> environment) {
    Map<String, String> all = new HashMap<>(environment);
    all.put("SLUICE_SMTP_URL", inbox.smtpUrl().toString());
    all.merge("SLUICE_OUTBOUND_ALLOW", "127.0.0.0/8", (theirs, ours) -> theirs.isBlank() ? ours : theirs + "," + ours);
    return all;
  }

  void enter(RunningServer server, SluiceSettings settings) {
    Cast cast = new Cast(server.bean(Accounts.class), server.bean(ApiKeys.class));
    cast.appear(settings.dataDirectory(), settings.baseUrl(), inbox.url());
    terminal.out().println("Mails are kept at " + inbox.url() + ", the accounts' keys in "
        + settings.dataDirectory().resolve("demo.json"));
  }

  @Override
  public void close() {
    inbox.close();
  }
}

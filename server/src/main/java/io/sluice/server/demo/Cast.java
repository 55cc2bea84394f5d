package io.sluice.server.demo;

import io.sluice.server.account.Accounts;
import io.sluice.server.account.NewAccount;
import io.sluice.server.account.NewUser;
import io.sluice.server.account.Plan;
import io.sluice.server.account.key.ApiKeys;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.EmailAddress;
import io.sluice.server.kernel.Result;
import io.sluice.server.kernel.Secrets;
import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Acme buys, Initech sells, Globex is the stranger: one account and one admin each, made once. */
public final class Cast {

  private record Role(String name, String company, String firstName, String lastName, String timeZone) {

    EmailAddress email() {
      return new EmailAddress(firstName.toLowerCase(java.util.Locale.ROOT) + "@" + name + ".example");
    }
  }

  private static final List<Role> ROLES = List.of(
      new Role("acme", "Acme", "Ada", "Buyer", "America/New_York"),
      new Role("initech", "Initech", "Ian", "Seller", "America/Chicago"),
      new Role("globex", "Globex", "Gil", "Stranger", "America/Los_Angeles"));

  private final Accounts accounts;
  private final ApiKeys keys;

  public Cast(Accounts accounts, ApiKeys keys) {
    this.accounts = accounts;
    this.keys = keys;
  }

  /** Brings the cast on stage and says in {@code demo.json} where to find it; the second time, the same people under the new addresses. */
  public DemoFile appear(Path dataDirectory, URI baseUrl, URI inboxUrl) {
    Map<String, DemoFile.Member> members = DemoFile.read(dataDirectory)
        .map(DemoFile::accounts).filter(this::stillKnown).orElseGet(this::open);
    DemoFile file = new DemoFile(baseUrl, inboxUrl, members);
    file.write(dataDirectory);
    return file;
  }

  private boolean stillKnown(Map<String, DemoFile.Member> members) {
    return members.values().stream().map(member -> accounts.find(AccountId.of(member.accountId())))
        .allMatch(Optional::isPresent);
  }

  private Map<String, DemoFile.Member> open() {
    Map<String, DemoFile.Member> members = new LinkedHashMap<>();
    for (Role role : ROLES) {
      String password = Secrets.random();
      Accounts.Opened opened = done(accounts.open(
          new NewAccount(role.company(), role.timeZone(), Plan.PRO),
          new NewUser(role.email(), password, role.firstName(), role.lastName(), true)));
      ApiKeys.Shown key = done(keys.create(opened.account().id(), opened.user().id(), "demo"));
      members.put(role.name(), new DemoFile.Member(opened.account().id().value(), opened.company().value(),
          key.secret(), new DemoFile.User(opened.user().number(), opened.user().id().value(),
              opened.user().email().value(), password)));
    }
    return members;
  }

  private static <T> T done(Result<T, ?> result) {
    return switch (result) {
      case Result.Done<T, ?>(T value) -> value;
      case Result.Refused<T, ?>(var why) -> throw new IllegalStateException(
          "the demo's cast cannot appear (" + why.problem().inOneLine() + "): give it a data directory of its own");
    };
  }
}

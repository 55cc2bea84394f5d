package io.sluice.server.cli;

import io.sluice.server.account.Accounts;
import io.sluice.server.account.NewAccount;
import io.sluice.server.account.NewUser;
import io.sluice.server.account.Plan;
import io.sluice.server.account.key.ApiKeys;
import io.sluice.server.database.Database;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.EmailAddress;
import io.sluice.server.kernel.Refusal;
import io.sluice.server.kernel.Result;
import io.sluice.server.kernel.Secrets;
import io.sluice.server.kernel.UserId;
import io.sluice.server.settings.SluiceSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/** Opens an account from the machine itself, beside a running server or without one. */
final class CreateAccount implements Command {

  private static final Option NAME = Option.required("name", "COMPANY");
  private static final Option EMAIL = Option.required("email", "ADDRESS");
  private static final Option FIRST_NAME = Option.optional("first-name", "NAME");
  private static final Option LAST_NAME = Option.optional("last-name", "NAME");
  private static final Option TIME_ZONE = Option.optional("time-zone", "ZONE");

  private final Class<?> application;

  CreateAccount(Class<?> application) {
    this.application = application;
  }

  @Override
  public String name() {
    return "account create";
  }

  @Override
  public String meaning() {
    return "Opens an account with a first user and prints ids, password and API key as JSON, this once.";
  }

  @Override
  public List<Option> options() {
    return List.of(NAME, EMAIL, FIRST_NAME, LAST_NAME, TIME_ZONE, Option.DATA);
  }

  @Override
  public int run(Given given, Terminal terminal) {
    Optional<EmailAddress> email = given.value(EMAIL).flatMap(EmailAddress::read);
    NewAccount account = new NewAccount(given.value(NAME).orElseThrow(),
        given.value(TIME_ZONE).orElse(NewAccount.DEFAULT_TIME_ZONE), Plan.PRO);
    List<String> problems = new ArrayList<>();
    if (email.isEmpty()) {
      problems.add("--email must be a mail address, not " + given.value(EMAIL).orElse(""));
    }
    Accounts.problemsOf(account).forEach((field, said) ->
        problems.add((field.equals("time_zone") ? "--time-zone " : "--name ") + String.join(", ", said)));
    return switch (SluiceSettings.read(given.over(terminal.environment(), this))) {
      case SluiceSettings.Reading.Refused(List<String> more) -> {
        problems.addAll(more);
        yield refuse(problems, terminal);
      }
      case SluiceSettings.Reading.Accepted(SluiceSettings settings) -> problems.isEmpty()
          ? create(given, account, email.orElseThrow(), settings, terminal) : refuse(problems, terminal);
    };
  }

  private int create(
      Given given, NewAccount account, EmailAddress email, SluiceSettings settings, Terminal terminal) {
    String password = Secrets.random();
    NewUser user = new NewUser(email, password, given.value(FIRST_NAME).orElse("Account"),
        given.value(LAST_NAME).orElse("Admin"), true);
    Database database = Database.visit(settings.database(), Settings.embedded(settings));
    try (RunningServer program = RunningServer.withoutWork(application, settings, database)) {
      return switch (program.bean(Accounts.class).open(account, user)) {
        case Result.Refused<Accounts.Opened, ?>(var refusal) -> refuse(refusal, terminal);
        case Result.Done<Accounts.Opened, ?>(Accounts.Opened opened) -> {
          yield createKey(program, opened, password, terminal);
        }
      };
    } finally {
      database.close();
    }
  }

  private static int createKey(
      RunningServer program, Accounts.Opened opened, String password, Terminal terminal) {
    ApiKeys keys = program.bean(ApiKeys.class);
    return switch (keys.create(opened.account().id(), opened.user().id(), "first key")) {
      case Result.Refused<ApiKeys.Shown, ?>(var refusal) -> refuse(refusal, terminal);
      case Result.Done<ApiKeys.Shown, ?>(ApiKeys.Shown key) -> {
        terminal.out().println(program.bean(JsonMapper.class).writerWithDefaultPrettyPrinter().writeValueAsString(
            new CreatedJson(opened.account().id(), opened.company().value(), key.secret(),
                new UserJson(opened.user().number(), opened.user().id(), opened.user().email().value(), password))));
        yield DONE;
      }
    };
  }

  /** What is printed: secrets included, this once. */
  private record CreatedJson(AccountId accountId, long companyId, String apiKey, UserJson user) {}

  private record UserJson(long id, UserId oid, String email, String password) {}

  private static int refuse(List<String> problems, Terminal terminal) {
    terminal.err().println("sluice: " + String.join("; ", problems) + ".");
    return MISUSED;
  }

  private static int refuse(Refusal refusal, Terminal terminal) {
    terminal.err().println("sluice: " + refusal.problem().inOneLine());
    return FAILED;
  }
}

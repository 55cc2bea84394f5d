package io.sluice.server.cli;

import io.sluice.server.database.DatabaseUnavailable;
import io.sluice.server.vault.KeyMissing;
import io.sluice.server.settings.NearestName;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the command that was meant, and says plainly when there is none. */
public final class CommandLine {

  private static final Logger LOG = LoggerFactory.getLogger(CommandLine.class);

  private final List<Command> commands;
  private final Terminal terminal;

  /** @param application the class whose package holds every feature */
  public CommandLine(Class<?> application, Terminal terminal) {
    this.commands = List.of(new Serve(application), new Demo(application), new CreateAccount(application),
        new ShowSettings(), new ShowVersion(), new RunDatabase(), new Unpack(), new Train(application));
    this.terminal = terminal;
  }

  /** Runs one command to its end. @return the exit code of the process */
  public int run(String... words) {
    List<String> all = Arrays.asList(words);
    if (all.isEmpty() || List.of("help", "--help", "-h").contains(all.getFirst())) {
      terminal.out().print(help());
      return Command.DONE;
    }
    Optional<Command> command = commands.stream().filter(candidate -> isMeant(candidate, all)).findFirst();
    if (command.isEmpty()) {
      return misused("there is no command " + all.getFirst() + " (did you mean " + nearest(all) + "?)");
    }
    List<String> rest = all.subList(words(command.get()).size(), all.size());
    if (rest.contains("--help") || rest.contains("-h")) {
      terminal.out().print(help(command.get()));
      return Command.DONE;
    }
    return switch (Given.read(command.get(), rest)) {
      case Given.Reading.Refused(List<String> problems) -> misused(String.join("; ", problems));
      case Given.Reading.Accepted(Given given) -> run(command.get(), given);
    };
  }

  /** The usual reasons for failing are sentences; anything else is a bug and needs its trace. */
  private int run(Command command, Given given) {
    try {
      return command.run(given, terminal);
    } catch (Exception e) {
      sentence(e).ifPresentOrElse(terminal.err()::println, () -> LOG.error("sluice {} failed", command.name(), e));
      return Command.FAILED;
    }
  }

  private static Optional<String> sentence(Exception failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof DatabaseUnavailable || cause instanceof KeyMissing) {
        return Optional.of(cause.getMessage());
      }
      if (cause instanceof SQLException refused && isTheOperators(String.valueOf(refused.getSQLState()))) {
        return Optional.of("The database cannot be used: "
            + String.valueOf(refused.getMessage()).lines().findFirst().orElse("") + ".");
      }
    }
    return Optional.empty();
  }

  /** No room left, or no permission: nothing a trace would explain. */
  private static boolean isTheOperators(String sqlState) {
    return sqlState.startsWith("53") || sqlState.equals("42501");
  }

  private int misused(String problem) {
    terminal.err().println("sluice: " + problem + "; \"sluice help\" shows every command.");
    return Command.MISUSED;
  }

  private String help() {
    StringBuilder text = new StringBuilder("Sluice, an open lead exchange\n\n");
    commands.forEach(command -> text.append(help(command)));
    return text.append("  sluice help\n      Shows this.\n").toString();
  }

  private static String help(Command command) {
    String options = String.join(" ", command.options().stream().map(Option::usage).toList());
    return "  sluice " + command.name() + (options.isEmpty() ? "" : " " + options)
        + "\n      " + command.meaning() + "\n";
  }

  /** What begins with the word that was given, as "account" does, else what is spelt most like all of them. */
  private String nearest(List<String> given) {
    List<String> names = commands.stream().map(Command::name).toList();
    return names.stream().filter(name -> name.startsWith(given.getFirst() + " ")).findFirst()
        .orElseGet(() -> NearestName.to(String.join(" ", given), names));
  }

  private static boolean isMeant(Command command, List<String> words) {
    List<String> name = words(command);
    return words.size() >= name.size() && words.subList(0, name.size()).equals(name);
  }

  private static List<String> words(Command command) {
    return List.of(command.name().split(" "));
  }
}

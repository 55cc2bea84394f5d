package io.sluice.server.cli;

import java.util.List;

/** One thing that Sluice can be told to do. */
interface Command {

  int DONE = 0;
  /** The world said no: a port in use, a database out of reach, an account that exists. */
  int FAILED = 1;
  /** The words or the settings make no sense. */
  int MISUSED = 2;

  /** One or two words. */
  String name();

  String meaning();

  List<Option> options();

  int run(Given given, Terminal terminal) throws Exception;
}

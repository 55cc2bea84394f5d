package io.sluice.server.cli;

import java.io.PrintStream;
import java.util.Map;

/** Where a command's words come from and go to. */
public record Terminal(Map<String, String> environment, PrintStream out, PrintStream err) {

  public static Terminal ofThisProcess() {
    return new Terminal(System.getenv(), System.out, System.err);
  }
}

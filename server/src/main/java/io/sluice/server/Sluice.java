package io.sluice.server;

import io.sluice.server.cli.CommandLine;
import io.sluice.server.cli.Terminal;
import org.springframework.boot.autoconfigure.SpringBootApplication;

@SpringBootApplication
public class Sluice {

  public static void main(String[] words) {
    System.exit(new CommandLine(Sluice.class, Terminal.ofThisProcess()).run(words));
  }
}

package io.sluice.server.cli;

/**
 * A word with two dashes.
 *
 * @param value what stands after it, as the help names it; empty for a switch
 * @param setting the variable it stands for; empty when it is the command's own
 */
record Option(String name, String value, boolean required, String setting) {

  static final Option PORT = new Option("port", "N", false, "SLUICE_PORT");
  static final Option DATA = new Option("data", "DIR", false, "SLUICE_DATA_DIR");

  static Option required(String name, String value) {
    return new Option(name, value, true, "");
  }

  static Option optional(String name, String value) {
    return new Option(name, value, false, "");
  }

  static Option toggle(String name) {
    return new Option(name, "", false, "");
  }

  String usage() {
    String word = "--" + name + (value.isEmpty() ? "" : " " + value);
    return required ? word : "[" + word + "]";
  }
}

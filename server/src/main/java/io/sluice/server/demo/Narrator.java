package io.sluice.server.demo;

import java.io.PrintStream;

/** Tells the story on a terminal: scenes, the requests made, and what each one changed. Colours where there is a terminal to show them. */
final class Narrator {

  private static final int WIDTH = 78;

  private final PrintStream out;
  private final boolean colours;
  private int scene;
  private int kept;
  private int broken;

  Narrator(PrintStream out, boolean colours) {
    this.out = out;
    this.colours = colours;
  }

  void title(String text) {
    out.println();
    out.println(paint("1", text));
  }

  void act(String text) {
    out.println();
    out.println(paint("1;36", "═══ " + text + " " + "═".repeat(Math.max(3, WIDTH - text.length() - 5))));
  }

  void scene(String text) {
    scene++;
    out.println();
    out.println(paint("1", "%2d  %s".formatted(scene, text)));
  }

  void request(String who, String request, String body) {
    out.println("    " + paint("33", who) + "  " + request);
    if (!body.isEmpty()) {
      out.println("        " + paint("2", shortened(body)));
    }
  }

  void answer(int status, String body) {
    out.println("    " + paint(status < 400 ? "32" : "35", "→ " + status) + "  " + paint("2", shortened(body)));
  }

  void say(String text) {
    out.println("    " + text);
  }

  /** A promise of the story: kept or broken. */
  void check(boolean holds, String sentence) {
    if (holds) {
      kept++;
      out.println("    " + paint("32", "✓") + " " + sentence);
    } else {
      broken++;
      out.println("    " + paint("1;31", "✗ NOT SO: ") + sentence);
    }
  }

  int kept() {
    return kept;
  }

  int broken() {
    return broken;
  }

  private static String shortened(String text) {
    String line = text.replaceAll("\\s+", " ").strip();
    int most = WIDTH * 2;
    return line.length() <= most ? line : line.substring(0, most) + " …";
  }

  private String paint(String code, String text) {
    return colours ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
  }
}

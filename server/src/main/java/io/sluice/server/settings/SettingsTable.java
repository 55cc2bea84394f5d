package io.sluice.server.settings;

/** The documentation of every setting, for the terminal and for docs/operating/settings.md. */
public final class SettingsTable {

  private SettingsTable() {}

  public static String text() {
    StringBuilder text = new StringBuilder();
    for (Setting<?> setting : Setting.ALL) {
      text.append(setting.name()).append("  (").append(setting.otherwise()).append(")\n    ")
          .append(setting.meaning()).append('\n');
    }
    return text.toString();
  }

  public static String markdown() {
    StringBuilder text = new StringBuilder("| Variable | Otherwise | Meaning |\n| --- | --- | --- |\n");
    for (Setting<?> setting : Setting.ALL) {
      // Unescaped, Markdown takes <sluice@localhost> for a tag.
      String otherwise = setting.otherwise().replace("<", "\\<");
      text.append("| `").append(setting.name()).append("` | ").append(otherwise).append(" | ")
          .append(setting.meaning()).append(" |\n");
    }
    return text.toString();
  }
}

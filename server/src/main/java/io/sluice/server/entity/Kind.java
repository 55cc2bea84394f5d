package io.sluice.server.entity;

import java.util.Locale;

/** What an entity is (exchange 1). A pending one that became a connection is kept as {@code REPLACED}, so that what names it still resolves. */
public enum Kind {
  STANDARD, CUSTOM, ACCOUNT, PENDING, REPLACED;

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Kind named(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }
}

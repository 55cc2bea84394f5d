package io.sluice.server.crm.file;

import java.util.Locale;

/** What a file is for, and how large it may be (crm 2.1, 2.12). */
public enum FileKind {
  AVATAR(5 << 20), IMPORT(10 << 20);

  private final int maxBytes;

  FileKind(int maxBytes) {
    this.maxBytes = maxBytes;
  }

  public int maxBytes() {
    return maxBytes;
  }

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static FileKind of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }
}

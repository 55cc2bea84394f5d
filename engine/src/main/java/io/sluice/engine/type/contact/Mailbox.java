package io.sluice.engine.type.contact;

import io.sluice.engine.type.Blanks;
import org.jspecify.annotations.Nullable;

/**
 * A mail address read by RFC 5322 section 3.4: {@code addr-spec} or {@code [display-name] <addr-spec>}, ASCII only,
 * with blanks and comments where the RFC allows them, which the parts no longer have.
 */
record Mailbox(String user, String domain) {

  /** Comments nest; more than this is nobody's address. */
  private static final int COMMENT_DEPTH_MAX = 16;

  static @Nullable Mailbox parse(String text) {
    var bare = new Reader(text).whole();
    return bare != null || text.indexOf('<') < 0 ? bare : new Reader(text).named();
  }

  /** Each method reads one production at the cursor; what it promises on failure is only that the whole is void. */
  private static final class Reader {

    private final String text;
    private int at;

    Reader(String text) {
      this.text = text;
    }

    @Nullable Mailbox whole() {
      var mailbox = address();
      return mailbox != null && at == text.length() ? mailbox : null;
    }

    /** {@code Bob Smith <bob@smith.com>}; the obsolete grammar allows no name at all. */
    @Nullable Mailbox named() {
      blanks();
      while (at < text.length() && text.charAt(at) != '<') {
        if (word(new StringBuilder()) == Word.NONE) {
          return null;
        }
        blanks();
      }
      if (!take('<')) {
        return null;
      }
      var mailbox = address();
      if (mailbox == null || !take('>')) {
        return null;
      }
      blanks();
      return at == text.length() ? mailbox : null;
    }

    private @Nullable Mailbox address() {
      var user = new StringBuilder();
      var domain = new StringBuilder();
      blanks();
      boolean whole = dotted(user, true) && take('@') && (literalIsNext() ? literal(domain) : dotted(domain, false));
      return whole ? new Mailbox(user.toString(), domain.toString()) : null;
    }

    private boolean dotted(StringBuilder into, boolean quotes) {
      while (true) {
        blanks();
        var word = word(into);
        if (word == Word.NONE || word == Word.QUOTED && !quotes) {
          return false;
        }
        blanks();
        if (!take('.')) {
          return true;
        }
        into.append('.');
      }
    }

    private enum Word { ATOM, QUOTED, NONE }

    private Word word(StringBuilder into) {
      if (at < text.length() && text.charAt(at) == '"') {
        return quoted(into) ? Word.QUOTED : Word.NONE;
      }
      int start = at;
      while (at < text.length() && atext(text.charAt(at))) {
        at++;
      }
      into.append(text, start, at);
      return at > start ? Word.ATOM : Word.NONE;
    }

    /** The quotation marks stay, the backslashes within do not. */
    private boolean quoted(StringBuilder into) {
      into.append(text.charAt(at++));
      while (at < text.length()) {
        char c = text.charAt(at++);
        if (c == '"') {
          into.append(c);
          return true;
        }
        if (c == '\\' && at < text.length()) {
          into.append(text.charAt(at++));
        } else if (c != '\t' && (c < ' ' || c > '~')) {
          return false;
        } else {
          into.append(c);
        }
      }
      return false;
    }

    private boolean literalIsNext() {
      blanks();
      return at < text.length() && text.charAt(at) == '[';
    }

    private boolean literal(StringBuilder into) {
      int start = at++;
      while (at < text.length() && text.charAt(at) != ']') {
        char c = text.charAt(at++);
        if (c < '!' || c > '~' || c == '[' || c == '\\') {
          return false;
        }
      }
      if (!take(']')) {
        return false;
      }
      into.append(text, start, at);
      blanks();
      return true;
    }

    /** Blanks, folded lines and comments. A comment that does not end stays unread, which voids the address. */
    private void blanks() {
      while (at < text.length()) {
        char c = text.charAt(at);
        if (c == ' ' || c == '\t') {
          at++;
        } else if (folds()) {
          at += 3;
        } else if (c != '(' || !comment()) {
          return;
        }
      }
    }

    private boolean folds() {
      return text.startsWith("\r\n", at)
          && at + 2 < text.length()
          && (text.charAt(at + 2) == ' ' || text.charAt(at + 2) == '\t');
    }

    private boolean comment() {
      int depth = 0;
      for (int i = at; i < text.length(); i++) {
        switch (text.charAt(i)) {
          case '(' -> depth++;
          case ')' -> depth--;
          case '\\' -> i++;
          default -> {}
        }
        if (depth == 0) {
          at = i + 1;
          return true;
        }
        if (depth > COMMENT_DEPTH_MAX) {
          return false;
        }
      }
      return false;
    }

    private boolean take(char wanted) {
      if (at < text.length() && text.charAt(at) == wanted) {
        at++;
        return true;
      }
      return false;
    }

    private static boolean atext(char c) {
      return c >= 'a' && c <= 'z'
          || c >= 'A' && c <= 'Z'
          || c >= '0' && c <= '9'
          || "!#$%&'*+-/=?^_`{|}~".indexOf(c) >= 0;
    }
  }
}

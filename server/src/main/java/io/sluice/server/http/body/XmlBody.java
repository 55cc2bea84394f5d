package io.sluice.server.http.body;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An XML body as texts, lists and maps (exchange 3.2): the root's name is dropped, attributes stand beside children,
 * a repeated name gives a list, text beside either is named {@code _}, prefixes are part of names.
 *
 * <p>A reader of our own, because senders are answered with the sentences the contract's cases show, and because what
 * it cannot do needs no switching off: it knows five entities and character references, skips a document type unread,
 * opens nothing, and counts its depth. See decision 0012.
 */
public final class XmlBody {

  public static final int MAX_DEPTH = 100;

  /** Elements and attributes. */
  public static final int MAX_NAMES = 10_000;

  private static final int MAX_ENTITY_CHARACTERS = 10;
  private static final int MAX_QUOTED_CHARACTERS = 200;

  private final String xml;
  private final Deque<XmlElement> open = new ArrayDeque<>();
  private String rootName = "";
  private int names;
  private int at;

  private XmlBody(String xml) {
    this.xml = xml;
  }

  /** Reads up to the end of the root element; what follows it is not looked at (observed). */
  public static BodyReading read(String text) {
    return read(text, false);
  }

  /** As {@link #read}, with the root's name before its value: {@code {r: …}}. */
  public static BodyReading readNamed(String text) {
    return read(text, true);
  }

  private static BodyReading read(String text, boolean named) {
    var reader = new XmlBody(text.startsWith("\uFEFF") ? text.substring(1) : text);
    try {
      var value = reader.document();
      if (!named) {
        return new BodyReading.Read(value);
      }
      Map<String, @Nullable Object> root = new LinkedHashMap<>();
      root.put(reader.rootName, value);
      return new BodyReading.Read(root);
    } catch (Malformed malformed) {
      return new BodyReading.Unreadable(malformed.getMessage() + reader.place(malformed));
    }
  }

  private Object document() throws Malformed {
    skipBlanks();
    expectTag("Non-whitespace before first tag.");
    while (skipDeclaration()) {
      skipBlanks();
      expectTag("Text data outside of root node.");
    }
    return root();
  }

  private void expectTag(String otherwise) throws Malformed {
    if (charAt(at) != '<') {
      throw new Malformed(otherwise, at + 1);
    }
  }

  private Object root() throws Malformed {
    if (startElement() instanceof Object emptyRoot) {
      return emptyRoot;
    }
    while (true) {
      readText();
      if (at == xml.length()) {
        throw end();
      }
      if (xml.startsWith("</", at)) {
        var closed = endElement();
        if (open.isEmpty()) {
          return closed;
        }
      } else if (xml.startsWith("<![CDATA[", at)) {
        characterData();
      } else if (!skipDeclaration()) {
        startElement();
      }
    }
  }

  /** Comments, processing instructions and, before the root, the document type. */
  private boolean skipDeclaration() throws Malformed {
    if (xml.startsWith("<!--", at)) {
      int end = indexOf("--", at + 4);
      if (charAt(end + 2) != '>') {
        throw new Malformed("Malformed comment", end + 3);
      }
      at = end + 3;
    } else if (xml.startsWith("<?", at)) {
      at = indexOf("?>", at + 2) + 2;
    } else if (xml.startsWith("<!", at)) {
      if (!open.isEmpty()) {
        throw new Malformed("Inappropriately located doctype declaration", at + 2);
      }
      skipDocumentType();
    } else {
      return false;
    }
    return true;
  }

  private void skipDocumentType() throws Malformed {
    int brackets = 0;
    for (at += 2; at < xml.length(); at++) {
      switch (xml.charAt(at)) {
        case '"' -> at = indexOf("\"", at + 1);
        case '\'' -> at = indexOf("'", at + 1);
        case '[' -> brackets++;
        case ']' -> brackets--;
        case '>' -> {
          if (brackets <= 0) {
            at++;
            return;
          }
        }
        default -> {}
      }
    }
    throw end();
  }

  /** Opens an element; its value when it is the root and closes itself, else null. */
  private @Nullable Object startElement() throws Malformed {
    if (open.size() == MAX_DEPTH) {
      throw new Malformed("Elements nested deeper than " + MAX_DEPTH, at + 1);
    }
    count();
    at++;
    if (at < xml.length() && !XmlCharacters.isNameStart(xml.charAt(at))) {
      throw new Malformed("Unencoded <", at + 1);
    }
    var element = new XmlElement(name("Invalid character in tag name", "/>"));
    while (true) {
      boolean blank = skipBlanks();
      char c = charAt(at);
      if (c == '>') {
        at++;
        open.push(element);
        return null;
      }
      if (c == '/') {
        if (charAt(at + 1) != '>') {
          throw new Malformed("Forward-slash in opening tag not followed by >", at + 2);
        }
        at += 2;
        return close(element);
      }
      if (!blank) {
        throw new Malformed("No whitespace between attributes", at + 1);
      }
      attribute(element);
    }
  }

  private void count() throws Malformed {
    if (++names > MAX_NAMES) {
      throw new Malformed("More than " + MAX_NAMES + " elements and attributes", at + 1);
    }
  }

  private void attribute(XmlElement element) throws Malformed {
    count();
    if (!XmlCharacters.isNameStart(charAt(at))) {
      throw new Malformed("Invalid attribute name", at + 1);
    }
    var name = name("Invalid attribute name", "=>");
    skipBlanks();
    if (charAt(at) != '=') {
      throw new Malformed("Attribute without value", at + 1);
    }
    at++;
    skipBlanks();
    char quote = charAt(at);
    if (quote != '"' && quote != '\'') {
      throw new Malformed("Unquoted attribute value", at + 1);
    }
    at++;
    var value = new StringBuilder();
    while (charAt(at) != quote) {
      readCharacter(value);
    }
    at++;
    element.attribute(name, value.toString());
  }

  /** @return the element's value when it was the root; for all others the value is with its parent */
  private @Nullable Object endElement() throws Malformed {
    int start = at + 2;
    int end = indexOf(">", start);
    var name = xml.substring(start, end).stripTrailing();
    at = end + 1;
    var element = open.pop();
    if (!element.name.equals(name)) {
      boolean opened = open.stream().anyMatch(outer -> outer.name.equals(name));
      throw new Malformed(opened ? "Unexpected close tag" : "Unmatched closing tag: " + quoted(name), at);
    }
    return close(element);
  }

  private static String quoted(String name) {
    return name.length() > MAX_QUOTED_CHARACTERS ? name.substring(0, MAX_QUOTED_CHARACTERS) + "..." : name;
  }

  private @Nullable Object close(XmlElement element) {
    var value = element.value();
    var parent = open.peek();
    if (parent == null) {
      rootName = element.name;
      return value;
    }
    parent.add(element.name, value);
    return null;
  }

  private void readText() throws Malformed {
    var text = open.element().text;
    while (at < xml.length() && xml.charAt(at) != '<') {
      readCharacter(text);
    }
  }

  private void characterData() throws Malformed {
    int start = at + 9;
    int end = indexOf("]]>", start);
    open.element().characterData(xml.substring(start, end));
    at = end + 3;
  }

  private void readCharacter(StringBuilder text) throws Malformed {
    char c = xml.charAt(at++);
    if (c == '&') {
      text.appendCodePoint(reference());
    } else {
      text.append(c);
    }
  }

  private int reference() throws Malformed {
    int start = at;
    while (charAt(at) != ';') {
      char c = xml.charAt(at);
      boolean fits = at == start ? XmlCharacters.isNameStart(c) || c == '#' : XmlCharacters.isNamePart(c);
      if (!fits || at - start == MAX_ENTITY_CHARACTERS) {
        throw new Malformed("Invalid character in entity name", at + 1);
      }
      at++;
    }
    var name = xml.substring(start, at++);
    int character = XmlCharacters.referredTo(name);
    if (!XmlCharacters.isXml(character)) {
      throw new Malformed("Invalid character entity", at);
    }
    return character;
  }

  private String name(String fault, String endings) throws Malformed {
    int start = at;
    while (!XmlCharacters.isBlank(charAt(at)) && endings.indexOf(xml.charAt(at)) < 0) {
      if (!XmlCharacters.isNamePart(xml.charAt(at))) {
        throw new Malformed(fault, at + 1);
      }
      at++;
    }
    return xml.substring(start, at);
  }

  private boolean skipBlanks() {
    int start = at;
    while (at < xml.length() && XmlCharacters.isBlank(xml.charAt(at))) {
      at++;
    }
    return at > start;
  }

  private char charAt(int index) throws Malformed {
    if (index >= xml.length()) {
      throw end();
    }
    return xml.charAt(index);
  }

  private int indexOf(String wanted, int from) throws Malformed {
    int index = xml.indexOf(wanted, from);
    if (index < 0) {
      throw end();
    }
    return index;
  }

  private Malformed end() {
    return new Malformed(open.isEmpty() ? "Unexpected end" : "Unclosed root tag", xml.length() + 1);
  }

  /** Lines count from 0, columns are the characters read of the line; behind the end there is no character. */
  private String place(Malformed malformed) {
    int read = Math.min(malformed.at, xml.length());
    long line = xml.substring(0, read).chars().filter(c -> c == '\n').count();
    int column = read - 1 - xml.lastIndexOf('\n', read - 1);
    var character = malformed.at <= xml.length() ? xml.substring(read - 1, read) : "";
    return " Line: " + line + " Column: " + column + " Char: " + character + ".";
  }

  private static final class Malformed extends Exception {

    private final int at;

    /** @param at how many characters had been read when it was noticed */
    Malformed(String sentence, int at) {
      super(sentence, null, false, false);
      this.at = at;
    }
  }
}

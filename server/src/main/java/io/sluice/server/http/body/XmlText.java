package io.sluice.server.http.body;

import io.sluice.engine.type.Values;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Maps as indented XML text: a name is an element, a list repeats it, an empty text is an empty element. */
public final class XmlText {

  private XmlText() {}

  /** With an XML declaration and two blanks a level, without a line break at the end. */
  public static String document(String root, Map<String, ? extends @Nullable Object> children) {
    var xml = new StringBuilder(256).append("<?xml version=\"1.0\"?>");
    element(xml, 0, root, children);
    return xml.toString();
  }

  private static void element(StringBuilder xml, int level, String name, @Nullable Object value) {
    switch (value) {
      case Iterable<?> list -> {
        for (var element : list) {
          element(xml, level, name, element);
        }
      }
      case Map<?, ?> children when !children.isEmpty() -> {
        open(xml, level, name).append('>');
        for (var child : children.entrySet()) {
          element(xml, level + 1, elementName(String.valueOf(child.getKey())), child.getValue());
        }
        indent(xml, level).append("</").append(name).append('>');
      }
      case null, default -> {
        var text = value instanceof Map<?, ?> ? "" : escaped(Values.text(value));
        open(xml, level, name);
        if (text.isEmpty()) {
          xml.append("/>");
        } else {
          xml.append('>').append(text).append("</").append(name).append('>');
        }
      }
    }
  }

  private static StringBuilder open(StringBuilder xml, int level, String name) {
    return indent(xml, level).append('<').append(name);
  }

  private static StringBuilder indent(StringBuilder xml, int level) {
    return xml.append('\n').repeat("  ", level);
  }

  /** Characters that no XML document may hold, even escaped, become U+FFFD: an answer must be readable. */
  public static String escaped(String text) {
    var escaped = new StringBuilder(text.length() + 16);
    text.codePoints().forEach(c -> {
      switch (c) {
        case '&' -> escaped.append("&amp;");
        case '<' -> escaped.append("&lt;");
        case '>' -> escaped.append("&gt;");
        case '\r' -> escaped.append("&#xD;");
        default -> escaped.appendCodePoint(XmlCharacters.isXml(c) ? c : 0xFFFD);
      }
    });
    return escaped.toString();
  }

  /** As {@link #escaped}, for what stands between double quotes. */
  public static String escapedAttribute(String text) {
    return escaped(text).replace("\"", "&quot;").replace("\t", "&#x9;").replace("\n", "&#xA;");
  }

  /** Characters that no XML document may hold become U+FFFD. */
  public static String allowed(String text) {
    if (text.codePoints().allMatch(XmlCharacters::isXml)) {
      return text;
    }
    var allowed = new StringBuilder(text.length());
    text.codePoints().forEach(c -> allowed.appendCodePoint(XmlCharacters.isXml(c) ? c : 0xFFFD));
    return allowed.toString();
  }

  private static String elementName(String name) {
    var safe = new StringBuilder(name.length() + 1);
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      safe.append(XmlCharacters.isNamePart(c) ? c : '_');
    }
    return safe.isEmpty() || !XmlCharacters.isNameStart(safe.charAt(0)) ? "_" + safe : safe.toString();
  }
}

package io.sluice.server.delivery.custom;

import io.sluice.engine.type.Values;
import io.sluice.server.http.body.XmlText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An XML document made of paths: {@code lead.phone.0} is the first {@code phone} in {@code lead}, {@code lead@id} an
 * attribute, {@code lead.note#cdata} and {@code lead#comment} what their names say (observed).
 */
public final class XmlTree {

  private static final Pattern NAME = Pattern.compile("[\\p{L}_:][\\p{L}\\p{M}\\p{N}_:.\\-\u00B7]*");
  private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");
  private static final int MAX_DEPTH = 100;

  /** These paths make no document; the message is for the account that wrote them. */
  public static final class Unwritable extends Exception {

    Unwritable(String sentence) {
      super(sentence, null, false, false);
    }
  }

  private sealed interface Piece {}

  private record Text(String text) implements Piece {}

  private record CharacterData(String text) implements Piece {}

  private record Comment(String text) implements Piece {}

  private static final class Element implements Piece {

    private final String name;
    private final Map<String, String> attributes = new LinkedHashMap<>();
    private final List<Piece> pieces = new ArrayList<>();
    private final Map<String, Element> children = new LinkedHashMap<>();

    Element(String name) {
      this.name = name;
    }

    Element child(String childName, int number) throws Unwritable {
      if (!NAME.matcher(childName).matches()) {
        throw new Unwritable("\"" + childName + "\" is no name of an XML element");
      }
      var known = children.get(childName + " " + number);
      if (known != null) {
        return known;
      }
      var child = new Element(childName);
      children.put(childName + " " + number, child);
      pieces.add(child);
      return child;
    }
  }

  /** Holds the root, or the roots of a piece of XML. */
  private final Element top = new Element("");

  private XmlTree() {}

  /**
   * @param values as {@link Sent#plain} makes them, their names with or without dots
   * @throws Unwritable for what is no XML
   */
  public static XmlTree of(Map<String, ? extends @Nullable Object> values) throws Unwritable {
    var tree = new XmlTree();
    tree.placeAll(tree.top, null, values, 0);
    return tree;
  }

  /** @param list the name that numbers in the path count; null where none went before */
  private void placeAll(Element parent, @Nullable String list, Map<?, ?> values, int depth) throws Unwritable {
    if (depth > MAX_DEPTH) {
      throw new Unwritable("Elements nested deeper than " + MAX_DEPTH);
    }
    for (var entry : values.entrySet()) {
      place(parent, list, String.valueOf(entry.getKey()), entry.getValue(), depth);
    }
  }

  /** @param parent of the element that a number in front of the path belongs to */
  private void place(Element parent, @Nullable String list, String path, @Nullable Object value, int depth)
      throws Unwritable {
    int mark = firstOf(path, '@', '#');
    var steps = mark == 0 ? List.<String>of() : List.of((mark < 0 ? path : path.substring(0, mark)).split("\\.", -1));
    if (depth + steps.size() > MAX_DEPTH) {
      throw new Unwritable("Elements nested deeper than " + MAX_DEPTH);
    }
    Element holder = parent;
    String name = list;
    int number = 0;
    for (var step : steps) {
      if (name != null && NUMBER.matcher(step).matches()) {
        number = Integer.parseInt(step);
      } else {
        holder = name == null ? holder : holder.child(name, number);
        name = step;
        number = 0;
      }
    }
    if (mark >= 0) {
      decorate(name == null ? holder : holder.child(name, number), path.charAt(mark), path.substring(mark + 1), value);
    } else if (name != null) {
      fill(holder, name, number, value, depth + steps.size());
    }
  }

  private void fill(Element parent, String name, int number, @Nullable Object value, int depth) throws Unwritable {
    switch (value) {
      case null -> throw new Unwritable("Missing element text");
      case Map<?, ?> map when isCounting(map) -> placeAll(parent, name, map, depth);
      case Map<?, ?> map -> placeAll(parent.child(name, number), null, map, depth);
      case List<?> list -> {
        for (int i = 0; i < list.size(); i++) {
          if (list.get(i) instanceof Object member) {
            fill(parent, name, i, member, depth + 1);
          }
        }
      }
      case Object plain -> {
        var text = Values.text(plain);
        var element = parent.child(name, number);
        if (!text.isEmpty()) {
          element.pieces.add(new Text(text));
        }
      }
    }
  }

  /** Whether these are the members of a list, some of them with attributes: {@code 0}, {@code 0@type}, {@code 1}. */
  private static boolean isCounting(Map<?, ?> map) {
    return !map.isEmpty() && map.keySet().stream().allMatch(key -> {
      var name = String.valueOf(key);
      int end = firstOf(name, '@', '#', '.');
      return NUMBER.matcher(end < 0 ? name : name.substring(0, end)).matches();
    });
  }

  private static void decorate(Element element, char mark, String what, @Nullable Object value) throws Unwritable {
    var text = Values.text(value);
    if (mark == '@') {
      if (!NAME.matcher(what).matches()) {
        throw new Unwritable("\"" + what + "\" is no name of an XML attribute");
      }
      element.attributes.put(what, text);
      return;
    }
    switch (what) {
      case "cdata" -> element.pieces.add(new CharacterData(text));
      case "comment" -> element.pieces.add(new Comment(text));
      default -> throw new Unwritable("\"#" + what + "\" is neither #cdata nor #comment");
    }
  }

  private static int firstOf(String text, char... wanted) {
    int first = -1;
    for (char c : wanted) {
      int index = text.indexOf(c);
      first = index >= 0 && (first < 0 || index < first) ? index : first;
    }
    return first;
  }

  /**
   * With a declaration, a line an element, two blanks a level.
   *
   * @throws Unwritable when there are several roots
   */
  public String document() throws Unwritable {
    if (top.pieces.size() > 1) {
      throw new Unwritable("A document has one root element");
    }
    var xml = new StringBuilder("<?xml version=\"1.0\"?>");
    top.pieces.forEach(piece -> write(xml.append('\n'), piece, 0));
    return xml.toString();
  }

  /** Without a declaration and in one line. */
  public String inOneLine() {
    var xml = new StringBuilder();
    top.pieces.forEach(piece -> write(xml, piece, -1));
    return xml.toString();
  }

  /** @param level negative where lines are not broken */
  private static void write(StringBuilder xml, Piece piece, int level) {
    xml.repeat("  ", Math.max(0, level));
    switch (piece) {
      case Text(String text) -> xml.append(XmlText.escaped(text));
      case CharacterData(String text) ->
          xml.append("<![CDATA[").append(XmlText.allowed(text).replace("]]>", "]]]]><![CDATA[>")).append("]]>");
      case Comment(String text) ->
          xml.append("<!-- ").append(XmlText.allowed(text).replace("--", "- -")).append(" -->");
      case Element element -> write(xml, element, level);
    }
  }

  private static void write(StringBuilder xml, Element element, int level) {
    xml.append('<').append(element.name);
    element.attributes.forEach((name, value) ->
        xml.append(' ').append(name).append("=\"").append(XmlText.escapedAttribute(value)).append('"'));
    if (element.pieces.isEmpty()) {
      xml.append("/>");
      return;
    }
    xml.append('>');
    boolean broken = level >= 0 && !(element.pieces.size() == 1 && element.pieces.getFirst() instanceof Text);
    for (var piece : element.pieces) {
      write(broken ? xml.append('\n') : xml, piece, broken ? level + 1 : -1);
    }
    if (broken) {
      xml.append('\n').repeat("  ", level);
    }
    xml.append("</").append(element.name).append('>');
  }
}

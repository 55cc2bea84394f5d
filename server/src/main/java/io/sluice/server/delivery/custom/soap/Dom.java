package io.sluice.server.delivery.custom.soap;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.xml.namespace.QName;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** Walking a document by local names. */
final class Dom {

  private Dom() {}

  static List<Element> children(Node parent) {
    List<Element> children = new ArrayList<>();
    for (var child = parent.getFirstChild(); child != null; child = child.getNextSibling()) {
      if (child instanceof Element element) {
        children.add(element);
      }
    }
    return children;
  }

  static List<Element> children(Node parent, String namespace, String name) {
    return children(parent).stream().filter(child -> is(child, namespace, name)).toList();
  }

  static Optional<Element> child(Node parent, String namespace, String name) {
    return children(parent, namespace, name).stream().findFirst();
  }

  static boolean is(Element element, String namespace, String name) {
    return namespace.equals(element.getNamespaceURI()) && name.equals(element.getLocalName());
  }

  static Optional<String> attribute(Element element, String name) {
    return element.hasAttribute(name) ? Optional.of(element.getAttribute(name)) : Optional.empty();
  }

  /** What the attribute names, by the prefixes that hold where it stands. */
  static Optional<QName> qualified(Element element, String attribute) {
    return attribute(element, attribute).map(String::strip).map(text -> {
      int colon = text.indexOf(':');
      var namespace = element.lookupNamespaceURI(colon < 0 ? null : text.substring(0, colon));
      return new QName(namespace == null ? "" : namespace, text.substring(colon + 1));
    });
  }
}

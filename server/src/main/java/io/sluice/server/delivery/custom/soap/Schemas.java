package io.sluice.server.delivery.custom.soap;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.xml.namespace.QName;
import org.w3c.dom.Element;

/** The elements that a description declares, as far as writing and reading a message needs them. */
final class Schemas {

  static final String XSD = "http://www.w3.org/2001/XMLSchema";

  private static final int MAX_BASES = 20;
  private static final int MAX_NESTING = 50;

  /**
   * @param name with its namespace where it is qualified, without where it is not
   * @param type what is known of its content: a type's name, or the type itself
   * @param many whether it may be repeated
   * @param qualifiesMembers whether its schema qualifies what says nothing itself
   */
  record Declared(
      QName name, Optional<QName> typeName, Optional<Type> type, boolean many, boolean qualifiesMembers) {}

  /** @param base the type it extends */
  record Type(Map<String, Declared> members, Optional<QName> base) {}

  private final Map<QName, Declared> elements = new HashMap<>();
  private final Map<QName, Type> types = new HashMap<>();
  private final List<Reference> references = new ArrayList<>();

  /** A member that names a global element, which may be declared later. */
  private record Reference(Map<String, Declared> members, QName element, boolean many) {}

  /** Adds a {@code schema} element, without what it imports. */
  void add(Element schema) {
    var namespace = schema.getAttribute("targetNamespace");
    boolean qualified = schema.getAttribute("elementFormDefault").equals("qualified");
    for (var child : Dom.children(schema)) {
      var name = new QName(namespace, child.getAttribute("name"));
      if (Dom.is(child, XSD, "element")) {
        elements.put(name, declared(child, name, namespace, qualified, 0));
      } else if (Dom.is(child, XSD, "complexType")) {
        types.put(name, type(child, namespace, qualified, 0));
      }
    }
  }

  /** To be called when all schemas are there. */
  void settle() {
    for (var reference : references) {
      element(reference.element()).ifPresent(element -> reference.members().put(element.name().getLocalPart(),
          new Declared(
              element.name(), element.typeName(), element.type(), reference.many(), element.qualifiesMembers())));
    }
    references.clear();
  }

  Optional<Declared> element(QName name) {
    return Optional.ofNullable(elements.get(name));
  }

  Optional<Declared> member(Declared parent, String name) {
    var type = parent.type().or(() -> parent.typeName().map(types::get));
    for (int bases = 0; type.isPresent() && bases < MAX_BASES; bases++) {
      var member = type.get().members().get(name);
      if (member != null) {
        return Optional.of(member);
      }
      type = type.get().base().map(types::get);
    }
    return Optional.empty();
  }

  private Declared declared(Element element, QName name, String namespace, boolean qualified, int depth) {
    return new Declared(name, Dom.qualified(element, "type"),
        Dom.child(element, XSD, "complexType").map(type -> type(type, namespace, qualified, depth + 1)),
        isMany(element), qualified);
  }

  private static boolean isMany(Element element) {
    var most = element.getAttribute("maxOccurs");
    return !most.isEmpty() && !most.equals("0") && !most.equals("1");
  }

  private Type type(Element complexType, String namespace, boolean qualified, int depth) {
    Map<String, Declared> members = new HashMap<>();
    var base = addMembers(members, complexType, namespace, qualified, depth);
    return new Type(members, base);
  }

  private Optional<QName> addMembers(
      Map<String, Declared> members, Element holder, String namespace, boolean qualified, int depth) {
    Optional<QName> base = Optional.empty();
    if (depth > MAX_NESTING) {
      return base;
    }
    for (var child : Dom.children(holder)) {
      if (!XSD.equals(child.getNamespaceURI())) {
        continue;
      }
      switch (child.getLocalName()) {
        case "element" -> addMember(members, child, namespace, qualified, depth);
        case "sequence", "all", "choice" -> addMembers(members, child, namespace, qualified, depth + 1);
        case "complexContent" -> base = addMembers(members, child, namespace, qualified, depth + 1);
        case "extension" -> {
          addMembers(members, child, namespace, qualified, depth + 1);
          base = Dom.qualified(child, "base");
        }
        default -> {}
      }
    }
    return base;
  }

  private void addMember(
      Map<String, Declared> members, Element element, String namespace, boolean qualified, int depth) {
    var referred = Dom.qualified(element, "ref");
    if (referred.isPresent()) {
      references.add(new Reference(members, referred.get(), isMany(element)));
      return;
    }
    var form = element.getAttribute("form");
    boolean isQualified = form.isEmpty() ? qualified : form.equals("qualified");
    var name = new QName(isQualified ? namespace : "", element.getAttribute("name"));
    members.put(name.getLocalPart(), declared(element, name, namespace, qualified, depth));
  }
}

package io.sluice.server.delivery.custom.soap;

import io.sluice.server.delivery.custom.answer.TreeAnswer;
import io.sluice.server.delivery.custom.answer.XmlAnswer;
import io.sluice.server.delivery.custom.soap.Schemas.Declared;
import io.sluice.server.delivery.custom.soap.ServiceDescription.Operation;
import io.sluice.server.http.body.BodyReading;
import io.sluice.server.http.body.XmlBody;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Attr;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** What a function answered. */
sealed interface SoapAnswer {

  record Result(TreeAnswer tree) implements SoapAnswer {}

  record Fault(String reason) implements SoapAnswer {}

  /** Whatever it is, it is no envelope. */
  record NoEnvelope() implements SoapAnswer {}

  int MAX_DEPTH = 100;

  static SoapAnswer read(String body, ServiceDescription description, Operation operation) {
    return XmlAnswer.document(body).flatMap(SoapAnswer::body)
        .<SoapAnswer>map(content -> fault(content)
            .<SoapAnswer>map(Fault::new)
            .orElseGet(() -> new Result(new TreeAnswer(result(content, description, operation), body))))
        .orElse(new NoEnvelope());
  }

  private static Optional<Element> body(Document document) {
    var envelope = document.getDocumentElement();
    var namespace = envelope.getNamespaceURI() == null ? "" : envelope.getNamespaceURI();
    boolean soap = namespace.equals(SoapMessage.ENVELOPE_11) || namespace.equals(SoapMessage.ENVELOPE_12);
    return soap && envelope.getLocalName().equals("Envelope")
        ? Dom.child(envelope, namespace, "Body")
        : Optional.empty();
  }

  /** The sentence of SOAP 1.1's {@code faultstring} or of 1.2's {@code Reason}. */
  private static Optional<String> fault(Element body) {
    return Dom.children(body).stream().findFirst()
        .filter(content -> content.getLocalName().equals("Fault") && content.getNamespaceURI() != null
            && content.getNamespaceURI().equals(body.getNamespaceURI()))
        .map(fault -> Dom.children(fault).stream()
            .filter(part -> part.getLocalName().equals("faultstring") || part.getLocalName().equals("Reason"))
            .map(part -> part.getTextContent().strip())
            .filter(text -> !text.isEmpty())
            .findFirst()
            .orElse("The service answered with a fault"));
  }

  private static @Nullable Object result(Element body, ServiceDescription description, Operation operation) {
    var content = Dom.children(body).stream().findFirst();
    return content
        .map(element -> value(element, operation.output().flatMap(description.schemas()::element),
            description.schemas(), 0))
        .orElse(Map.of());
  }

  private static @Nullable Object value(Element element, Optional<Declared> declared, Schemas schemas, int depth) {
    var attributes = attributes(element);
    var children = depth < MAX_DEPTH ? Dom.children(element) : List.<Element>of();
    if (children.isEmpty() && attributes.isEmpty()) {
      return read(element.getTextContent(), declared);
    }
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    if (!attributes.isEmpty()) {
      map.put("attributes", attributes);
    }
    for (var child : children) {
      var name = child.getLocalName();
      var known = declared.flatMap(parent -> schemas.member(parent, name));
      add(map, name, value(child, known, schemas, depth + 1), known.map(Declared::many).orElse(false));
    }
    if (children.isEmpty() && !element.getTextContent().isBlank()) {
      map.put("$value", read(element.getTextContent(), declared));
    }
    return map;
  }

  @SuppressWarnings("unchecked") // lists in the map are made here
  private static void add(Map<String, @Nullable Object> map, String name, @Nullable Object value, boolean many) {
    if (!map.containsKey(name)) {
      map.put(name, many ? new ArrayList<>(Collections.singletonList(value)) : value);
    } else if (map.get(name) instanceof ArrayList<?> list) {
      ((List<@Nullable Object>) list).add(value);
    } else {
      List<@Nullable Object> list = new ArrayList<>();
      list.add(map.get(name));
      list.add(value);
      map.put(name, list);
    }
  }

  /** Without declarations of namespaces and what is said about schemas. */
  private static Map<String, @Nullable Object> attributes(Element element) {
    Map<String, @Nullable Object> attributes = new LinkedHashMap<>();
    for (int i = 0; i < element.getAttributes().getLength(); i++) {
      if (element.getAttributes().item(i) instanceof Attr attribute
          && !String.valueOf(attribute.getNamespaceURI()).startsWith("http://www.w3.org/")) {
        attributes.put(attribute.getName(), attribute.getValue());
      }
    }
    return attributes;
  }

  /** By its declared type; XML that is sent as a text is read too (observed). */
  private static @Nullable Object read(String text, Optional<Declared> declared) {
    var type = declared.flatMap(Declared::typeName).filter(name -> name.getNamespaceURI().equals(Schemas.XSD))
        .map(name -> name.getLocalPart()).orElse("string");
    return switch (type) {
      case "int", "integer", "short", "long" -> whole(text);
      case "boolean" -> text.strip().toLowerCase(Locale.ROOT).equals("true") || text.strip().equals("1");
      default -> text.stripLeading().startsWith("<") && XmlBody.readNamed(text) instanceof BodyReading.Read(var tree)
          ? tree
          : text;
    };
  }

  private static Object whole(String text) {
    try {
      return Long.valueOf(text.strip());
    } catch (NumberFormatException notANumber) {
      return text; // what it is instead is the recipient's matter
    }
  }
}

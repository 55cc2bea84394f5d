package io.sluice.server.delivery.custom.soap;

import io.sluice.server.delivery.custom.answer.XmlAnswer;
import io.sluice.server.delivery.custom.soap.ServiceDescription.Operation;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.xml.namespace.QName;
import org.w3c.dom.Attr;
import org.w3c.dom.Element;

/** Reads a WSDL 1.1 with what it imports. */
final class WsdlReader {

  private static final String WSDL = "http://schemas.xmlsoap.org/wsdl/";
  private static final String SOAP_11 = "http://schemas.xmlsoap.org/wsdl/soap/";
  private static final String SOAP_12 = "http://schemas.xmlsoap.org/wsdl/soap12/";
  private static final String XMLNS = "http://www.w3.org/2000/xmlns/";

  private static final int MAX_DOCUMENTS = 20;
  private static final int MAX_OPERATIONS = 2_000;

  /** Names whose prefixes say nothing about the messages (observed). */
  private static final List<String> COMMON_NAMESPACES =
      List.of("http://schemas.xmlsoap.org/", "http://www.w3.org/", "http://xml.apache.org/");

  /** Why there is no description; the message is for the account. */
  static final class Unreadable extends Exception {

    Unreadable(String sentence) {
      super(sentence, null, false, false);
    }
  }

  /** Gets the text at an address. */
  @FunctionalInterface
  interface Source {

    String at(String url) throws Unreadable;
  }

  private final Source source;
  private final Set<String> read = new HashSet<>();
  private final Map<String, String> prefixes = new LinkedHashMap<>();
  private final Schemas schemas = new Schemas();
  private final List<Element> definitions = new ArrayList<>();

  private WsdlReader(Source source) {
    this.source = source;
  }

  static ServiceDescription read(String url, Source source) throws Unreadable {
    var reader = new WsdlReader(source);
    reader.addDocument(url);
    reader.schemas.settle();
    return new ServiceDescription(reader.prefixes, reader.schemas, reader.operations());
  }

  private void addDocument(String url) throws Unreadable {
    if (!read.add(url)) {
      return;
    }
    if (read.size() > MAX_DOCUMENTS) {
      throw new Unreadable("The service description imports more than " + MAX_DOCUMENTS + " documents");
    }
    var document = XmlAnswer.document(source.at(url));
    if (document.isEmpty()) {
      throw new Unreadable("The service description is not XML");
    }
    var root = document.get().getDocumentElement();
    addPrefixes(root);
    if (Dom.is(root, WSDL, "definitions")) {
      addDefinitions(root, url);
    } else if (Dom.is(root, Schemas.XSD, "schema")) {
      addSchema(root, url);
    } else {
      throw new Unreadable("The service description is not WSDL 1.1");
    }
  }

  private void addPrefixes(Element root) {
    for (int i = 0; i < root.getAttributes().getLength(); i++) {
      if (root.getAttributes().item(i) instanceof Attr attribute && XMLNS.equals(attribute.getNamespaceURI())
          && "xmlns".equals(attribute.getPrefix())
          && COMMON_NAMESPACES.stream().noneMatch(attribute.getValue()::startsWith)) {
        prefixes.putIfAbsent(attribute.getLocalName(), attribute.getValue());
      }
    }
  }

  private void addDefinitions(Element root, String url) throws Unreadable {
    definitions.add(root);
    for (var imported : Dom.children(root, WSDL, "import")) {
      addImported(imported, "location", url);
    }
    for (var types : Dom.children(root, WSDL, "types")) {
      for (var schema : Dom.children(types, Schemas.XSD, "schema")) {
        addSchema(schema, url);
      }
    }
  }

  private void addSchema(Element schema, String url) throws Unreadable {
    schemas.add(schema);
    for (var kind : List.of("import", "include")) {
      for (var imported : Dom.children(schema, Schemas.XSD, kind)) {
        addImported(imported, "schemaLocation", url);
      }
    }
  }

  private void addImported(Element imported, String attribute, String url) throws Unreadable {
    var location = Dom.attribute(imported, attribute).map(String::strip).filter(text -> !text.isEmpty());
    if (location.isEmpty()) {
      return; // its schema stands in the same document
    }
    try {
      addDocument(URI.create(url).resolve(location.get().replace(" ", "%20")).toString());
    } catch (IllegalArgumentException noUrl) {
      throw new Unreadable("The service description imports what is no address");
    }
  }

  private List<Operation> operations() throws Unreadable {
    Map<QName, Element> messages = named("message");
    Map<QName, Element> portTypes = named("portType");
    Map<QName, Element> bindings = named("binding");
    List<Operation> operations = new ArrayList<>();
    for (var root : definitions) {
      for (var service : Dom.children(root, WSDL, "service")) {
        for (var port : Dom.children(service, WSDL, "port")) {
          var binding = Dom.qualified(port, "binding").map(bindings::get);
          if (binding.isPresent()) {
            addOperations(operations, service, port, binding.get(), portTypes, messages);
          }
        }
      }
    }
    return List.copyOf(operations);
  }

  private Map<QName, Element> named(String kind) {
    Map<QName, Element> named = new HashMap<>();
    for (var root : definitions) {
      for (var element : Dom.children(root, WSDL, kind)) {
        named.putIfAbsent(new QName(root.getAttribute("targetNamespace"), element.getAttribute("name")), element);
      }
    }
    return named;
  }

  private static Optional<Element> soap(Element holder, String name) {
    return Dom.child(holder, SOAP_11, name).or(() -> Dom.child(holder, SOAP_12, name));
  }

  private void addOperations(List<Operation> into, Element service, Element port, Element binding,
      Map<QName, Element> portTypes, Map<QName, Element> messages) throws Unreadable {
    var address = soap(port, "address");
    var portType = Dom.qualified(binding, "type").map(portTypes::get);
    if (address.isEmpty() || portType.isEmpty()) {
      return; // not spoken over SOAP
    }
    boolean soap12 = Dom.child(binding, SOAP_12, "binding").isPresent();
    var style = soap(binding, "binding").flatMap(element -> Dom.attribute(element, "style"));
    for (var bound : Dom.children(binding, WSDL, "operation")) {
      var name = bound.getAttribute("name");
      var abstractly = Dom.children(portType.get(), WSDL, "operation").stream()
          .filter(operation -> operation.getAttribute("name").equals(name)).findFirst();
      if (abstractly.isEmpty()) {
        continue;
      }
      if (into.size() == MAX_OPERATIONS) {
        throw new Unreadable("The service description has more than " + MAX_OPERATIONS + " operations");
      }
      var details = soap(bound, "operation");
      var body = Dom.child(bound, WSDL, "input").flatMap(input -> soap(input, "body"));
      boolean rpc = details.flatMap(element -> Dom.attribute(element, "style")).or(() -> style).orElse("document")
          .equals("rpc");
      var input = element(abstractly.get(), "input", messages);
      var namespace = body.flatMap(element -> Dom.attribute(element, "namespace"))
          .orElse(bound.getOwnerDocument().getDocumentElement().getAttribute("targetNamespace"));
      into.add(new Operation(service.getAttribute("name"), port.getAttribute("name"), name, soap12,
          address.get().getAttribute("location").strip(),
          details.map(element -> element.getAttribute("soapAction")).orElse(""),
          rpc || input.isEmpty(),
          body.flatMap(element -> Dom.attribute(element, "use")).orElse("literal").equals("encoded"),
          rpc || input.isEmpty() ? new QName(namespace, name) : input.get(),
          rpc ? Optional.empty() : element(abstractly.get(), "output", messages)));
    }
  }

  /** The element of a message's only part that has one. */
  private static Optional<QName> element(Element operation, String direction, Map<QName, Element> messages) {
    return Dom.child(operation, WSDL, direction)
        .flatMap(element -> Dom.qualified(element, "message"))
        .map(messages::get)
        .stream()
        .flatMap(message -> Dom.children(message, WSDL, "part").stream())
        .flatMap(part -> Dom.qualified(part, "element").stream())
        .findFirst();
  }
}

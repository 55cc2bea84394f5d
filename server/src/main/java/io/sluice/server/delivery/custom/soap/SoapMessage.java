package io.sluice.server.delivery.custom.soap;

import io.sluice.engine.type.Values;
import io.sluice.server.delivery.custom.soap.Schemas.Declared;
import io.sluice.server.delivery.custom.soap.ServiceDescription.Operation;
import io.sluice.server.http.body.XmlText;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.xml.namespace.QName;
import org.jspecify.annotations.Nullable;

/** Writes the envelope as the observed system does, down to its blanks. */
final class SoapMessage {

  static final String ENVELOPE_11 = "http://schemas.xmlsoap.org/soap/envelope/";
  static final String ENVELOPE_12 = "http://www.w3.org/2003/05/soap-envelope";

  private static final Pattern NAME = Pattern.compile("[\\p{L}_][\\p{L}\\p{M}\\p{N}_.\\-:]*");
  private static final int MAX_DEPTH = 50;
  private static final String CDATA = "<![CDATA[";
  private static final String CDATA_END = "]]>";

  /** These arguments make no message; the sentence is for the account. */
  static final class Unwritable extends Exception {

    Unwritable(String sentence) {
      super(sentence, null, false, false);
    }
  }

  /**
   * What takes the place of the root element's own namespace.
   *
   * @param attribute the declaration's name and value
   */
  record Root(String prefix, Optional<Map.Entry<String, String>> attribute) {}

  private final ServiceDescription description;
  private final StringBuilder xml = new StringBuilder(1_024);

  private SoapMessage(ServiceDescription description) {
    this.description = description;
  }

  /** @param header what stands in the envelope's header, as XML; empty for none */
  static String write(ServiceDescription description, Operation operation, Map<String, @Nullable Object> arguments,
      Optional<Root> root, String header, boolean soap12) throws Unwritable {
    var message = new SoapMessage(description);
    message.open(operation, header, soap12);
    message.body(operation, arguments, root);
    return message.xml.append("</soap:Body></soap:Envelope>").toString();
  }

  private void open(Operation operation, String header, boolean soap12) {
    xml.append("<?xml version=\"1.0\" encoding=\"utf-8\"?><soap:Envelope xmlns:soap=\"")
        .append(soap12 ? ENVELOPE_12 : ENVELOPE_11)
        .append("\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" ");
    if (operation.rpc() && operation.encoded()) {
      xml.append("soap:encodingStyle=\"http://schemas.xmlsoap.org/soap/encoding/\" ");
    }
    description.prefixes().forEach(this::declare);
    xml.append('>');
    if (!header.isEmpty()) {
      xml.append("<soap:Header>").append(header).append("</soap:Header>");
    }
    xml.append("<soap:Body>");
  }

  private void declare(String prefix, String namespace) {
    xml.append(" xmlns:").append(prefix).append("=\"").append(XmlText.escapedAttribute(namespace)).append('"');
  }

  private void body(Operation operation, Map<String, @Nullable Object> arguments, Optional<Root> root)
      throws Unwritable {
    var namespace = operation.input().getNamespaceURI();
    var declared = operation.rpc() ? Optional.<Declared>empty() : description.schemas().element(operation.input());
    // An rpc's parts never have a namespace; an element that nobody declares is taken for one of the usual kind.
    boolean qualified = !operation.rpc() && declared.map(Declared::qualifiesMembers).orElse(true);
    var prefix = description.prefixOf(namespace).orElse("tns");
    var name = root.map(Root::prefix).orElse(prefix) + ":" + operation.input().getLocalPart();
    xml.append('<').append(name);
    if (root.isPresent()) {
      root.get().attribute().ifPresent(attribute -> xml.append(' ').append(attribute.getKey()).append("=\"")
          .append(XmlText.escapedAttribute(attribute.getValue())).append('"'));
    }
    if (root.isEmpty() || description.prefixOf(namespace).isEmpty()) {
      declare(prefix, namespace);
    }
    if (root.isEmpty() && qualified) {
      xml.append(" xmlns=\"").append(XmlText.escapedAttribute(namespace)).append('"');
    }
    xml.append('>');
    members(arguments, declared, qualified ? prefix + ":" : "", 0);
    xml.append("</").append(name).append('>');
  }

  /** @param inherited the prefix of members that nobody declares, with its colon */
  private void members(Map<?, ?> members, Optional<Declared> parent, String inherited, int depth) throws Unwritable {
    if (depth > MAX_DEPTH) {
      throw new Unwritable("Arguments nested deeper than " + MAX_DEPTH);
    }
    for (var member : members.entrySet()) {
      var name = String.valueOf(member.getKey());
      if (name.equals("attributes") && member.getValue() instanceof Map<?, ?>) {
        continue;
      }
      if (name.equals("$value")) {
        xml.append(escaped(member.getValue()));
        continue;
      }
      if (!NAME.matcher(name).matches()) {
        throw new Unwritable("\"" + name + "\" is no name of an argument");
      }
      if (member.getValue() instanceof List<?> list) {
        for (var value : list) {
          // Gaps in a list are no elements (observed for forms).
          if (!"".equals(value)) {
            element(name, value, parent, inherited, depth);
          }
        }
      } else {
        element(name, member.getValue(), parent, inherited, depth);
      }
    }
  }

  private void element(String name, @Nullable Object value, Optional<Declared> parent, String inherited, int depth)
      throws Unwritable {
    if (value == null) {
      return;
    }
    var declared = parent.flatMap(known -> description.schemas().member(known, name));
    var prefix = declared.map(known -> prefixOf(known.name())).orElse(inherited);
    var full = name.indexOf(':') > 0 ? name : prefix + name;
    xml.append('<').append(full);
    declared.map(Declared::name).filter(known -> prefix.equals("ns1:")).ifPresent(
        known -> declare("ns1", known.getNamespaceURI()));
    if (value instanceof Map<?, ?> map) {
      if (map.get("attributes") instanceof Map<?, ?> attributes) {
        attributes(attributes);
      }
      xml.append('>');
      members(map, declared, prefix, depth + 1);
    } else {
      xml.append('>').append(escaped(value));
    }
    xml.append("</").append(full).append('>');
  }

  /** With its colon; a namespace that the description has no prefix for is {@code ns1} where it is needed. */
  private String prefixOf(QName name) {
    return name.getNamespaceURI().isEmpty() ? ""
        : description.prefixOf(name.getNamespaceURI()).orElse("ns1") + ":";
  }

  private void attributes(Map<?, ?> attributes) throws Unwritable {
    for (var attribute : attributes.entrySet()) {
      var name = String.valueOf(attribute.getKey());
      if (!NAME.matcher(name).matches()) {
        throw new Unwritable("\"" + name + "\" is no name of an attribute");
      }
      xml.append(' ').append(name).append("=\"")
          .append(XmlText.escapedAttribute(Values.text(attribute.getValue()))).append('"');
    }
  }

  /** A text wrapped in CDATA stays so, as documents in arguments often are; it cannot end the section itself. */
  private static String escaped(@Nullable Object value) {
    var text = Values.text(value);
    if (text.length() >= CDATA.length() + CDATA_END.length() && text.startsWith(CDATA) && text.endsWith(CDATA_END)) {
      var data = text.substring(CDATA.length(), text.length() - CDATA_END.length());
      return CDATA + XmlText.allowed(data).replace(CDATA_END, "]]]]><![CDATA[>") + CDATA_END;
    }
    return XmlText.escaped(text).replace("\"", "&quot;").replace("'", "&apos;");
  }
}

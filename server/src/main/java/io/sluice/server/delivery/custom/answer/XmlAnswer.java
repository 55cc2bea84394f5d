package io.sluice.server.delivery.custom.answer;

import io.sluice.server.http.body.XmlText;
import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Attr;
import org.w3c.dom.Document;
import org.w3c.dom.Node;
import org.xml.sax.ErrorHandler;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;

/** An XML document. Its places are XPaths. A document type is refused, so nothing is expanded and nothing opened. */
public final class XmlAnswer implements AnswerBody {

  private static final DocumentBuilderFactory BUILDERS = builders();
  private static final ErrorHandler SILENT = new ErrorHandler() {
    @Override
    public void warning(SAXParseException warning) {}

    @Override
    public void error(SAXParseException error) throws SAXException {
      throw error;
    }

    @Override
    public void fatalError(SAXParseException error) throws SAXException {
      throw error;
    }
  };

  private final Map<String, @Nullable Object> tree;
  private final String whole;
  private @Nullable Optional<Document> document;

  XmlAnswer(Map<String, @Nullable Object> tree, String whole) {
    this.tree = tree;
    this.whole = whole;
  }

  private static DocumentBuilderFactory builders() {
    try {
      var builders = DocumentBuilderFactory.newDefaultNSInstance();
      builders.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      builders.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      builders.setXIncludeAware(false);
      builders.setExpandEntityReferences(false);
      return builders;
    } catch (ParserConfigurationException e) {
      throw new IllegalStateException("every Java has these", e);
    }
  }

  /** The document, with namespaces; empty for what is none, and for one with a document type. */
  public static Optional<Document> document(String xml) {
    try {
      var builder = BUILDERS.newDocumentBuilder();
      builder.setErrorHandler(SILENT);
      var text = xml.startsWith("\uFEFF") ? xml.substring(1) : xml;
      return Optional.of(builder.parse(new InputSource(new StringReader(text.stripLeading()))));
    } catch (SAXException unreadable) {
      return Optional.empty();
    } catch (IOException | ParserConfigurationException e) {
      throw new IllegalStateException("reading XML from memory", e);
    }
  }

  @Override
  public Map<String, @Nullable Object> appended() {
    return tree;
  }

  @Override
  public String whole() {
    return whole;
  }

  /** Of an element its markup (observed), else its text. */
  @Override
  public Optional<String> at(String path) {
    var found = new StringBuilder();
    for (var value : evaluated(path)) {
      found.append(found.isEmpty() ? "" : ",").append(value instanceof Node node ? markup(node) : value);
    }
    return Optional.of(found.toString());
  }

  @Override
  public List<Object> values(String path) {
    return evaluated(path).stream()
        .<Object>map(value -> value instanceof Node node ? String.valueOf(node.getTextContent()) : value)
        .toList();
  }

  private List<Object> evaluated(String path) {
    var read = document;
    if (read == null) {
      read = document(whole);
      document = read;
    }
    return read.map(known -> XPaths.evaluate(path, known, MAX_VALUES)).orElse(List.of());
  }

  private static String markup(Node node) {
    var xml = new StringBuilder();
    write(xml, node);
    return xml.toString();
  }

  /** As deep as the document, which was counted when it was read. */
  private static void write(StringBuilder xml, Node node) {
    switch (node.getNodeType()) {
      case Node.ELEMENT_NODE -> {
        xml.append('<').append(node.getNodeName());
        for (int i = 0; i < node.getAttributes().getLength(); i++) {
          if (node.getAttributes().item(i) instanceof Attr attribute) {
            xml.append(' ').append(attribute.getName()).append("=\"")
                .append(XmlText.escapedAttribute(attribute.getValue())).append('"');
          }
        }
        xml.append('>');
        writeChildren(xml, node);
        xml.append("</").append(node.getNodeName()).append('>');
      }
      case Node.DOCUMENT_NODE -> writeChildren(xml, node);
      case Node.TEXT_NODE -> xml.append(XmlText.escaped(String.valueOf(node.getNodeValue())));
      default -> xml.append(node.getNodeValue());
    }
  }

  private static void writeChildren(StringBuilder xml, Node node) {
    for (var child = node.getFirstChild(); child != null; child = child.getNextSibling()) {
      write(xml, child);
    }
  }

  @Override
  public Optional<String> captured(String pattern) {
    return Optional.empty();
  }
}

package io.sluice.server.http.body;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.StringReader;
import java.util.List;
import java.util.Map;
import java.util.Random;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.InputSource;

/** Decision 0012: a reader of our own has to prove itself against one that is not. */
class XmlBodyTest {

  private static final long SEED = 20_260_115;

  @Test
  void thousands_of_random_documents_read_as_the_platforms_parser_reads_them() throws Exception {
    var random = new Random(SEED);
    var builder = DocumentBuilderFactory.newDefaultInstance().newDocumentBuilder();
    for (int i = 0; i < 3_000; i++) {
      var xml = new StringBuilder();
      element(random, xml, 0);
      var dom = builder.parse(new InputSource(new StringReader(xml.toString()))).getDocumentElement();
      assertThat(XmlBody.read(xml.toString())).as(xml.toString()).isEqualTo(new BodyReading.Read(value(dom)));
    }
  }

  @Test
  void no_cut_or_damaged_document_escapes_as_an_exception() {
    var random = new Random(SEED);
    for (int i = 0; i < 3_000; i++) {
      var xml = new StringBuilder("<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b 'c'>]><!-- d -->");
      element(random, xml, 0);
      for (int damage = 0; damage < 3; damage++) {
        xml.setCharAt(random.nextInt(xml.length()), "<>&/'\"=!-[]?; a#\n".charAt(random.nextInt(17)));
      }
      var damaged = xml.substring(0, random.nextInt(xml.length()));
      assertThatCode(() -> XmlBody.read(damaged)).as(damaged).doesNotThrowAnyException();
    }
  }

  @Test
  void a_fault_names_its_line_and_its_column() {
    assertThat(XmlBody.read("<a>\n <b>\n  &x y</b></a>")).isEqualTo(
        new BodyReading.Unreadable("Invalid character in entity name Line: 2 Column: 5 Char:  ."));
  }

  private static void element(Random random, StringBuilder xml, int depth) {
    var name = List.of("a", "b", "first_name", "x-1", "é").get(random.nextInt(5));
    xml.append('<').append(name);
    if (random.nextInt(3) == 0) {
      xml.append(" k").append(random.nextInt(3)).append(" = \"").append(text(random)).append('"');
    }
    if (random.nextInt(6) == 0) {
      xml.append("/>");
      return;
    }
    xml.append('>');
    for (int i = depth > 4 ? 0 : random.nextInt(4); i > 0; i--) {
      switch (random.nextInt(5)) {
        case 0 -> xml.append(text(random));
        case 1 -> xml.append("<![CDATA[").append(random.nextInt(9)).append("<&]]>");
        case 2 -> xml.append("<!-- ").append(text(random)).append(" --><?p ?>");
        default -> element(random, xml, depth + 1);
      }
    }
    xml.append("</").append(name).append(random.nextBoolean() ? ">" : " >");
  }

  private static String text(Random random) {
    return List.of("text", " ", "a b", "&lt;&amp;", "&#233;&#x1F600;", "é漢", "'").get(random.nextInt(7));
  }

  /** The same rules, written down against the other parser's tree. */
  private static Object value(Element element) {
    var fields = new java.util.LinkedHashMap<String, Object>();
    var attributes = element.getAttributes();
    for (int i = 0; i < attributes.getLength(); i++) {
      fields.put(attributes.item(i).getNodeName(), attributes.item(i).getNodeValue());
    }
    var text = new StringBuilder();
    boolean data = false;
    for (var child = element.getFirstChild(); child != null; child = child.getNextSibling()) {
      switch (child.getNodeType()) {
        case Node.ELEMENT_NODE -> fields.merge(child.getNodeName(), value((Element) child), XmlBodyTest::both);
        case Node.TEXT_NODE -> text.append(child.getNodeValue());
        case Node.CDATA_SECTION_NODE -> {
          text.append(child.getNodeValue());
          data = true;
        }
        default -> {}
      }
    }
    if (fields.isEmpty()) {
      return text.toString();
    }
    if (data || !text.toString().isBlank()) {
      fields.put("_", text.toString());
    }
    return fields;
  }

  private static Object both(Object earlier, Object later) {
    return earlier instanceof List<?> list
        ? java.util.stream.Stream.concat(list.stream(), java.util.stream.Stream.of(later)).toList()
        : List.<Object>of(earlier, later);
  }

  @Test
  void names_are_sorted_by_first_appearance_with_the_text_in_front() {
    var read = (BodyReading.Read) XmlBody.read("<r z='1'>t<b/><a/><b/></r>");
    assertThat(((Map<?, ?>) read.value()).keySet().toString()).isEqualTo("[_, z, b, a]");
  }
}

package io.sluice.server.delivery.custom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the cases do not show of paths that become XML. */
class XmlTreeTest {

  @Test
  void a_value_cannot_leave_its_place() throws Exception {
    assertThat(one("lead@id", "\"><x/>\n").inOneLine()).isEqualTo("<lead id=\"&quot;&gt;&lt;x/&gt;&#xA;\"/>");
    assertThat(one("lead.a", "</a>&").inOneLine()).isEqualTo("<lead><a>&lt;/a&gt;&amp;</a></lead>");
    assertThat(one("lead#cdata", "]]><x/>").inOneLine()).isEqualTo("<lead><![CDATA[]]]]><![CDATA[><x/>]]></lead>");
    assertThat(one("lead#comment", "--><x/>").inOneLine()).isEqualTo("<lead><!-- - -><x/> --></lead>");
    assertThat(one("lead.a", "\u0000").inOneLine()).isEqualTo("<lead><a>\uFFFD</a></lead>");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "lead.a b", "lead.", "", "<x>", "lead@", "lead@a b", "lead#raw", "1a"})
  void a_path_that_names_no_element_is_told(String path) {
    assertThatThrownBy(() -> one(path, "1")).isInstanceOf(XmlTree.Unwritable.class);
  }

  @Test
  void members_of_a_list_are_elements_of_their_own_and_gaps_are_none() throws Exception {
    var values = new LinkedHashMap<String, Object>();
    values.put("lead", Map.of("phone", Arrays.asList("1", null, "", Map.of("n", 2))));
    assertThat(XmlTree.of(values).inOneLine())
        .isEqualTo("<lead><phone>1</phone><phone/><phone><n>2</n></phone></lead>");
  }

  @Test
  void text_beside_elements_stands_on_a_line_of_its_own() throws Exception {
    var values = new LinkedHashMap<String, Object>();
    values.put("a", "text");
    values.put("a.b", "1");
    assertThat(XmlTree.of(values).document()).isEqualTo("<?xml version=\"1.0\"?>\n<a>\n  text\n  <b>1</b>\n</a>");
  }

  @Test
  void a_tree_without_end_is_refused() {
    Object deep = "x";
    for (int i = 0; i < 200; i++) {
      deep = Map.of("a", deep);
    }
    var values = Map.of("a", deep);
    assertThatThrownBy(() -> XmlTree.of(values)).hasMessageContaining("deeper");
    assertThatThrownBy(() -> one("a." + "b.".repeat(200) + "c", "x")).hasMessageContaining("deeper");
  }

  private static XmlTree one(String path, String value) throws XmlTree.Unwritable {
    return XmlTree.of(Map.of(path, value));
  }
}

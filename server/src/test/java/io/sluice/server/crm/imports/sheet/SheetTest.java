package io.sluice.server.crm.imports.sheet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.sluice.server.crm.imports.Workbook;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;

/** What is read out of files that strangers wrote. */
class SheetTest {

  @Test
  void csv_is_read_with_a_byte_order_mark_and_any_line_ends_and_blank_lines_count() {
    assertThat(rows("\uFEFFa,b\r\n1,\"two\nlines\"\n\n3\r4,\"say \"\"hi\"\"\",5"))
        .containsExactly("1 a|b", "2 1|two\nlines", "3 ", "4 3", "5 4|say \"hi\"|5");
  }

  @Test
  void csv_that_is_not_utf_8_is_told() {
    unreadable("a,b\n1,é".getBytes(StandardCharsets.ISO_8859_1)).hasMessageContaining("not UTF-8");
    unreadable("a,b\n1,2".getBytes(StandardCharsets.UTF_16LE)).hasMessageContaining("NUL");
  }

  @Test
  void csv_with_a_cell_that_does_not_end_is_told() {
    unreadable(("a,b\n1,\"" + "x".repeat(70_000)).getBytes(StandardCharsets.UTF_8)).hasMessageContaining("in row 2");
    unreadable(("a" + ",".repeat(501)).getBytes(StandardCharsets.UTF_8)).hasMessageContaining("500 columns");
  }

  @Test
  void a_workbooks_first_visible_sheet_is_read_as_whoever_looks_at_it_would_write_it_down() {
    byte[] file = Workbook.empty()
        .shared("<t>name</t>", "<r><t>An</t></r><r><t xml:space=\"preserve\">n </t></r><rPh><t>phonetic</t></rPh>")
        .rows("""
            <row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="inlineStr"><is><t>phone</t></is></c></row>
            <row r="4"><c r="A4" t="s"><v>1</v></c><c r="B4"><v>1.5125550100E10</v></c><c r="D4" s="1"><v>46083</v></c>
              <c r="E4" s="2"><v>2134</v></c><c r="F4" t="b"><v>1</v></c><c r="G4" t="str"><f>1+1</f><v>2</v></c>
              <c r="H4" s="1"><v>46083.75</v></c><c r="I4"/><c r="J4" t="e"><v>#N/A</v></c><c r="K4"><v>0.10</v></c></row>
            """).bytes();
    assertThat(SheetFormat.of(file)).isEqualTo(SheetFormat.XLSX);
    assertThat(rows(file)).containsExactly(
        "1 name|phone", "4 Ann |15125550100||2026-03-02|02134|true|2|2026-03-02T18:00||#N/A|0.1");
  }

  @Test
  void cells_without_addresses_stand_one_behind_the_other() {
    assertThat(rows(Workbook.empty().rows("<row><c><v>1</v></c><c t=\"inlineStr\"><is><t>x</t></is></c></row><row/>")
        .bytes())).containsExactly("1 1|x", "2 ");
  }

  @Test
  void a_workbook_that_declares_entities_is_refused() {
    unreadable(Workbook.empty().part("xl/sharedStrings.xml", """
        <!DOCTYPE sst [<!ENTITY x SYSTEM "file:///etc/passwd">]>
        <sst><si><t>&x;</t></si></sst>""").bytes()).hasMessageContaining("declares entities");
    String laughs = """
        <!DOCTYPE worksheet [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>
        <worksheet><sheetData><row><c t="inlineStr"><is><t>&b;</t></is></c></row></sheetData></worksheet>""";
    unreadable(Workbook.empty().part("xl/worksheets/sheet1.xml", laughs).bytes())
        .hasMessageContaining("declares entities");
  }

  @Test
  void a_workbook_that_unpacks_to_too_much_is_refused() {
    byte[] bomb = Workbook.empty().rows("<x/>".repeat(30_000_000)).bytes();
    assertThat(bomb.length).isLessThan(1 << 20);
    unreadable(bomb).hasMessageContaining("unpacks to more than");
    String megabytes = "a".repeat(40 << 20);
    for (String piece : List.of("<row x=\"" + megabytes + "\"/>", "<" + megabytes + "/>",
        "<!--" + megabytes + "-->", "<row><c t=\"inlineStr\"><is><t>" + megabytes + "</t></is></c></row>")) {
      unreadable(Workbook.empty().rows(piece).bytes()).as(piece.substring(0, 40)).message()
          .matches(".*(unpacks to more than|cell of more than|not an XLSX).*");
    }
    String text = "<t>" + "x".repeat(32_000) + "</t></si><si>";
    unreadable(Workbook.empty().shared(text.repeat(1_100)).bytes()).hasMessageContaining("characters in them");
    assertThat(rows(Workbook.empty().rows(" ".repeat(40 << 20)).bytes())).isEmpty();
  }

  @Test
  void numbers_that_would_be_endless_texts_and_cells_far_away_cost_nothing() {
    assertThat(rows(Workbook.empty().rows("<row r=\"1\"><c r=\"A1\"><v>1E1000000000</v></c></row>").bytes()))
        .containsExactly("1 1E1000000000");
    unreadable(Workbook.empty().rows("<row><c r=\"ZZZZZZZ1\"><v>1</v></c></row>").bytes())
        .hasMessageContaining("500 columns");
    unreadable(Workbook.empty().rows("<row><c t=\"s\"><v>2000000000</v></c></row>").bytes())
        .hasMessageContaining("not in the workbook");
    unreadable(Workbook.empty().rows("<row r=\"5\"/><row r=\"5\"/>").bytes()).hasMessageContaining("not in order");
  }

  @Test
  void a_format_of_numbers_costs_its_length_once_whatever_stands_in_it_and_however_many_cells_have_it() {
    assertTimeoutPreemptively(Duration.ofSeconds(5), () ->
        assertThat(rows(formatted("[".repeat(300_000), 1))).containsExactly("1 46083"));
    assertTimeoutPreemptively(Duration.ofSeconds(5), () ->
        assertThat(rows(formatted("0".repeat(500_000) + "yyyy", 60_000))).containsExactly("1 2026-03-02"));
    assertThat(rows(formatted("[Red]yyyy&quot;[&quot;", 1))).containsExactly("1 2026-03-02");
  }

  private static byte[] formatted(String code, int styles) {
    return Workbook.empty().part("xl/styles.xml", "<styleSheet><numFmts><numFmt numFmtId=\"164\" formatCode=\"" + code
            + "\"/></numFmts><cellXfs>" + "<xf numFmtId=\"164\"/>".repeat(styles) + "</cellXfs></styleSheet>")
        .rows("<row><c s=\"0\"><v>46083</v></c></row>").bytes();
  }

  @Test
  void what_only_looks_like_a_workbook_is_refused() {
    unreadable("PK\3\4 and nothing behind it".getBytes(StandardCharsets.UTF_8)).hasMessageContaining("not an XLSX");
    unreadable(Workbook.empty().part("xl/workbook.xml", "<workbook>").bytes()).hasMessageContaining("not an XLSX");
    unreadable(Workbook.empty().part("_rels/.rels", "<Relationships/>").bytes()).hasMessageContaining("not an XLSX");
    unreadable(Workbook.empty().part("xl/workbook.xml", "<workbook><sheets/></workbook>").bytes())
        .hasMessageContaining("no sheet");
  }

  private static AbstractThrowableAssert<?, ? extends Throwable> unreadable(byte[] file) {
    return assertThatThrownBy(() -> rows(file)).isInstanceOf(UnreadableSheet.class);
  }

  private static List<String> rows(String csv) {
    return rows(csv.getBytes(StandardCharsets.UTF_8));
  }

  private static List<String> rows(byte[] file) {
    List<String> rows = new ArrayList<>();
    try (Sheet sheet = Sheet.open(SheetFormat.of(file), file)) {
      for (Optional<SheetRow> row = sheet.next(); row.isPresent(); row = sheet.next()) {
        rows.add(row.get().number() + " " + String.join("|", row.get().cells()));
      }
    }
    return rows;
  }
}

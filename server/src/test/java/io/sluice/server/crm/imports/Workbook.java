package io.sluice.server.crm.imports;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** An XLSX workbook, part by part, so that any of them can be what no spreadsheet would write. */
public final class Workbook {

  private static final String MAIN = "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"";
  private static final String RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

  private final Map<String, String> parts = new LinkedHashMap<>();

  private Workbook() {
    part("[Content_Types].xml", "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>");
    part("_rels/.rels", relationships("rId1", "officeDocument", "xl/workbook.xml"));
    part("xl/workbook.xml", "<workbook " + MAIN + " xmlns:r=\"" + RELATED + "\"><sheets>"
        + "<sheet name=\"Old\" sheetId=\"1\" state=\"hidden\" r:id=\"rId9\"/>"
        + "<sheet name=\"Leads\" sheetId=\"2\" r:id=\"rId1\"/></sheets></workbook>");
    part("xl/_rels/workbook.xml.rels", relationships("rId1", "worksheet", "worksheets/sheet1.xml",
        "rId2", "sharedStrings", "/xl/sharedStrings.xml", "rId3", "styles", "styles.xml"));
    part("xl/styles.xml", "<styleSheet " + MAIN + "><numFmts><numFmt numFmtId=\"164\" formatCode=\"00000\"/></numFmts>"
        + "<cellStyleXfs><xf numFmtId=\"14\"/></cellStyleXfs>"
        + "<cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"164\"/></cellXfs></styleSheet>");
    shared();
    rows("");
  }

  public static Workbook empty() {
    return new Workbook();
  }

  public Workbook part(String name, String xml) {
    parts.put(name, xml);
    return this;
  }

  /** The texts that cells of type {@code s} name by their place. */
  public Workbook shared(String... items) {
    return part("xl/sharedStrings.xml", "<sst " + MAIN + "><si>" + String.join("</si><si>", items) + "</si></sst>");
  }

  /** @param xml what stands in {@code sheetData} */
  public Workbook rows(String xml) {
    return part("xl/worksheets/sheet1.xml",
        "<worksheet " + MAIN + "><dimension ref=\"A1\"/><sheetData>" + xml + "</sheetData></worksheet>");
  }

  public byte[] bytes() {
    var out = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(out)) {
      for (Map.Entry<String, String> part : parts.entrySet()) {
        zip.putNextEntry(new ZipEntry(part.getKey()));
        zip.write(part.getValue().getBytes(StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /** @param parts id, type and target by turns */
  private static String relationships(String... parts) {
    StringBuilder xml = new StringBuilder(
        "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">");
    for (int i = 0; i < parts.length; i += 3) {
      xml.append("<Relationship Id=\"").append(parts[i]).append("\" Type=\"").append(RELATED).append('/')
          .append(parts[i + 1]).append("\" Target=\"").append(parts[i + 2]).append("\"/>");
    }
    return xml.append("</Relationships>").toString();
  }
}

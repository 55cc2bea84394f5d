package io.sluice.server.crm.imports.sheet;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a workbook: XML in a ZIP archive. What is unpacked is counted and bounded over all parts, so that a
 * small file cannot become a large one, and no part may declare or name anything outside itself.
 */
final class WorkbookParts implements AutoCloseable {

  static final long MAX_UNPACKED_BYTES = 96L << 20;

  /** Of one tag, one comment, one piece of text: the reader holds it whole before anything can be said of it. */
  private static final long MAX_PIECE_BYTES = 1L << 20;
  private static final int MAX_PARTS = 1_000;

  private final ZipFile zip;
  private final XMLInputFactory xml;
  private long unpacked;
  private long unpackedOfPiece;

  private WorkbookParts(ZipFile zip) {
    this.zip = zip;
    // The platform's own, whatever other libraries bring along.
    xml = XMLInputFactory.newDefaultFactory();
    xml.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    xml.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    xml.setProperty(XMLInputFactory.IS_COALESCING, false); // a long text comes in pieces, which can be bounded
  }

  static WorkbookParts open(byte[] file) {
    if (entries(file) > MAX_PARTS) {
      throw new UnreadableSheet("the workbook has more than " + MAX_PARTS + " parts");
    }
    try {
      return new WorkbookParts(ZipFile.builder().setSeekableByteChannel(new SeekableInMemoryByteChannel(file)).get());
    } catch (IOException | IllegalArgumentException broken) {
      throw notAWorkbook();
    }
  }

  static UnreadableSheet notAWorkbook() {
    return new UnreadableSheet("the file is not an XLSX workbook, or is damaged");
  }

  /** By the headers of the directory at its end, before anything makes an object of each. */
  private static int entries(byte[] file) {
    int entries = 0;
    for (int i = 0; i + 3 < file.length; i++) {
      if (file[i] == 'P' && file[i + 1] == 'K' && file[i + 2] == 1 && file[i + 3] == 2) {
        entries++;
      }
    }
    return entries;
  }

  /** @param type the last part of the relationship's type, such as {@code sharedStrings} */
  record Relationship(String id, String type, String target) {}

  /** What a part refers to; the whole workbook's for an empty name. */
  List<Relationship> relationships(String part) {
    int slash = part.lastIndexOf('/');
    String folder = part.substring(0, slash + 1);
    List<Relationship> found = new ArrayList<>();
    Optional<Part> rels = find(folder + "_rels/" + part.substring(slash + 1) + ".rels");
    if (rels.isPresent()) {
      try (Part relationships = rels.get()) {
        while (relationships.toStart()) {
          if (relationships.isAt("Relationship")) {
            String type = relationships.attribute("Type").orElse("");
            String target = relationships.attribute("Target").orElse("");
            found.add(new Relationship(relationships.attribute("Id").orElse(""),
                type.substring(type.lastIndexOf('/') + 1),
                target.startsWith("/") ? target.substring(1) : folder + target));
          }
        }
      }
    }
    return found;
  }

  Part part(String name) {
    return find(name).orElseThrow(WorkbookParts::notAWorkbook);
  }

  private Optional<Part> find(String name) {
    ZipArchiveEntry entry = zip.getEntry(name);
    if (entry == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(new Part(xml.createXMLStreamReader(new Counted(zip.getInputStream(entry)))));
    } catch (IOException | XMLStreamException broken) {
      throw notAWorkbook();
    }
  }

  @Override
  public void close() {
    try {
      zip.close();
    } catch (IOException broken) {
      throw notAWorkbook();
    }
  }

  /** One part, from element to element, told by their local names: those both dialects of the format have. */
  final class Part implements AutoCloseable {

    private final XMLStreamReader reader;
    private boolean ended;

    private Part(XMLStreamReader reader) {
      this.reader = reader;
    }

    /** To the next element's start; false at the part's end, and from then on. */
    boolean toStart() {
      while (!ended) {
        if (next() == XMLStreamConstants.START_ELEMENT) {
          return true;
        }
      }
      return false;
    }

    int next() {
      try {
        unpackedOfPiece = 0;
        int event = reader.next();
        ended = event == XMLStreamConstants.END_DOCUMENT;
        if (event == XMLStreamConstants.DTD || event == XMLStreamConstants.ENTITY_REFERENCE) {
          throw new UnreadableSheet("the workbook declares entities, which no spreadsheet needs");
        }
        return event;
      } catch (XMLStreamException broken) {
        for (Throwable cause = broken; cause != null; cause = cause.getCause()) {
          if (cause instanceof TooLarge) {
            throw new UnreadableSheet("the workbook, or a piece of it, unpacks to more than any spreadsheet needs");
          }
        }
        throw notAWorkbook();
      }
    }

    boolean isAt(String element) {
      return reader.getLocalName().equals(element);
    }

    Optional<String> attribute(String name) {
      return Optional.ofNullable(reader.getAttributeValue("", name));
    }

    /** Of a name space, whichever: the relationships' own, where nothing else is called that. */
    Optional<String> prefixed(String name) {
      for (int i = 0; i < reader.getAttributeCount(); i++) {
        @Nullable String space = reader.getAttributeNamespace(i);
        if (reader.getAttributeLocalName(i).equals(name) && space != null && !space.isEmpty()) {
          return Optional.of(reader.getAttributeValue(i));
        }
      }
      return Optional.empty();
    }

    /** All text up to the end of the element it stands at, but for that of elements called {@code without}. */
    String text(String without) {
      StringBuilder text = new StringBuilder();
      int depth = 1;
      int left = 0;
      while (depth > 0) {
        switch (next()) {
          case XMLStreamConstants.START_ELEMENT -> {
            depth++;
            if (left == 0 && isAt(without)) {
              left = depth;
            }
          }
          case XMLStreamConstants.END_ELEMENT -> {
            if (left == depth) {
              left = 0;
            }
            depth--;
          }
          case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE -> {
            if (left == 0) {
              text.append(reader.getTextCharacters(), reader.getTextStart(), reader.getTextLength());
            }
          }
          case XMLStreamConstants.END_DOCUMENT -> throw notAWorkbook();
          default -> { } // comments and processing instructions are no text
        }
        if (text.length() > SheetRow.MAX_CELL_CHARS) {
          throw new UnreadableSheet("the workbook has a cell of more than " + SheetRow.MAX_CELL_CHARS + " characters");
        }
      }
      return text.toString();
    }

    @Override
    public void close() {
      try {
        reader.close();
      } catch (XMLStreamException broken) {
        throw notAWorkbook();
      }
    }
  }

  private static final class TooLarge extends IOException {

    private static final long serialVersionUID = 1L;
  }

  private final class Counted extends FilterInputStream {

    private Counted(InputStream part) {
      super(part);
    }

    @Override
    public int read() throws IOException {
      int one = super.read();
      count(one < 0 ? 0 : 1);
      return one;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      int some = super.read(into, offset, length);
      count(Math.max(0, some));
      return some;
    }

    private void count(int more) throws IOException {
      unpacked += more;
      unpackedOfPiece += more;
      if (unpacked > MAX_UNPACKED_BYTES || unpackedOfPiece > MAX_PIECE_BYTES) {
        throw new TooLarge();
      }
    }
  }
}

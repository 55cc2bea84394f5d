package io.sluice.server.lead.inbound;

import io.sluice.server.http.body.MediaRanges;
import io.sluice.server.http.body.PercentText;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Bodies are UTF-8 whatever they are said to be, as on the observed system. One that is no UTF-8 would only be spoilt
 * by that, so its sender is believed (decision 0143).
 */
public final class SaidCharset {

  /** Who says Latin-1 means what Windows makes of it, as in browsers: the two differ in control characters only. */
  private static final Charset WINDOWS = Charset.forName("windows-1252");
  private static final Map<String, Charset> BELIEVED = Map.of(
      "iso-8859-1", WINDOWS, "latin1", WINDOWS, "windows-1252", WINDOWS, "cp1252", WINDOWS,
      "iso-8859-15", Charset.forName("ISO-8859-15"), "utf-16", StandardCharsets.UTF_16,
      "utf-16le", StandardCharsets.UTF_16LE, "utf-16be", StandardCharsets.UTF_16BE);
  private static final Pattern OF_TYPE = Pattern.compile("(?i)charset=[\"']?([\\w-]+)");
  private static final Pattern OF_DOCUMENT = Pattern.compile("(?i)encoding=[\"']([\\w-]+)");
  private static final Pattern ESCAPES = Pattern.compile("(?:%[0-9A-Fa-f]{2})+");
  private static final int DECLARATION_BYTES = 200;

  private SaidCharset() {}

  /** The same text in UTF-8; the body as it is when it is that already, or nobody says what else it is. */
  public static byte[] inUtf8(byte[] body, @Nullable String contentType) {
    Charset said = said(OF_TYPE, contentType == null ? "" : contentType);
    if (said == null) {
      said = said(OF_DOCUMENT, declaration(body));
    }
    if (said == null) {
      return body;
    }
    byte[] text = isUtf8(body) ? body : new String(body, said).getBytes(StandardCharsets.UTF_8);
    return MediaRanges.FORM.equals(MediaRanges.best(contentType)) ? escapesInUtf8(text, said) : text;
  }

  /** What the escapes of a form stand for is judged as bytes are that came without them. */
  private static byte[] escapesInUtf8(byte[] form, Charset said) {
    Matcher runs = ESCAPES.matcher(new String(form, StandardCharsets.UTF_8));
    if (said.newEncoder().maxBytesPerChar() > 1 || runs.results().allMatch(run -> isUtf8(bytes(run)))) {
      return form;
    }
    return runs.replaceAll(run -> PercentText.encode(new String(bytes(run), said))).getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] bytes(MatchResult escapes) {
    return HexFormat.of().parseHex(escapes.group().replace("%", ""));
  }

  private static @Nullable Charset said(Pattern where, String text) {
    var name = where.matcher(text);
    return name.find() ? BELIEVED.get(name.group(1).toLowerCase(Locale.ROOT)) : null;
  }

  /** Of a document; empty where it has none. */
  private static String declaration(byte[] body) {
    if (body.length < 2 || body[0] != '<' || body[1] != '?') {
      return "";
    }
    String start = new String(body, 0, Math.min(body.length, DECLARATION_BYTES), StandardCharsets.ISO_8859_1);
    return start.substring(0, Math.max(0, start.indexOf("?>")));
  }

  private static boolean isUtf8(byte[] body) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body));
      return true;
    } catch (CharacterCodingException notUtf8) {
      return false;
    }
  }
}

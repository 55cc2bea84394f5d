package io.sluice.server.http.body;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;

/** A JSON body as texts, numbers, booleans, lists and maps. */
public final class JsonBody {

  public static final int MAX_DEPTH = 100;
  static final int MAX_NUMBER_CHARACTERS = 1_000;

  /** Names, values and brackets: {@code {}} is three bytes with its comma, and twenty times as much as a map. */
  public static final int MAX_TOKENS = 30_000;

  static final int MAX_QUOTED_CHARACTERS = 200;

  /** Above it a double no longer tells neighbouring integers apart. */
  private static final double EXACT = 9_007_199_254_740_992.0;

  private static final Pattern READERS_OWN = Pattern.compile(", from `[^`]*`| \\(start marker at \\[Source[^]]*]\\)");

  static final JsonFactory FACTORY = JsonFactory.builder()
      .streamReadConstraints(StreamReadConstraints.builder()
          .maxNestingDepth(MAX_DEPTH)
          .maxNumberLength(MAX_NUMBER_CHARACTERS)
          .maxTokenCount(MAX_TOKENS)
          .build())
      .build();

  private JsonBody() {}

  /** Strict JSON in UTF-8, with or without a byte order mark; of a repeated name the last value counts. */
  public static BodyReading read(byte[] body) {
    int start = startOf(body);
    try (var parser = FACTORY.createParser(ObjectReadContext.empty(), body, start, body.length - start)) {
      return new BodyReading.Read(document(parser));
    } catch (StreamConstraintsException tooMuch) {
      return new BodyReading.Unreadable(why(tooMuch));
    } catch (JacksonException notJson) {
      return unreadable(new String(body, start, body.length - start, StandardCharsets.UTF_8));
    }
  }

  /** What the reader says, without the names it has for its own settings and sources. */
  public static String why(JacksonException unreadable) {
    return READERS_OWN.matcher(String.valueOf(unreadable.getOriginalMessage())).replaceAll("");
  }

  /** {@link #read(byte[])} of a text. */
  public static BodyReading read(String text) {
    try (var parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
      return new BodyReading.Read(document(parser));
    } catch (StreamConstraintsException tooMuch) {
      return new BodyReading.Unreadable(why(tooMuch));
    } catch (JacksonException notJson) {
      return unreadable(text);
    }
  }

  /**
   * As {@link #read(byte[])}; what is no JSON is read a second time without its CR, LF and TAB characters, because
   * senders put raw line breaks into texts (exchange 3.2). Bytes that are no UTF-8 become U+FFFD then.
   */
  public static BodyReading readForgiving(byte[] body) {
    if (read(body) instanceof BodyReading.Read read) {
      return read;
    }
    int start = startOf(body);
    var text = new String(body, start, body.length - start, StandardCharsets.UTF_8);
    return read(withoutLineBreaksAndTabs(text));
  }

  private static String withoutLineBreaksAndTabs(String text) {
    var kept = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c != '\r' && c != '\n' && c != '\t') {
        kept.append(c);
      }
    }
    return kept.toString();
  }

  private static int startOf(byte[] body) {
    boolean marked = body.length >= 3 && body[0] == (byte) 0xEF && body[1] == (byte) 0xBB && body[2] == (byte) 0xBF;
    return marked ? 3 : 0;
  }

  private static BodyReading unreadable(String text) {
    var quoted = text.length() > MAX_QUOTED_CHARACTERS ? text.substring(0, MAX_QUOTED_CHARACTERS) + "..." : text;
    return new BodyReading.Unreadable("\"" + quoted + "\" is not valid JSON");
  }

  private static @Nullable Object document(JsonParser parser) {
    var first = parser.nextToken();
    if (first == null) {
      throw new NotJson("nothing there");
    }
    var value = value(parser, first);
    if (parser.nextToken() != null) {
      throw new NotJson("more than one value");
    }
    return value;
  }

  // Recursion is as deep as the body nests, which the factory limits.
  private static @Nullable Object value(JsonParser parser, JsonToken token) {
    return switch (token) {
      case START_OBJECT -> map(parser);
      case START_ARRAY -> list(parser);
      case VALUE_STRING -> parser.getString();
      case VALUE_NUMBER_INT -> integer(parser);
      case VALUE_NUMBER_FLOAT -> decimal(parser);
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> null;
      case END_OBJECT, END_ARRAY, PROPERTY_NAME, VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE ->
          throw new NotJson("unexpected " + token);
    };
  }

  private static Map<String, @Nullable Object> map(JsonParser parser) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    for (var name = parser.nextName(); name != null; name = parser.nextName()) {
      map.put(name, value(parser, parser.nextToken()));
    }
    return map;
  }

  private static List<@Nullable Object> list(JsonParser parser) {
    List<@Nullable Object> list = new ArrayList<>();
    for (var token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
      list.add(value(parser, token));
    }
    return list;
  }

  private static Number integer(JsonParser parser) {
    return switch (parser.getNumberType()) {
      case INT, LONG -> parser.getLongValue();
      case BIG_INTEGER, FLOAT, DOUBLE, BIG_DECIMAL -> decimal(parser);
    };
  }

  private static Number decimal(JsonParser parser) {
    double number = parser.getDoubleValue();
    if (!Double.isFinite(number)) {
      throw new NotJson("a number beyond all bounds");
    }
    return number == (long) number && Math.abs(number) <= EXACT ? (Number) (long) number : (Number) number;
  }

  /** Well-formed tokens that still make no acceptable document. */
  private static final class NotJson extends JacksonException {

    NotJson(String what) {
      super(what);
    }
  }
}

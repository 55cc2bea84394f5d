package io.sluice.server.http.body;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which media type an {@code Accept} or {@code Content-Type} header means (exchange 3.2). */
public final class MediaRanges {

  public static final String FORM = "application/x-www-form-urlencoded";
  public static final String JSON = "application/json";
  public static final String XML = "application/xml";
  public static final String TEXT_XML = "text/xml";

  /** What can be read and written; of equally fitting types the later counts (observed). */
  public static final List<String> SUPPORTED = List.of(FORM, JSON, XML, TEXT_XML);

  private static final int MAX_RANGES = 50;

  private MediaRanges() {}

  /**
   * The supported type that fits best, null when none does. A missing or empty header and {@code *&#47;*} mean JSON.
   * Letters' case counts (observed).
   */
  public static @Nullable String best(@Nullable String header) {
    if (header == null || header.isEmpty() || header.equals("*/*")) {
      return JSON;
    }
    if (SUPPORTED.contains(header)) {
      return header;
    }
    var ranges = header.split(",", MAX_RANGES + 1);
    String best = null;
    int bestFit = 0;
    double bestQuality = 0;
    for (var type : SUPPORTED) {
      int fit = -1;
      double quality = 0;
      for (int i = 0; i < Math.min(ranges.length, MAX_RANGES); i++) {
        int rangeFit = fit(ranges[i], type);
        if (rangeFit > fit) {
          fit = rangeFit;
          quality = quality(ranges[i]);
        }
      }
      if (quality > 0 && (fit > bestFit || fit == bestFit && quality >= bestQuality)) {
        best = type;
        bestFit = fit;
        bestQuality = quality;
      }
    }
    return best;
  }

  /** -1 when the range does not hold the type; the higher the more exactly it names it. */
  private static int fit(String range, String type) {
    int semicolon = range.indexOf(';');
    var name = (semicolon < 0 ? range : range.substring(0, semicolon)).strip();
    name = name.equals("*") ? "*/*" : name;
    int slash = name.indexOf('/');
    if (slash < 0) {
      return -1;
    }
    int typeSlash = type.indexOf('/');
    boolean anyType = name.substring(0, slash).strip().equals("*");
    boolean sameType = name.substring(0, slash).strip().equals(type.substring(0, typeSlash));
    boolean anySubtype = name.substring(slash + 1).strip().equals("*");
    boolean sameSubtype = name.substring(slash + 1).strip().equals(type.substring(typeSlash + 1));
    if (!anyType && !sameType || !anySubtype && !sameSubtype) {
      return -1;
    }
    return (sameType ? 100 : 0) + (sameSubtype ? 10 : 0);
  }

  private static double quality(String range) {
    for (int from = range.indexOf(';'); from >= 0; from = range.indexOf(';', from + 1)) {
      int to = range.indexOf(';', from + 1);
      var parameter = range.substring(from + 1, to < 0 ? range.length() : to).strip();
      if (parameter.startsWith("q=")) {
        try {
          double quality = Double.parseDouble(parameter.substring(2).strip());
          return quality >= 0 && quality <= 1 ? quality : 1;
        } catch (NumberFormatException notANumber) {
          return 1; // a quality nobody can read is no quality
        }
      }
    }
    return 1;
  }
}

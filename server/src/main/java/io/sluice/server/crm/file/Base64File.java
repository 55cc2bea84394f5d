package io.sluice.server.crm.file;

import io.sluice.server.crm.CrmProblems;
import io.sluice.server.kernel.Problem;
import io.sluice.server.kernel.Refusal;
import io.sluice.server.kernel.Result;
import java.util.Base64;
import java.util.regex.Pattern;

/** A file as it comes inside JSON: base64, perhaps with the prefix of a data URI, perhaps in lines. */
public final class Base64File {

  private static final Pattern PREFIX = Pattern.compile("\\s*data:[^,]{0,200};base64,");
  /** How far into a text a prefix is looked for. */
  private static final int PREFIX_CHARS = 256;

  private Base64File() {}

  /** The content, if it is one and no larger than its kind may be; its size is judged before anything is decoded. */
  public static Result<byte[], Unreadable> decode(String field, String text, FileKind kind) {
    var prefix = PREFIX.matcher(text).region(0, Math.min(text.length(), PREFIX_CHARS));
    String encoded = withoutLines(prefix.lookingAt() ? text.substring(prefix.end()) : text);
    if (encoded.isEmpty()) {
      return Result.refused(new Unreadable(field, "is empty"));
    }
    if (encoded.length() / 4L * 3 > kind.maxBytes() + 2L) {
      return tooLarge(field, kind);
    }
    try {
      byte[] content = Base64.getDecoder().decode(encoded);
      return content.length > kind.maxBytes() ? tooLarge(field, kind) : Result.done(content);
    } catch (IllegalArgumentException malformed) {
      return Result.refused(new Unreadable(field, "is not base64"));
    }
  }

  private static String withoutLines(String text) {
    boolean oneLine = text.indexOf('\n') < 0 && text.indexOf('\r') < 0;
    return (oneLine ? text : text.replace("\r", "").replace("\n", "")).strip();
  }

  private static Result<byte[], Unreadable> tooLarge(String field, FileKind kind) {
    return Result.refused(new Unreadable(field, "is larger than " + kind.maxBytes() + " bytes"));
  }

  /** @param sentence to be read after the field's name */
  public record Unreadable(String field, String sentence) implements Refusal {

    @Override
    public Problem problem() {
      return CrmProblems.invalid(field, sentence);
    }
  }
}

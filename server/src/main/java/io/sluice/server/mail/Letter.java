package io.sluice.server.mail;

import java.net.URI;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What a mail says, before it is written as HTML and as plain text: both are made from this, so they cannot differ.
 * Every text in it is plain; what comes from users may be put in as it is.
 *
 * @param subject the subject, and the heading of the mail; one line
 * @param parts from top to bottom, with at most one {@link Button}
 * @param footnote why the reader gets this mail, and what to do if it was not meant for them
 */
public record Letter(String subject, List<Part> parts, String footnote) {

  static final int MAX_SUBJECT_CHARS = 200;
  static final int MAX_TEXT_CHARS = 2_000;
  static final int MAX_LINES_CHARS = 20_000;
  static final int MAX_FACTS = 500;

  // Control characters end header lines; those that turn the writing direction make a text read as what it is not.
  private static final Pattern INVISIBLE = Pattern.compile("[\\p{Cc}\\u202A-\\u202E\\u2066-\\u2069&&[^\\n]]+");
  private static final Pattern BLANKS = Pattern.compile("[\\s\\u0085\\u2028\\u2029]+");

  /** One piece of a letter. */
  public sealed interface Part {}

  /** A sentence or a few. */
  public record Paragraph(String text) implements Part {

    public Paragraph {
      text = line(text, MAX_TEXT_CHARS);
    }
  }

  /** Somebody's own words, marked as theirs; line breaks are kept. */
  public record Quote(String text) implements Part {

    public Quote {
      text = lines(text, MAX_TEXT_CHARS);
    }
  }

  /** What somebody wrote to be sent in their name; line breaks are kept. */
  public record Lines(String text) implements Part {

    public Lines {
      text = lines(text, MAX_LINES_CHARS);
    }
  }

  /** Names and values, one below the other; what is beyond five hundred is left out. */
  public record Facts(List<Fact> facts) implements Part {

    public Facts {
      facts = facts.stream().limit(MAX_FACTS).toList();
    }
  }

  public record Fact(String name, String value) {

    public Fact {
      name = line(name, MAX_SUBJECT_CHARS);
      value = line(value, MAX_TEXT_CHARS);
    }
  }

  /** What the reader is asked to do. @param link an absolute http or https address */
  public record Button(String label, URI link) implements Part {

    public Button {
      boolean web = "https".equals(link.getScheme()) || "http".equals(link.getScheme());
      if (!web || link.getHost() == null) {
        throw new IllegalArgumentException("a button opens a web address");
      }
      label = line(label, MAX_SUBJECT_CHARS);
    }
  }

  public Letter {
    subject = line(subject, MAX_SUBJECT_CHARS);
    parts = List.copyOf(parts);
    footnote = line(footnote, MAX_TEXT_CHARS);
    if (parts.stream().filter(Button.class::isInstance).count() > 1) {
      throw new IllegalArgumentException("a letter has at most one button");
    }
  }

  /** The button's address, if there is one. */
  public List<URI> links() {
    return parts.stream().filter(Button.class::isInstance).map(part -> ((Button) part).link()).toList();
  }

  private static String line(String text, int maxChars) {
    return shortened(BLANKS.matcher(INVISIBLE.matcher(text).replaceAll(" ")).replaceAll(" ").strip(), maxChars);
  }

  private static String lines(String text, int maxChars) {
    return shortened(
        INVISIBLE.matcher(text.replace("\r\n", "\n").replace('\r', '\n')).replaceAll(" ").strip(), maxChars);
  }

  private static String shortened(String text, int maxChars) {
    if (text.length() <= maxChars) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(maxChars - 2)) ? maxChars - 2 : maxChars - 1;
    return text.substring(0, end) + "…";
  }
}

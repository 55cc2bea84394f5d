package io.sluice.server.mail;

import io.sluice.server.mail.Letter.Button;
import io.sluice.server.mail.Letter.Facts;
import io.sluice.server.mail.Letter.Lines;
import io.sluice.server.mail.Letter.Paragraph;
import io.sluice.server.mail.Letter.Part;
import io.sluice.server.mail.Letter.Quote;
import java.util.stream.Collectors;

/** A letter for those who read mail as text. */
final class PlainLetter {

  private PlainLetter() {}

  static String write(Letter letter, Letterhead head) {
    String parts = letter.parts().stream().map(PlainLetter::write).collect(Collectors.joining("\n\n"));
    // RFC 3676 4.3: what follows "-- " is not part of what is said.
    return letter.subject() + "\n\n" + parts + "\n\n-- \n" + letter.footnote() + "\nSluice at " + head.host() + "\n";
  }

  private static String write(Part part) {
    return switch (part) {
      case Paragraph(String text) -> text;
      case Quote(String text) -> text.lines().map(line -> "> " + line).collect(Collectors.joining("\n"));
      case Lines(String text) -> text;
      case Facts(var facts) -> facts.stream().map(fact -> fact.name() + ": " + fact.value())
          .collect(Collectors.joining("\n"));
      case Button(String label, var link) -> label + ":\n" + link;
    };
  }
}

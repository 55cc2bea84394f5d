package io.sluice.server.event.search;

import io.sluice.server.kernel.Words;
import io.sluice.server.kernel.Words.Chunk;
import io.sluice.server.kernel.Words.Word;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/** Shows what of a text was found: between {@code <em>} and {@code </em>}, everything else safe to show in a page. */
final class Highlight {

  private Highlight() {}

  /** Empty when nothing of the text was meant. */
  static Optional<String> of(LeadQuestion question, String text, boolean phone) {
    List<Chunk> chunks = Words.chunks(text);
    List<Word> words = chunks.stream().flatMap(chunk -> chunk.words().stream()).toList();
    BitSet marked = new BitSet(text.length());
    for (Chunk asked : question.chunks()) {
      mark(words, asked.words(), true, marked);
      chunks.forEach(chunk -> markJoined(chunk, asked.joined(), marked));
      if (phone) {
        markDigits(text, asked.joined(), marked);
      }
    }
    question.phrases().forEach(phrase -> mark(words, phrase, false, marked));
    return marked.isEmpty() ? Optional.empty() : Optional.of(shown(text, marked));
  }

  private static void mark(List<Word> words, List<Word> asked, boolean unfinished, BitSet marked) {
    for (int i = 0; i + asked.size() <= words.size(); i++) {
      boolean same = true;
      for (int k = 0; k < asked.size() && same; k++) {
        String word = words.get(i + k).text();
        String wanted = asked.get(k).text();
        same = unfinished && k == asked.size() - 1 ? word.startsWith(wanted) : word.equals(wanted);
      }
      if (same) {
        for (int k = 0; k < asked.size(); k++) {
          marked.set(words.get(i + k).start(), words.get(i + k).end());
        }
      }
    }
  }

  /** What was asked for in one word may stand there in several: {@code obrien}, {@code O'Brien}. */
  private static void markJoined(Chunk chunk, String asked, BitSet marked) {
    int covered = 0;
    if (!chunk.joined().startsWith(asked)) {
      return;
    }
    for (Word word : chunk.words()) {
      covered += word.text().length();
      if (covered >= asked.length()) {
        marked.set(chunk.start(), word.end());
        return;
      }
    }
  }

  /** A number is also found by its parts, which are no words of what is shown. */
  private static void markDigits(String text, String asked, BitSet marked) {
    if (!asked.chars().allMatch(Character::isDigit)) {
      return;
    }
    int at = text.indexOf(asked);
    if (at >= 0) {
      marked.set(at, at + asked.length());
    } else if (asked.endsWith(text)) {
      marked.set(0, text.length()); // asked for with the country's code
    }
  }

  private static String shown(String text, BitSet marked) {
    StringBuilder shown = new StringBuilder();
    for (int at = 0; at < text.length(); ) {
      boolean found = marked.get(at);
      int change = found ? marked.nextClearBit(at) : marked.nextSetBit(at);
      int end = change < 0 ? text.length() : change;
      String part = escaped(text.substring(at, end));
      shown.append(found ? "<em>" + part + "</em>" : part);
      at = end;
    }
    return shown.toString();
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}

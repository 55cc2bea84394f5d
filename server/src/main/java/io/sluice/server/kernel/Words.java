package io.sluice.server.kernel;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Texts as words that can be compared: letters and digits, without case and accents, the same on every platform and in
 * every database. What stands between blanks is a chunk; a chunk of several words is also known as one, so that
 * {@code O'Brien}, {@code 512-555-1212} and an e-mail address are found however they are written.
 */
public final class Words {

  /** A longer word is cut: nobody types more, and an index entry has an end. */
  public static final int MAX_WORD_CHARS = 64;

  private static final Map<Integer, String> LETTERS = Map.ofEntries(
      Map.entry((int) 'ß', "ss"), Map.entry((int) 'æ', "ae"), Map.entry((int) 'œ', "oe"), Map.entry((int) 'ø', "o"),
      Map.entry((int) 'đ', "d"), Map.entry((int) 'ð', "d"), Map.entry((int) 'þ', "th"), Map.entry((int) 'ł', "l"),
      Map.entry((int) 'ı', "i"));

  private Words() {}

  /** A word and where it stands in its text. */
  public record Word(String text, int start, int end) {}

  /** What stands between blanks. */
  public record Chunk(List<Word> words) {

    /** All of it in one word. */
    public String joined() {
      StringBuilder joined = new StringBuilder();
      words.forEach(word -> joined.append(word.text()));
      return cut(joined.toString());
    }

    public int start() {
      return words.getFirst().start();
    }
  }

  /** In the order of the text; chunks without a letter or digit are left out. */
  public static List<Chunk> chunks(String text) {
    List<Chunk> chunks = new ArrayList<>();
    List<Word> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    int start = 0;
    for (int at = 0; at < text.length(); ) {
      int letter = text.codePointAt(at);
      int next = at + Character.charCount(letter);
      if (Character.isLetterOrDigit(letter)) {
        if (word.isEmpty()) {
          start = at;
        }
        fold(letter, word);
      } else if (!isAccent(letter)) {
        end(word, start, at, words);
        if (Character.isWhitespace(letter) && !words.isEmpty()) {
          chunks.add(new Chunk(List.copyOf(words)));
          words.clear();
        }
      }
      at = next;
    }
    end(word, start, text.length(), words);
    if (!words.isEmpty()) {
      chunks.add(new Chunk(List.copyOf(words)));
    }
    return chunks;
  }

  public static String cut(String word) {
    return word.length() <= MAX_WORD_CHARS ? word : word.substring(0, MAX_WORD_CHARS);
  }

  private static void end(StringBuilder word, int start, int end, List<Word> words) {
    if (!word.isEmpty()) {
      words.add(new Word(cut(word.toString()), start, end));
      word.setLength(0);
    }
  }

  private static boolean isAccent(int letter) {
    return Character.getType(letter) == Character.NON_SPACING_MARK;
  }

  private static void fold(int letter, StringBuilder word) {
    if (letter < 128) {
      word.append((char) Character.toLowerCase(letter));
    } else {
      Normalizer.normalize(Character.toString(letter), Normalizer.Form.NFKD).toLowerCase(Locale.ROOT).codePoints()
          .filter(part -> !isAccent(part))
          .forEach(part -> word.append(LETTERS.getOrDefault(part, Character.toString(part))));
    }
  }
}

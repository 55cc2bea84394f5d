package io.sluice.server.event.search;

import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.Words;
import io.sluice.server.kernel.Words.Chunk;
import io.sluice.server.kernel.Words.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What is searched for (exchange 12.5): chunks, all of which a lead must have, the last word of each possibly unfinished,
 * and phrases in double quotes, which must stand there as they are.
 */
record LeadQuestion(List<Chunk> chunks, List<List<Word>> phrases) {

  static final int MAX_CHARS = 500;
  static final int MAX_CHUNKS = 30;

  static LeadQuestion of(String text) {
    List<Chunk> chunks = new ArrayList<>();
    List<List<Word>> phrases = new ArrayList<>();
    String[] parts = text.split("\"", -1);
    for (int i = 0; i < parts.length; i++) {
      List<Chunk> found = Words.chunks(parts[i]);
      boolean quoted = i % 2 == 1;
      if (quoted && !found.isEmpty()) {
        phrases.add(found.stream().flatMap(chunk -> chunk.words().stream()).toList());
      } else {
        chunks.addAll(found);
      }
    }
    return new LeadQuestion(chunks, phrases);
  }

  boolean isEmpty() {
    return chunks.isEmpty() && phrases.isEmpty();
  }

  boolean isTooLong() {
    return chunks.size() + phrases.size() > MAX_CHUNKS;
  }

  /** As a {@code tsquery}. */
  String query(AccountId account) {
    return query(account, ":*");
  }

  /** The same for finished words: what it finds is nearer to what was meant. */
  String exactly(AccountId account) {
    return query(account, "");
  }

  private String query(AccountId account, String last) {
    String mark = LeadWords.mark(account);
    List<String> all = new ArrayList<>();
    for (Chunk chunk : chunks) {
      String words = phrase(mark, chunk.words(), last);
      all.add(chunk.words().size() == 1 ? words
          : "(" + words + " | '" + mark + chunk.joined() + "'" + last + ")");
    }
    phrases.forEach(words -> all.add("(" + phrase(mark, words, "") + ")"));
    return String.join(" & ", all);
  }

  private static String phrase(String mark, List<Word> words, String last) {
    return words.stream().map(word -> "'" + mark + word.text() + "'").collect(Collectors.joining(" <-> ")) + last;
  }
}

package io.sluice.server.event.search;

import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.Words;
import io.sluice.server.kernel.Words.Chunk;
import io.sluice.server.kernel.Words.Word;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The words of one lead as a {@code tsvector}. Every word begins with a mark of its account: one index holds the words of
 * all accounts, and none is found by the words of another.
 */
final class LeadWords {

  /** So far apart that no phrase reaches from one field into the next. */
  private static final int GAP = 10;
  private static final int MAX_POSITION = 16_000;
  private static final int MAX_POSITIONS_OF_A_WORD = 200;
  private static final int MARK_CHARS = 5;

  private final String mark;
  private final Map<String, List<Integer>> positions = new LinkedHashMap<>();
  private int next = 1;

  LeadWords(AccountId account) {
    this.mark = mark(account);
  }

  /** What every word of the account begins with: not a secret, and the same for few others. */
  static String mark(AccountId account) {
    long hash = 0;
    for (char c : account.value().toCharArray()) {
      hash = hash * 1_000_003 + c;
    }
    String text = Long.toString(Math.abs(hash % 60_466_176), 36); // 36 to the 5th
    return "0".repeat(MARK_CHARS - text.length()) + text;
  }

  LeadWords add(String text) {
    for (Chunk chunk : Words.chunks(text)) {
      int first = next;
      for (Word word : chunk.words()) {
        put(word.text(), next++);
      }
      if (chunk.words().size() > 1) {
        put(chunk.joined(), first);
      }
    }
    next += GAP;
    return this;
  }

  private void put(String word, int position) {
    List<Integer> known = positions.computeIfAbsent(word, _ -> new ArrayList<>(2));
    if (position < MAX_POSITION && known.size() < MAX_POSITIONS_OF_A_WORD) {
      known.add(position);
    }
  }

  /** In the words of PostgreSQL; words are letters and digits, so nothing in them means anything to it. */
  String vector() {
    StringBuilder vector = new StringBuilder();
    positions.forEach((word, places) -> {
      vector.append(vector.isEmpty() ? "" : " ").append('\'').append(mark).append(word).append('\'');
      String colon = ":";
      for (int place : places) {
        vector.append(colon).append(place);
        colon = ",";
      }
    });
    return vector.toString();
  }
}

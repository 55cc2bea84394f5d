package io.sluice.server.crm.lead.contact;

import io.sluice.server.kernel.CompanyId;
import io.sluice.server.kernel.Words;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What search finds a lead by: its name, its address and its number. Every word begins with the company's, so that one
 * index holds the words of all companies and none is found by the words of another.
 */
public final class LeadWords {

  /** The ends of a number that people remember: without the area, and the last four. */
  private static final List<Integer> ENDS_DIGITS = List.of(7, 4);
  private static final int MAX_ASKED_WORDS = 8;

  private LeadWords() {}

  /** As a {@code tsvector}. Words are letters and digits, so nothing in them means anything to PostgreSQL. */
  public static String vector(CompanyId company, Contact contact, ContactKeys keys) {
    Set<String> words = new LinkedHashSet<>();
    add(words, contact.firstName());
    add(words, contact.lastName());
    add(words, contact.email());
    String phone = keys.phone();
    if (phone != null) {
      words.add(Words.cut(phone));
      words.add(Words.cut(ContactKeys.digits(contact.phone())));
      ENDS_DIGITS.stream().filter(digits -> phone.length() > digits)
          .forEach(digits -> words.add(phone.substring(phone.length() - digits)));
    }
    words.remove("");
    return words.stream().map(word -> quoted(company, word)).collect(Collectors.joining(" "));
  }

  private static void add(Set<String> words, @Nullable String text) {
    if (text == null) {
      return;
    }
    for (Words.Chunk chunk : Words.chunks(text)) {
      chunk.words().forEach(word -> words.add(word.text()));
      words.add(chunk.joined());
    }
  }

  /**
   * As a {@code tsquery}: all words must be there, each may be the beginning of a longer one. Empty: nothing in the text
   * could be found.
   */
  public static String query(CompanyId company, String text) {
    List<Words.Chunk> chunks = Words.chunks(text);
    String phone = ContactKeys.phone(text, null);
    boolean number = phone != null && text.codePoints().noneMatch(Character::isLetter) && !text.contains("@");
    if (number && chunks.stream().mapToInt(chunk -> chunk.words().size()).sum() > 1) {
      return quoted(company, Words.cut(phone)) + ":*";
    }
    return chunks.stream().flatMap(chunk -> chunk.words().stream()).map(Words.Word::text).distinct()
        .limit(MAX_ASKED_WORDS).map(word -> quoted(company, word) + ":*").collect(Collectors.joining(" & "));
  }

  /** Sorted by it, names stand as people look for them. */
  public static String sortKey(@Nullable String name) {
    return name == null ? "" : Words.chunks(name).stream()
        .map(chunk -> chunk.words().stream().map(Words.Word::text).collect(Collectors.joining()))
        .collect(Collectors.joining(" "));
  }

  private static String quoted(CompanyId company, String word) {
    return "'" + company.value() + "/" + word + "'";
  }
}

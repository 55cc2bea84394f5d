package io.sluice.server.crm.imports;

import io.sluice.server.crm.question.Question;
import io.sluice.server.http.Csv;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Where the columns of the template (crm 2.12) stand in a file. One that is not there is as if it were empty. */
final class Columns {

  static final String NOTES = "notes";
  static final String SOURCE = "source";
  static final String CAMPAIGN = "campaign";
  static final String STAGE = "stage";
  private static final List<String> OF_EVERY_LEAD = List.of("first_name", "last_name", "email", "phone", "address",
      "city", "state", "zip_code", SOURCE, CAMPAIGN, STAGE, NOTES);
  private static final Pattern BETWEEN_WORDS = Pattern.compile("[\\s_-]+");
  private static final int MAX_TOLD_CHARS = 100;

  private final Map<String, Integer> places;
  private final Map<Long, Integer> ofQuestions;
  private final List<String> ignored;

  private Columns(Map<String, Integer> places, Map<Long, Integer> ofQuestions, List<String> ignored) {
    this.places = places;
    this.ofQuestions = ofQuestions;
    this.ignored = ignored;
  }

  /** What can be made of a header. */
  sealed interface Reading {

    record Usable(Columns columns) implements Reading {}

    record Unusable(String reason) implements Reading {}
  }

  /** The template's header: what every lead has, and each question. */
  static List<String> template(List<Question> questions) {
    List<String> header = new ArrayList<>(OF_EVERY_LEAD);
    header.addAll(named(questions).values());
    return header;
  }

  /** Names of columns by question: its own, unless something before it is called the same. */
  private static Map<Long, String> named(List<Question> questions) {
    Set<String> taken = new LinkedHashSet<>(OF_EVERY_LEAD);
    Map<Long, String> names = new LinkedHashMap<>();
    for (Question question : questions) {
      boolean free = taken.add(key(question.name()));
      String name = free ? question.name() : question.name() + " (question " + question.id() + ")";
      taken.add(key(name));
      names.put(question.id(), name);
    }
    return names;
  }

  static Reading of(List<String> header, List<Question> questions) {
    Set<String> known = new LinkedHashSet<>();
    template(questions).forEach(name -> known.add(key(name)));
    Map<String, Integer> places = new LinkedHashMap<>();
    Set<String> ignored = new LinkedHashSet<>();
    for (int i = 0; i < header.size(); i++) {
      String key = key(header.get(i));
      if (known.contains(key)) {
        if (places.putIfAbsent(key, i) != null) {
          return new Reading.Unusable("the header names the column " + header.get(i).strip() + " twice");
        }
      } else if (!key.isEmpty()) {
        ignored.add(told(header.get(i)));
      }
    }
    if (places.isEmpty()) {
      return new Reading.Unusable("the first row names none of the columns: " + String.join(", ", OF_EVERY_LEAD));
    }
    Map<Long, Integer> ofQuestions = new LinkedHashMap<>();
    named(questions).forEach((question, name) ->
        Optional.ofNullable(places.get(key(name))).ifPresent(place -> ofQuestions.put(question, place)));
    return new Reading.Usable(new Columns(places, ofQuestions, List.copyOf(ignored)));
  }

  /** Columns that nobody asked for, as they are called. */
  List<String> ignored() {
    return ignored;
  }

  /** Empty where the file has no such column. */
  Optional<Integer> place(String column) {
    return Optional.ofNullable(places.get(column));
  }

  /** Likewise. */
  Optional<Integer> place(Question question) {
    return Optional.ofNullable(ofQuestions.get(question.id()));
  }

  /** {@code Zip Code} is {@code zip_code}; what a spreadsheet was kept from taking for a formula is itself again. */
  private static String key(String name) {
    return BETWEEN_WORDS.matcher(Csv.plain(name.strip()).strip().toLowerCase(Locale.ROOT)).replaceAll("_");
  }

  private static String told(String name) {
    String bare = name.strip();
    return bare.length() <= MAX_TOLD_CHARS ? bare : bare.substring(0, MAX_TOLD_CHARS) + "…";
  }
}

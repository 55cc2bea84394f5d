package io.sluice.server.crm.imports;

import io.sluice.server.crm.imports.sheet.SheetRow;
import io.sluice.server.crm.lead.Assignment;
import io.sluice.server.crm.lead.NewLead;
import io.sluice.server.crm.lead.Origin;
import io.sluice.server.crm.lead.answer.GivenAnswer;
import io.sluice.server.crm.lead.contact.Contact;
import io.sluice.server.crm.question.Question;
import io.sluice.server.http.Csv;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Rows as leads: each becomes one, or a bad row with everything that is wrong with it. */
final class RowReading {

  private static final int MAX_TOLD_CHARS = 60;
  private static final int MAX_NOTE_CHARS = 5_000;

  private final ImportFile file;
  private final Columns columns;
  private final Names.Known names;

  RowReading(ImportFile file, Columns columns, Names.Known names) {
    this.file = file;
    this.columns = columns;
    this.names = names;
  }

  sealed interface Reading {

    /** @param note empty: none */
    record Good(SheetRow row, NewLead lead, String note) implements Reading {}

    record Bad(BadRow row) implements Reading {}
  }

  Reading read(SheetRow row) {
    List<String> wrong = new ArrayList<>();
    Contact contact = Contact.of(
        cell(row, "first_name"), cell(row, "last_name"), cell(row, "email"), cell(row, "phone"), cell(row, "address"),
        cell(row, "city"), cell(row, "state"), cell(row, "zip_code"), null);
    contact.problems().forEach((field, sentences) ->
        sentences.forEach(sentence -> wrong.add(field + " " + sentence)));
    Optional<Long> stage = named(row, Columns.STAGE, names::stage, wrong);
    Optional<Long> campaign = named(row, Columns.CAMPAIGN, names::campaign, wrong)
        .or(() -> Optional.ofNullable(file.campaign()));
    List<GivenAnswer> answers = answers(row, campaign, wrong);
    String note = cell(row, Columns.NOTES).strip();
    if (note.length() > MAX_NOTE_CHARS) {
      wrong.add("notes must have at most " + MAX_NOTE_CHARS + " characters");
    }
    // Last, for a name that is new is made a source of, and a row that is bad all the same must not.
    Optional<Long> source = file.makesSources() && !wrong.isEmpty() ? Optional.empty()
        : named(row, Columns.SOURCE, names::source, wrong).or(() -> Optional.ofNullable(file.source()));
    return wrong.isEmpty()
        ? new Reading.Good(row, new NewLead(contact, stage.orElse(null), source.orElse(null), campaign.orElse(null),
            null, new Assignment.Routed(), answers, new Origin.Imported()), note)
        : new Reading.Bad(new BadRow(row.number(), wrong, row.cells()));
  }

  private static Optional<Long> id(Names.Found found, String column, String name, List<String> wrong) {
    return switch (found) {
      case Names.Found.Id(long id) -> Optional.of(id);
      case Names.Found.Nothing(String sentence) -> {
        wrong.add(column + " " + told(name) + " " + sentence);
        yield Optional.empty();
      }
    };
  }

  private Optional<Long> named(
      SheetRow row, String column, Function<String, Names.Found> look, List<String> wrong) {
    String name = cell(row, column);
    return name.isBlank() ? Optional.empty() : id(look.apply(name), column, name.strip(), wrong);
  }

  private List<GivenAnswer> answers(SheetRow row, Optional<Long> campaign, List<String> wrong) {
    List<GivenAnswer> answers = new ArrayList<>();
    for (Question question : names.questions(campaign)) {
      String cell = columns.place(question).map(place -> Csv.plain(row.cell(place))).orElse("");
      if (!cell.isBlank()) {
        switch (Answers.read(question, cell)) {
          case Answers.Reading.Given(GivenAnswer answer) -> answers.add(answer);
          case Answers.Reading.Bad(String sentence) -> wrong.add(told(question.name()) + " " + sentence);
        }
      }
    }
    return answers;
  }

  private String cell(SheetRow row, String column) {
    return columns.place(column).map(place -> Csv.plain(row.cell(place))).orElse("");
  }

  /** What a stranger wrote, short enough to be told again. */
  static String told(String text) {
    return text.length() <= MAX_TOLD_CHARS ? text : text.substring(0, MAX_TOLD_CHARS) + "…";
  }
}

package io.sluice.server.crm.question;

import io.sluice.server.kernel.CompanyId;
import java.util.List;
import java.util.Locale;

/**
 * What a lead is asked.
 *
 * @param priority from 1 on, without gaps
 * @param options in their order: the company's, or those of the campaign it was asked for
 */
public record Question(
    long id, CompanyId company, String name, Kind kind, boolean required, int priority, List<Option> options) {

  public Question {
    options = List.copyOf(options);
  }

  Question with(List<Option> others) {
    return new Question(id, company, name, kind, required, priority, others);
  }

  /** What an answer looks like. */
  public enum Kind {
    TEXT, NUMBER, BOOLEAN, DATE, SINGLE_CHOICE, MULTIPLE_CHOICE;

    public boolean isChoice() {
      return this == SINGLE_CHOICE || this == MULTIPLE_CHOICE;
    }

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    static Kind of(String word) {
      return valueOf(word.toUpperCase(Locale.ROOT));
    }
  }

  /** One of the answers to choose from. @param active still offered */
  public record Option(long id, String name, int position, boolean active) {}
}

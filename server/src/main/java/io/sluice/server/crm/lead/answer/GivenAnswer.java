package io.sluice.server.crm.lead.answer;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a lead answered to one of its company's questions.
 *
 * @param options what was chosen, where the question offers a choice
 * @param value what was said, where it does not; a number, a date and a yes or no as texts
 */
public record GivenAnswer(long question, List<Long> options, @Nullable String value) {

  public GivenAnswer {
    options = List.copyOf(options);
  }
}

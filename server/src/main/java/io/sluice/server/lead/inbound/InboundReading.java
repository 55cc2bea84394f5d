package io.sluice.server.lead.inbound;

import io.sluice.engine.run.AccountSummary;
import io.sluice.engine.run.Submission;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What came of reading a request. */
public sealed interface InboundReading permits InboundReading.Submitted, TransportRefusal {

  /**
   * The untyped lead.
   *
   * @param raw an insertion-ordered map of texts, {@link Long}s, {@link Double}s, {@link Boolean}s, nulls, lists and
   *     maps; or, when the body's outermost value has no names, that value
   * @param redirUrl where the sender wants its visitor to go; safe as a {@code Location}
   */
  record Submitted(@Nullable Object raw, Optional<String> redirUrl) implements InboundReading {

    /** The parameters that have a name: none when a JSON body is a list or an XML root holds only text. */
    @SuppressWarnings("unchecked")
    public Map<String, @Nullable Object> parameters() {
      return raw instanceof Map<?, ?> map ? (Map<String, @Nullable Object>) map : Map.of();
    }

    /** What the engine is given; {@code redir_url} is the sender's wish and no part of the lead (exchange 3.2). */
    public Submission submission(AccountSummary owner, String ip) {
      Map<String, Object> known = new LinkedHashMap<>();
      for (Map.Entry<String, @Nullable Object> parameter : parameters().entrySet()) {
        if (parameter.getValue() != null && !parameter.getKey().equals("redir_url")) {
          known.put(parameter.getKey(), parameter.getValue());
        }
      }
      return new Submission(owner, known, ip);
    }
  }
}

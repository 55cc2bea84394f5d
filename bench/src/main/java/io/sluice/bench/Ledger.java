package io.sluice.bench;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a recipient got, and whether that is what it should have got. */
final class Ledger {

  /** Where the flow that has a cap delivers to. */
  static final String CAPPED_PATH = "/capped";
  private static final Pattern EMAIL = Pattern.compile("email=(person-\\d+)%40");
  private static final int LEAD_ID_CHARS = 24;

  private final Map<String, Set<String>> keysByLead = new ConcurrentHashMap<>();
  private final Map<String, Set<String>> leadsByPerson = new ConcurrentHashMap<>();
  private final Set<String> capped = ConcurrentHashMap.newKeySet();
  private final LongAdder deliveries = new LongAdder();

  /** A thing that must not have happened. @param found how often it did */
  record Check(String name, long found) {

    String line() {
      return (found == 0 ? "yes  " : "NO   ") + found + " " + name;
    }
  }

  void note(MessageReader request) {
    String key = request.header("idempotency-key");
    String lead = key.length() < LEAD_ID_CHARS ? key : key.substring(0, LEAD_ID_CHARS);
    keysByLead.computeIfAbsent(lead, _ -> ConcurrentHashMap.newKeySet()).add(key);
    Matcher email = EMAIL.matcher(request.body());
    if (email.find()) {
      leadsByPerson.computeIfAbsent(email.group(1), _ -> ConcurrentHashMap.newKeySet()).add(lead);
    }
    if (request.path().equals(CAPPED_PATH)) {
      capped.add(lead);
    }
    deliveries.increment();
  }

  long deliveries() {
    return deliveries.sum();
  }

  /** Deliveries that came again under their key. */
  long repeated() {
    return deliveries.sum() - keysByLead.size();
  }

  /**
   * @param ended leads that have a source event
   * @param answered leads that senders were told of
   * @param interrupted leads whose delivery is told as begun and without an answer, which takes no place below a cap
   * @param cappedFlow the flow that has a cap
   */
  List<Check> checks(PostgresServer database, Set<String> ended, Set<String> answered, Set<String> interrupted,
      String cappedFlow, int cap) throws SQLException {
    long sold = capped.stream().filter(lead -> !interrupted.contains(lead)).count();
    return List.of(
        new Check("answered, and not stored", answered.stream().filter(lead -> !ended.contains(lead)).count()),
        new Check("received, and without an outcome",
            database.number("SELECT count(*) FROM receipt")
                + keysByLead.keySet().stream().filter(lead -> !ended.contains(lead)).count()),
        new Check("ended more than once", database.number("""
            SELECT count(*) FROM (SELECT lead_id FROM event WHERE type = 'source' GROUP BY lead_id HAVING count(*) > 1)
              AS twice""")),
        new Check("two leads under one idempotency key",
            leadsByPerson.values().stream().filter(leads -> leads.size() > 1).count()),
        new Check("delivered twice under different keys",
            keysByLead.values().stream().filter(keys -> keys.size() > 1).count()),
        new Check("successes above the cap of " + cap, Math.max(0, database.number("""
            SELECT count(*) FROM event WHERE type = 'source' AND outcome = 'success' AND flow_id = ?""", cappedFlow) - cap)),
        new Check("leads above it that the recipient has, without " + (capped.size() - sold) + " told as interrupted",
            Math.max(0, sold - cap)));
  }
}

package io.sluice.server.event.log;

import io.sluice.server.event.journal.LeadKey;
import io.sluice.server.event.journal.Receipt;
import io.sluice.server.event.row.LeadRow;
import io.sluice.server.kernel.LeadId;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The keys of leads in one transaction: claimed for the leads that come with one, answered or given back (decision 0100). */
final class ClaimedKeys {

  private final Rows claims = new Rows("""
      INSERT INTO lead_key (account_id, source_id, key_hash, fingerprint, lead_id, expires_at, answer)
      SELECT account_id, source_id, key_hash, fingerprint, lead_id, coalesce(expires_at, 'infinity'), answer
      FROM unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::timestamptz[], ?::bytea[])
        AS new (account_id, source_id, key_hash, fingerprint, lead_id, expires_at, answer)
      ON CONFLICT (account_id, source_id, key_hash) DO NOTHING
      RETURNING lead_id
      """);
  private final Rows answers = new Rows("""
      WITH new AS (
        SELECT * FROM unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::timestamptz[], ?::bytea[])
          AS new (account_id, source_id, key_hash, lead_id, expires_at, answer))
      UPDATE lead_key SET answer = new.answer, expires_at = coalesce(new.expires_at, lead_key.expires_at) FROM new
      WHERE lead_key.account_id = new.account_id AND lead_key.source_id = new.source_id
        AND lead_key.key_hash = new.key_hash AND lead_key.lead_id = new.lead_id
        AND lead_key.account_id = ANY (ARRAY(SELECT account_id FROM new))
        AND lead_key.source_id = ANY (ARRAY(SELECT source_id FROM new))
        AND lead_key.key_hash = ANY (ARRAY(SELECT key_hash FROM new))
      """);
  private final Rows givenBack = new Rows("""
      DELETE FROM lead_key WHERE account_id = ANY (?::text[]) AND source_id = ANY (?::text[])
        AND key_hash = ANY (?::text[]) AND lead_id = ANY (?::text[])
      """);

  /** Answers the leads whose key is another lead's. */
  Set<LeadId> claim(Connection connection, List<Entry> entries) throws SQLException {
    List<Claim> wanted = new ArrayList<>();
    for (Entry entry : entries) {
      switch (entry) {
        case Entry.Opened(Receipt receipt, _, LeadKey key) when key != null ->
            wanted.add(new Claim(key, receipt.lead()));
        case Entry.Ended(LeadRow lead, _, Receipt receipt, LeadKey key, _, _) when key != null && receipt == null ->
            wanted.add(new Claim(key, lead.id()));
        case Entry.Opened _, Entry.Ended _, Entry.Continued _, Entry.Pinged _, Entry.FedBack _, Entry.Retried _ -> {}
      }
    }
    wanted.stream().sorted(Claim.ORDER).forEach(claim -> claims.add(claim.key.account(), claim.key.source(),
        claim.key.hash(), claim.key.fingerprint(), claim.lead, claim.key.expiresAt(), claim.key.answer()));
    Set<LeadId> repeated = wanted.stream().map(Claim::lead).collect(Collectors.toCollection(HashSet::new));
    claims.query(connection).forEach(lead -> repeated.remove(LeadId.of(lead)));
    return repeated;
  }

  /** Of a lead that claimed it before. */
  void answer(LeadKey key, LeadId lead) {
    answers.add(key.account(), key.source(), key.hash(), lead, key.expiresAt(), key.answer());
  }

  /** Of a lead of which nothing is written after all: its key is as free as before. */
  void giveBack(LeadKey key, LeadId lead) {
    givenBack.add(key.account(), key.source(), key.hash(), lead);
  }

  Bulk answers() {
    return answers;
  }

  Bulk givenBack() {
    return givenBack;
  }

  private record Claim(LeadKey key, LeadId lead) {

    static final Comparator<Claim> ORDER = Comparator.comparing((Claim claim) -> claim.key.account().value())
        .thenComparing(claim -> claim.key.source().value()).thenComparing(claim -> claim.key.hash());
  }
}

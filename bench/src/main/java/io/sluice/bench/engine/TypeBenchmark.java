package io.sluice.bench.engine;

import io.sluice.engine.type.FieldType;
import io.sluice.engine.type.FieldTypes;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** One field read by its type: four spellings that people send, in turn. */
@State(Scope.Thread)
public class TypeBenchmark {

  private static final Map<String, String[]> SENT = Map.ofEntries(
      Map.entry("string", new String[] {"Initech", "a longer comment that somebody typed", "", "x"}),
      Map.entry("boolean", new String[] {"yes", "No", "true", "0"}),
      Map.entry("city", new String[] {"Austin", "New York", "São Paulo", "Winston-Salem"}),
      Map.entry("credential", new String[] {"s3cret", "tok_123", "correct horse", "x"}),
      Map.entry("date", new String[] {"2014-06-02", "6/2/2014", "06/02/14", "June 2, 2014"}),
      Map.entry("dob", new String[] {"1985-01-16", "1/16/1985", "01/16/85", "19850116"}),
      Map.entry("email", new String[] {"anna@acme.example", "Bob.Smith+x@gmail.com", "peter@initech.example", "none"}),
      Map.entry("first_name", new String[] {"Anna", "Peter", "José", "Jean-Luc"}),
      Map.entry("gender", new String[] {"m", "Female", "other", "n/a"}),
      Map.entry("ip", new String[] {"198.51.100.7", "203.0.113.9", "2001:db8::1", "unknown"}),
      Map.entry("last_name", new String[] {"Ames", "Gibbons", "Nuñez", "Van der Berg"}),
      Map.entry("number", new String[] {"1000", "$1,234.56", "42", "abc"}),
      Map.entry("phone", new String[] {"512-789-1111", "(416) 555-0123", "5127891111 x44", "+44 20 7946 0018"}),
      Map.entry("postal_code", new String[] {"78704", "78704-1234", "K1A 0B1", "SW1A 1AA"}),
      Map.entry("range", new String[] {"25-34", "$50,000 - $74,999", "65+", "42"}),
      Map.entry("ssn", new String[] {"123-45-6789", "123456789", "123 45 6789", "none"}),
      Map.entry("state", new String[] {"TX", "texas", "California", "Bavaria"}),
      Map.entry("street", new String[] {"4203 Guadalupe St", "123 Main St Apt 5", "PO Box 123", "Main"}),
      Map.entry("time", new String[] {"2014-06-14T18:27:33Z", "06/14/2014 6:27 PM", "tomorrow", "June 14, 2014"}),
      Map.entry("trustedform_url", new String[] {
        "https://cert.trustedform.com/a1028cbb41b876744fa752eec276bec0e4c48b33", "https://cert.trustedform.com/",
        "https://example.com/a1028cbb41b876744fa752eec276bec0e4c48b33", "none"}),
      Map.entry("url", new String[] {
        "https://acme.example/solar?utm_source=x#top", "acme.example", "http://localhost:8080/a b", "none"}));

  @Param({"string", "boolean", "city", "credential", "date", "dob", "email", "first_name", "gender", "ip", "last_name",
    "number", "phone", "postal_code", "range", "ssn", "state", "street", "time", "trustedform_url", "url"})
  private String type = "string";

  private final Clock clock = Clock.fixed(Instant.parse("2026-01-15T12:00:00Z"), ZoneOffset.UTC);
  private String[] sent = {};
  private FieldType read = FieldTypes.all().getFirst();
  private int next;

  @Setup
  public void choose() {
    sent = Objects.requireNonNull(SENT.get(type));
    read = FieldTypes.named(type).orElseThrow();
    Warm.up(this::parse);
  }

  @Benchmark
  public @Nullable Object parse() {
    return read.parse(sent[next++ & 3], clock);
  }
}

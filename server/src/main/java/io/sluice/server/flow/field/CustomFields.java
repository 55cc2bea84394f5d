package io.sluice.server.flow.field;

import io.sluice.engine.type.FieldTypes;
import io.sluice.server.account.Accounts;
import io.sluice.server.changelog.ChangelogJson;
import io.sluice.server.changelog.Changelogs;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.Result;
import io.sluice.server.kernel.UserId;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Making, changing and deleting the fields of an account's own (exchange 10, decision 0070). What changes here holds
 * for the next lead: a field is not part of what is deployed with a flow.
 */
@Component
public class CustomFields {

  private static final String CHANGELOG_TYPE = "field";
  private static final int MAX_FIELDS = 2_000;
  private static final int MAX_ID_CHARS = 100;
  private static final int MAX_ID_PARTS = 8;
  private static final int MAX_NAME_CHARS = 200;
  private static final int MAX_DESCRIPTION_CHARS = 2_000;
  private static final int MAX_EXAMPLES = 50;
  private static final int MAX_EXAMPLES_CHARS = 10_000;
  private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9_]*(\\.[a-z0-9][a-z0-9_]*)*");

  private final FieldStore store;
  private final Fields fields;
  private final List<FieldUses> uses;
  private final Accounts accounts;
  private final Changelogs changelogs;
  private final JsonMapper json;
  private final Clock clock;

  CustomFields(FieldStore store, Fields fields, List<FieldUses> uses, Accounts accounts, Changelogs changelogs,
      JsonMapper json, Clock clock) {
    this.store = store;
    this.fields = fields;
    this.uses = uses;
    this.accounts = accounts;
    this.changelogs = changelogs;
    this.json = json;
    this.clock = clock;
  }

  /** A field of the same id that was deleted is back with it, in the flows that still name it, too. */
  @Transactional
  Result<Field, FieldRefusal> create(AccountId account, @Nullable UserId by, Field.Wanted wanted) {
    accounts.hold(account);
    String suffix = "_" + accounts.of(account).fieldSuffix();
    KnownFields known = fields.known(account);
    String id = wanted.id() == null ? idOf(wanted.name(), suffix) : wanted.id();
    Map<String, List<String>> problems = problemsOf(id, suffix);
    problems.putAll(problemsOf(wanted, id, known));
    if (!problems.isEmpty()) {
      return Result.refused(new FieldRefusal.Invalid(problems));
    }
    if (known.find(id).isPresent()) {
      return Result.refused(new FieldRefusal.Taken(id));
    }
    if (known.custom() >= MAX_FIELDS) {
      return Result.refused(new FieldRefusal.TooMany(MAX_FIELDS));
    }
    Instant now = clock.instant();
    Field field = wanted.custom(id, now, now);
    store.save(account, field);
    log(account, by, null, field);
    uses.forEach(some -> some.changed(account));
    return Result.done(field);
  }

  @Transactional
  Result<Field, FieldRefusal> change(AccountId account, @Nullable UserId by, String id, Field.Wanted wanted) {
    return own(account, id).then(before -> {
      Map<String, List<String>> problems = problemsOf(wanted, id, fields.known(account));
      if (wanted.id() != null && !wanted.id().equals(id)) {
        problems.put("id", List.of("cannot be changed"));
      }
      if (!problems.isEmpty()) {
        return Result.refused(new FieldRefusal.Invalid(problems));
      }
      if (wanted.custom(id, before.createdAt(), before.updatedAt()).equals(before)) {
        return Result.done(before);
      }
      Field after = wanted.custom(id, before.createdAt(), clock.instant());
      store.save(account, after);
      log(account, by, before, after);
      if (!after.type().equals(before.type())) {
        uses.forEach(some -> some.changed(account));
      }
      return Result.done(after);
    });
  }

  /** A field as it was, and where flows still name it. */
  record Deleted(Field field, List<FieldUses.Use> uses) {}

  @Transactional
  Result<Deleted, FieldRefusal> delete(AccountId account, @Nullable UserId by, String id) {
    return own(account, id).map(field -> {
      store.delete(account, id, clock.instant());
      log(account, by, field, null);
      uses.forEach(some -> some.changed(account));
      return new Deleted(field, uses.stream().flatMap(some -> some.of(account, id).stream()).toList());
    });
  }

  Result<List<ChangelogJson>, FieldRefusal> changelogs(AccountId account, String id) {
    return fields.visible(account, id).map(field -> changelogs.of(account, CHANGELOG_TYPE, id));
  }

  /** What keeps a flow that names a deleted field from being changed without dropping it. */
  public static String deleted(String id) {
    return "the field " + id + " was deleted";
  }

  private Result<Field, FieldRefusal> own(AccountId account, String id) {
    if (StandardFields.byId().containsKey(id)) {
      return Result.refused(new FieldRefusal.Standard());
    }
    return store.lock(account, id)
        .<Result<Field, FieldRefusal>>map(Result::done)
        .orElseGet(() -> Result.refused(new FieldRefusal.Unknown()));
  }

  /** {@code favorite_color_acme} for "Favorite Color". */
  private static String idOf(String name, String suffix) {
    String words = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "_").replaceAll("^_|_$", "");
    return words.endsWith(suffix) ? words : words + suffix;
  }

  private static Map<String, List<String>> problemsOf(String id, String suffix) {
    List<String> found = new ArrayList<>();
    if (!id.endsWith(suffix)) {
      found.add("must end in " + suffix);
    }
    if (!ID.matcher(id).matches() || id.split("\\.").length > MAX_ID_PARTS) {
      found.add("must be lower-case letters, digits and underscores, in up to " + MAX_ID_PARTS
          + " parts with dots between them");
    }
    if (id.length() > MAX_ID_CHARS) {
      found.add("must have at most " + MAX_ID_CHARS + " characters");
    }
    Map<String, List<String>> problems = new LinkedHashMap<>();
    if (!found.isEmpty()) {
      problems.put("id", found);
    }
    return problems;
  }

  private static Map<String, List<String>> problemsOf(Field.Wanted wanted, String id, KnownFields known) {
    Map<String, List<String>> problems = new LinkedHashMap<>();
    if (wanted.name().isBlank() || wanted.name().length() > MAX_NAME_CHARS) {
      problems.put("name", List.of("must have 1 to " + MAX_NAME_CHARS + " characters"));
    }
    if (FieldTypes.named(wanted.type()).isEmpty()) {
      problems.put("type", List.of("there is no type " + wanted.type()));
    }
    if (wanted.description() != null && wanted.description().length() > MAX_DESCRIPTION_CHARS) {
      problems.put("description", List.of("must have at most " + MAX_DESCRIPTION_CHARS + " characters"));
    }
    if (wanted.examples().size() > MAX_EXAMPLES || wanted.examples().toString().length() > MAX_EXAMPLES_CHARS) {
      problems.put("examples", List.of(
          "must be at most " + MAX_EXAMPLES + " with " + MAX_EXAMPLES_CHARS + " characters together"));
    }
    problemWithSee(wanted.see(), id, known).ifPresent(problem -> problems.put("see", List.of(problem)));
    return problems;
  }

  private static Optional<String> problemWithSee(@Nullable String see, String id, KnownFields known) {
    if (see == null) {
      return Optional.empty();
    }
    if (see.equals(id)) {
      return Optional.of("must be another field");
    }
    return known.find(see).isPresent() ? Optional.empty() : Optional.of("there is no field " + see);
  }

  private void log(AccountId account, @Nullable UserId by, @Nullable Field before, @Nullable Field after) {
    Field named = after == null ? before : after;
    if (named != null) {
      changelogs.record(account, CHANGELOG_TYPE, named.id(), by, tree(before), tree(after));
    }
  }

  private @Nullable ObjectNode tree(@Nullable Field field) {
    return field == null ? null : json.convertValue(field, ObjectNode.class);
  }
}

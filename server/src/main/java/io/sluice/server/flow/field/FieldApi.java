package io.sluice.server.flow.field;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.sluice.server.account.Subscriber;
import io.sluice.server.changelog.ChangelogJson;
import io.sluice.server.http.Answer;
import io.sluice.server.http.ExchangeApi;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import tools.jackson.databind.JsonNode;

/** {@code /fields} (exchange 10). */
@ExchangeApi
class FieldApi {

  record WantedJson(
      @Nullable String id,
      String name,
      String type,
      @Nullable String description,
      @Nullable Boolean aggregate,
      @Nullable Boolean deprecated,
      @Nullable String see,
      @Nullable List<JsonNode> examples) {

    Field.Wanted wanted() {
      return new Field.Wanted(id, name, type, description, Boolean.TRUE.equals(aggregate),
          Boolean.TRUE.equals(deprecated), see, examples == null ? List.of() : examples);
    }
  }

  /** The field as it was. {@code errors}: what is wrong now with which flow, as the flow's own {@code errors} say it. */
  record DeletedJson(
      @JsonUnwrapped Field field,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, Map<String, List<String>>> errors) {

    static DeletedJson of(CustomFields.Deleted deleted) {
      Map<String, Map<String, List<String>>> errors = new LinkedHashMap<>();
      deleted.uses().forEach(use -> errors.computeIfAbsent(use.flow().value(), none -> new LinkedHashMap<>())
          .put(use.path(), List.of(CustomFields.deleted(deleted.field().id()))));
      return new DeletedJson(deleted.field(), errors);
    }
  }

  private final Fields fields;
  private final CustomFields custom;

  FieldApi(Fields fields, CustomFields custom) {
    this.fields = fields;
    this.custom = custom;
  }

  @GetMapping("/fields")
  Answer<List<Field>> list(Subscriber caller) {
    return Answer.ok(fields.of(caller.account()));
  }

  @PostMapping("/fields")
  Answer<Field> create(Subscriber caller, @RequestBody WantedJson wanted) {
    return Answer.created(custom.create(caller.account(), caller.user(), wanted.wanted()), Function.identity());
  }

  @GetMapping("/fields/{id}")
  Answer<Field> show(Subscriber caller, @PathVariable String id) {
    return Answer.ok(fields.visible(caller.account(), id), Function.identity());
  }

  @PutMapping("/fields/{id}")
  Answer<Field> change(Subscriber caller, @PathVariable String id, @RequestBody WantedJson wanted) {
    return Answer.ok(custom.change(caller.account(), caller.user(), id, wanted.wanted()), Function.identity());
  }

  @DeleteMapping("/fields/{id}")
  Answer<DeletedJson> delete(Subscriber caller, @PathVariable String id) {
    return Answer.accepted(custom.delete(caller.account(), caller.user(), id), DeletedJson::of);
  }

  @GetMapping("/fields/{id}/changelogs")
  Answer<List<ChangelogJson>> changelogs(Subscriber caller, @PathVariable String id) {
    return Answer.ok(custom.changelogs(caller.account(), id), Function.identity());
  }
}

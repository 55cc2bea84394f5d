package io.sluice.server.entity;

import io.sluice.server.account.Member;
import io.sluice.server.changelog.ChangelogJson;
import io.sluice.server.changelog.Changelogs;
import io.sluice.server.http.Answer;
import io.sluice.server.http.ExchangeApi;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;

/** {@code /entities} (exchange 4.4). */
@ExchangeApi
class EntityApi {

  /** What may be written; properties that are only read, and what the partner feature keeps, are taken and left aside. */
  record WantedJson(
      String name,
      @Nullable String description,
      List<String> moduleIds,
      @Nullable String source,
      @Nullable String recipient,
      @Nullable Boolean deprecated,
      @Nullable String fieldSuffix,
      @Nullable String logoUrl,
      @Nullable String timeZone,
      @Nullable Boolean trustedformCertifiedVendor,
      @Nullable String website) {

    Entity.Changes changes() {
      return new Entity.Changes(name, description, moduleIds, source, recipient, Boolean.TRUE.equals(deprecated),
          fieldSuffix, logoUrl, timeZone, Boolean.TRUE.equals(trustedformCertifiedVendor), website);
    }
  }

  private final Entities entities;
  private final EntityJson.Writer json;
  private final Changelogs changelogs;

  EntityApi(Entities entities, EntityJson.Writer json, Changelogs changelogs) {
    this.entities = entities;
    this.json = json;
    this.changelogs = changelogs;
  }

  @GetMapping("/entities")
  Answer<List<EntityJson>> list(Member caller) {
    return Answer.ok(json.of(caller.account(), entities.of(caller.account())));
  }

  @PostMapping("/entities")
  Answer<EntityJson> create(Member caller, @RequestBody WantedJson wanted) {
    Entity created = entities.create(caller.account(), caller.user(), wanted.changes());
    return Answer.created(json.of(caller.account(), created));
  }

  @GetMapping("/entities/{id}")
  Answer<EntityJson> show(Member caller, @PathVariable String id) {
    return Answer.ok(entities.visible(caller.account(), id), entity -> json.of(caller.account(), entity));
  }

  @PutMapping("/entities/{id}")
  Answer<EntityJson> change(Member caller, @PathVariable String id, @RequestBody WantedJson wanted) {
    return Answer.ok(entities.change(caller.account(), caller.user(), id, wanted.changes()),
        entity -> json.of(caller.account(), entity));
  }

  @DeleteMapping("/entities/{id}")
  Answer<EntityJson> delete(Member caller, @PathVariable String id) {
    return Answer.ok(entities.delete(caller.account(), caller.user(), id),
        entity -> json.of(caller.account(), entity));
  }

  @GetMapping("/entities/{id}/changelogs")
  Answer<List<ChangelogJson>> changelogs(Member caller, @PathVariable String id) {
    return Answer.ok(entities.visible(caller.account(), id),
        entity -> changelogs.of(caller.account(), Entities.CHANGELOG_TYPE, entity.id().value()));
  }
}

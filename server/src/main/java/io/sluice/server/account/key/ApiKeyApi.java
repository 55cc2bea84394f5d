package io.sluice.server.account.key;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.sluice.server.account.SignedIn;
import io.sluice.server.account.User;
import io.sluice.server.account.Users;
import io.sluice.server.http.Answer;
import io.sluice.server.http.ConsoleApi;
import io.sluice.server.kernel.ApiKeyId;
import io.sluice.server.kernel.UserId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;

/** {@code /api_keys} of the console contract. */
@ConsoleApi
class ApiKeyApi {

  record NewKeyJson(String name, @Nullable String kind) {}

  record RotationJson(@Nullable Integer graceSeconds) {}

  record OwnerJson(UserId id, String name, String email) {}

  record KeyJson(
      ApiKeyId id,
      String name,
      String kind,
      String prefix,
      Instant createdAt,
      @Nullable Instant lastUsedAt,
      @Nullable Instant expiresAt,
      @Nullable Instant revokedAt,
      @Nullable OwnerJson user,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String apiKey) {}

  private final ApiKeys keys;
  private final Users users;

  ApiKeyApi(ApiKeys keys, Users users) {
    this.keys = keys;
    this.users = users;
  }

  @GetMapping("/api_keys")
  Answer<List<KeyJson>> list(SignedIn caller) {
    return Answer.ok(keys.of(caller.account()).stream().map(this::json).toList());
  }

  @PostMapping("/api_keys")
  Answer<KeyJson> create(SignedIn caller, @RequestBody NewKeyJson wanted) {
    UserId owner = "account".equals(wanted.kind()) ? null : caller.user();
    return Answer.created(keys.create(caller.account(), caller.user(), owner, wanted.name()), this::shown);
  }

  @PostMapping("/api_keys/{id}/rotate")
  Answer<KeyJson> rotate(
      SignedIn caller, @PathVariable String id, @RequestBody(required = false) @Nullable RotationJson rotation) {
    Integer grace = rotation == null ? null : rotation.graceSeconds();
    return Answer.created(keys.rotate(caller.account(), caller.user(), id, grace == null ? 0 : grace), this::shown);
  }

  @DeleteMapping("/api_keys/{id}")
  Answer<KeyJson> revoke(SignedIn caller, @PathVariable String id) {
    return Answer.ok(keys.revoke(caller.account(), caller.user(), id), this::json);
  }

  private KeyJson shown(ApiKeys.Shown shown) {
    return json(shown.key(), shown.secret());
  }

  private KeyJson json(ApiKey key) {
    return json(key, null);
  }

  private KeyJson json(ApiKey key, @Nullable String secret) {
    UserId owner = key.user();
    User user = owner == null ? null : users.find(key.account(), owner).orElse(null);
    return new KeyJson(key.id(), key.name(), owner == null ? "account" : "user", key.prefix(), key.createdAt(),
        key.lastUsedAt(), key.expiresAt(), key.revokedAt(),
        user == null ? null : new OwnerJson(user.id(), user.fullName(), user.email().value()), secret);
  }
}

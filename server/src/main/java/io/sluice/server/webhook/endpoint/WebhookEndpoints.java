package io.sluice.server.webhook.endpoint;

import io.sluice.server.account.Accounts;
import io.sluice.server.account.User;
import io.sluice.server.account.Users;
import io.sluice.server.delivery.door.AllowedTargets;
import io.sluice.server.delivery.door.TargetUrl;
import io.sluice.server.job.Jobs;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.BaseUrl;
import io.sluice.server.kernel.ObjectIds;
import io.sluice.server.kernel.Result;
import io.sluice.server.kernel.WebhookEndpointId;
import io.sluice.server.mail.Mails;
import io.sluice.server.webhook.endpoint.WebhookEndpoint.Disabled;
import io.sluice.server.webhook.endpoint.WebhookEndpoint.Reason;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The endpoints of an account: made, changed, given new secrets, and disabled when nobody is there any more. */
@Component
public class WebhookEndpoints {

  /** The work of one endpoint: one job, so that one node at a time tells it, and no other endpoint waits for it. */
  public static final String JOB = "webhook";

  /** After so long without one success nobody reads what is sent. */
  public static final Duration MAX_FAILING = Duration.ofDays(5);
  /** Longer than any message waits for its next attempt: nothing was tried meanwhile, so nothing failed either. */
  private static final Duration QUIET = Duration.ofDays(2);

  private static final int MAX = 20;
  private static final int MAX_FORMER = 10;
  private static final Logger LOG = LoggerFactory.getLogger(WebhookEndpoints.class);

  private final WebhookEndpointStore store;
  private final WebhookSecrets secrets;
  private final AllowedTargets allowed;
  private final Accounts accounts;
  private final Users users;
  private final Mails mails;
  private final Jobs jobs;
  private final BaseUrl base;
  private final Clock clock;

  WebhookEndpoints(WebhookEndpointStore store, WebhookSecrets secrets, AllowedTargets allowed, Accounts accounts, Users users,
      Mails mails, Jobs jobs, BaseUrl base, Clock clock) {
    this.store = store;
    this.secrets = secrets;
    this.allowed = allowed;
    this.accounts = accounts;
    this.users = users;
    this.mails = mails;
    this.jobs = jobs;
    this.base = base;
    this.clock = clock;
  }

  /** What a client says of an endpoint. */
  public record Wanted(String url, List<String> types, String description, boolean enabled) {}

  /** An endpoint and, this once, its secret. */
  public record Shown(WebhookEndpoint endpoint, SigningSecret secret) {}

  List<WebhookEndpoint> of(AccountId account) {
    return store.of(account);
  }

  public Result<WebhookEndpoint, EndpointRefusal> find(AccountId account, String id) {
    return known(id, endpoint -> store.find(account, endpoint));
  }

  /** Those that are told of this type. */
  public List<WebhookEndpoint> listeningTo(AccountId account, String type) {
    return store.of(account).stream()
        .filter(endpoint -> endpoint.enabled() && endpoint.listensTo(type)).toList();
  }

  /** Whether there is anybody to tell of this family's types. @param family such as {@code lead} */
  public boolean anyListenTo(AccountId account, String family) {
    return store.of(account).stream().anyMatch(endpoint -> endpoint.enabled() && endpoint.mayListenTo(family));
  }

  @Transactional
  public Result<Shown, EndpointRefusal> create(AccountId account, Wanted wanted) {
    Optional<String> problem = problem(wanted.url());
    if (problem.isPresent()) {
      return Result.refused(new EndpointRefusal.BadUrl(problem.get()));
    }
    accounts.hold(account); // two requests must not both be the last there is room for
    if (store.count(account) >= MAX) {
      return Result.refused(new EndpointRefusal.TooMany(MAX));
    }
    Instant now = clock.instant();
    WebhookEndpoint endpoint = new WebhookEndpoint(account, WebhookEndpointId.next(now), wanted.url().strip(),
        EventTypes.normal(wanted.types()), wanted.description(),
        wanted.enabled() ? null : new Disabled(now, Reason.BY_HAND), null, null, null, now, now);
    SigningSecret secret = SigningSecret.random();
    store.insert(account, endpoint, secrets.seal(endpoint, secret));
    return Result.done(new Shown(endpoint, secret));
  }

  /**
   * Enabling one that was disabled lets what waits go on at once. At a new address nothing has failed yet, and nobody has
   * asked for time.
   */
  @Transactional
  public Result<WebhookEndpoint, EndpointRefusal> replace(AccountId account, String id, Wanted wanted) {
    return known(id, endpoint -> store.lock(account, endpoint)).then(before -> {
      Optional<String> problem = problem(wanted.url());
      if (problem.isPresent()) {
        return Result.refused(new EndpointRefusal.BadUrl(problem.get()));
      }
      Instant now = clock.instant();
      Disabled disabled = wanted.enabled() ? null
          : before.disabled() == null ? new Disabled(now, Reason.BY_HAND) : before.disabled();
      String url = wanted.url().strip();
      boolean begins = wanted.enabled() && (!before.enabled() || !url.equals(before.url()));
      WebhookEndpoint after = new WebhookEndpoint(account, before.id(), url,
          EventTypes.normal(wanted.types()), wanted.description(), disabled, begins ? null : before.failingSince(),
          begins ? null : before.pausedUntil(), before.formerSecretUntil(), before.createdAt(), now);
      store.update(account, after);
      if (begins) {
        wake(account, after.id(), now);
      }
      return Result.done(after);
    });
  }

  /** Answers the endpoint as it was. What still waits for it is never sent. */
  @Transactional
  public Result<WebhookEndpoint, EndpointRefusal> delete(AccountId account, String id) {
    return known(id, endpoint -> store.lock(account, endpoint)).map(endpoint -> {
      store.delete(account, endpoint.id());
      return endpoint;
    });
  }

  /**
   * A new secret; for the time of the overlap messages are signed with the one before as well, and those before that sign as
   * long as was said of them. Without an overlap all end at once.
   */
  @Transactional
  public Result<Shown, EndpointRefusal> rotate(AccountId account, String id, Duration overlap) {
    return known(id, endpoint -> store.lock(account, endpoint)).then(endpoint -> {
      Instant now = clock.instant();
      FormerSecrets former = overlap.isZero() ? FormerSecrets.NONE
          : secrets.replaced(store.find(account, endpoint.id()).orElseThrow(), now, now.plus(overlap));
      if (former.all().size() > MAX_FORMER) {
        return Result.refused(new EndpointRefusal.TooManySecrets(MAX_FORMER));
      }
      SigningSecret fresh = SigningSecret.random();
      store.rotate(account, endpoint.id(), secrets.seal(endpoint, fresh),
          former.all().isEmpty() ? null : new WebhookEndpointStore.Former(secrets.seal(endpoint, former), former.until()), now);
      return Result.done(new Shown(store.find(account, endpoint.id()).orElseThrow().endpoint(), fresh));
    });
  }

  /** With its secrets, for an attempt; empty when it is gone or told nothing now. */
  public Optional<OpenEndpoint> open(AccountId account, WebhookEndpointId id) {
    return store.find(account, id).filter(kept -> kept.endpoint().enabled())
        .map(kept -> new OpenEndpoint(kept.endpoint(), secrets.at(kept, clock.instant())));
  }

  /** Leaves the endpoint's work to be done, in the caller's transaction. */
  public void wake(AccountId account, WebhookEndpointId id, Instant at) {
    jobs.enqueue(JOB, account + "/" + id, "", at);
  }

  /** An attempt arrived. */
  @Transactional(propagation = Propagation.MANDATORY)
  public void succeeded(AccountId account, WebhookEndpointId id) {
    store.markWorking(account, id);
  }

  /** An attempt did not arrive. @param pausedUntil null: the endpoint did not ask for less */
  @Transactional(propagation = Propagation.MANDATORY)
  public void failed(AccountId account, WebhookEndpointId id, @Nullable Instant pausedUntil) {
    Instant now = clock.instant();
    store.markFailing(account, id, now, now.minus(QUIET), pausedUntil);
    if (store.disable(account, id, Reason.FAILING, now, now.minus(MAX_FAILING))) {
      tellAdmins(account, id, Reason.FAILING);
    }
  }

  /** It answered that it wants nothing any more. */
  @Transactional(propagation = Propagation.MANDATORY)
  public void gone(AccountId account, WebhookEndpointId id) {
    Instant now = clock.instant();
    store.markFailing(account, id, now, now.minus(QUIET), null);
    if (store.disable(account, id, Reason.GONE, now, now)) {
      tellAdmins(account, id, Reason.GONE);
    }
  }

  private void tellAdmins(AccountId account, WebhookEndpointId id, Reason reason) {
    WebhookEndpoint endpoint = store.find(account, id).orElseThrow().endpoint();
    LOG.info("webhook endpoint {} of account {} is told nothing any more: {}", id, account, reason.word());
    for (User user : users.ofAccount(account)) {
      if (user.verified() && users.isAdmin(account, user.id())) {
        mails.queue(new EndpointDisabledMail(user.email(), endpoint.url(), reason, URI.create(base.link("/"))));
      }
    }
  }

  private Optional<String> problem(String url) {
    TargetUrl target = TargetUrl.parse(url).orElse(null);
    if (target == null) {
      return Optional.of("must be an absolute https URL");
    }
    if (target.userInfo().isPresent()) {
      return Optional.of("must hold no user name or password: messages are signed instead");
    }
    if (allowed.allows(target)) {
      return Optional.empty();
    }
    return !target.isPublic() ? Optional.of("must be public")
        : target.scheme().equals("https") ? Optional.empty() : Optional.of("must be https");
  }

  private static Result<WebhookEndpoint, EndpointRefusal> known(
      String id, Function<WebhookEndpointId, Optional<WebhookEndpointStore.Kept>> lookUp) {
    return (ObjectIds.valid(id) ? lookUp.apply(WebhookEndpointId.of(id)) : Optional.<WebhookEndpointStore.Kept>empty())
        .map(WebhookEndpointStore.Kept::endpoint)
        .<Result<WebhookEndpoint, EndpointRefusal>>map(Result::done)
        .orElseGet(() -> Result.refused(new EndpointRefusal.Unknown()));
  }
}

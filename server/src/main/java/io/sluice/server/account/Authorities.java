package io.sluice.server.account;

import io.sluice.server.http.ProblemFound;
import io.sluice.server.kernel.Problem;
import io.sluice.server.kernel.UserId;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;

/**
 * Hands a route the authority its signature asks for, or stops the request. The exchange is for those who manage the
 * account's root company; whoever only works leads in the CRM has no business there.
 */
@Component
class Authorities implements HandlerMethodArgumentResolver {

  private static final Set<Class<?>> OURS =
      Set.of(Caller.class, Member.class, SignedIn.class, Subscriber.class, Superuser.class, Person.class);

  private final Accounts accounts;
  private final Users users;

  Authorities(Accounts accounts, Users users) {
    this.accounts = accounts;
    this.users = users;
  }

  @Override
  public boolean supportsParameter(MethodParameter parameter) {
    return OURS.contains(parameter.getParameterType());
  }

  @Override
  public @Nullable Object resolveArgument(
      MethodParameter parameter, @Nullable ModelAndViewContainer container, NativeWebRequest web,
      @Nullable WebDataBinderFactory binders) {
    Object found = web.getAttribute(Caller.ATTRIBUTE, RequestAttributes.SCOPE_REQUEST);
    Class<?> wanted = parameter.getParameterType();
    if (wanted == Caller.class) {
      return found; // a route open to all that greets those it knows
    }
    if (!(found instanceof Caller caller)) {
      throw new ProblemFound(Problem.unauthenticated());
    }
    UserId user = caller.user();
    if (wanted == Person.class && user != null) {
      return new Person(caller.account(), user);
    }
    if (wanted == Superuser.class && user != null && users.isSuperuser(caller.account(), user)) {
      return new Superuser(caller.account(), user);
    }
    if (user != null && !users.mayExchange(caller.account(), user)) {
      throw new ProblemFound(Problem.notAuthorized());
    }
    if (wanted == Member.class) {
      return new Member(caller.account(), caller.user());
    }
    if (wanted == SignedIn.class && user != null) {
      return new SignedIn(caller.account(), user);
    }
    if (wanted == Subscriber.class && accounts.of(caller.account()).plan().mayUseFlows()) {
      return new Subscriber(caller.account(), user);
    }
    throw new ProblemFound(Problem.notAuthorized());
  }
}

package io.sluice.server.crm.access;

import io.sluice.server.account.Caller;
import io.sluice.server.account.Person;
import io.sluice.server.crm.CrmIds;
import io.sluice.server.crm.CrmProblems;
import io.sluice.server.http.Authority;
import io.sluice.server.http.ProblemFound;
import io.sluice.server.kernel.CompanyId;
import io.sluice.server.kernel.Problem;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;
import org.springframework.web.servlet.HandlerMapping;

/**
 * Hands a route below {@code /companies/{company_id}} the authority its signature asks for, or stops the request: 404
 * where there is no such company, 403 where it is somebody else's or the access is too weak (crm 1.1), and 422 where a
 * company whose plan has ended would be changed (crm 2.8).
 */
@Component
class CompanyAuthorities implements HandlerMethodArgumentResolver {

  private record Kind(Access needed, Function<Standing, Authority> make) {}

  private static final Map<Class<?>, Kind> KINDS = Map.of(
      InCompany.class, new Kind(Access.AGENT, InCompany::new),
      ManagesCompany.class, new Kind(Access.MANAGER, ManagesCompany::new),
      AdministersCompany.class, new Kind(Access.ADMIN, AdministersCompany::new));

  private final Standings standings;

  CompanyAuthorities(Standings standings) {
    this.standings = standings;
  }

  @Override
  public boolean supportsParameter(MethodParameter parameter) {
    return KINDS.containsKey(parameter.getParameterType());
  }

  @Override
  public Object resolveArgument(
      MethodParameter parameter, @Nullable ModelAndViewContainer container, NativeWebRequest web,
      @Nullable WebDataBinderFactory binders) {
    HttpServletRequest request = web.getNativeRequest(HttpServletRequest.class);
    Kind kind = KINDS.get(parameter.getParameterType());
    if (request == null || kind == null) {
      throw new IllegalStateException("a route is asked over HTTP, for what is supported");
    }
    if (!(request.getAttribute(Caller.ATTRIBUTE) instanceof Caller caller) || caller.user() == null) {
      throw new ProblemFound(Problem.unauthenticated());
    }
    CompanyId company = company(request);
    Standing standing = standings.in(company, new Person(caller.account(), caller.user()))
        .orElseThrow(() -> new ProblemFound(standings.exists(company) ? CrmProblems.forbidden() : Problem.notFound()));
    if (!standing.may(kind.needed())) {
      throw new ProblemFound(CrmProblems.forbidden());
    }
    if (standing.readOnly() && !request.getMethod().equals("GET")
        && !parameter.hasMethodAnnotation(EvenReadOnly.class)) {
      throw new ProblemFound(CrmProblems.readOnly());
    }
    return kind.make().apply(standing);
  }

  private static CompanyId company(HttpServletRequest request) {
    Object path = request.getAttribute(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE);
    String text = path instanceof Map<?, ?> variables ? String.valueOf(variables.get("company_id")) : "";
    return CrmIds.read(text).map(CompanyId::new).orElseThrow(() -> new ProblemFound(Problem.notFound()));
  }
}

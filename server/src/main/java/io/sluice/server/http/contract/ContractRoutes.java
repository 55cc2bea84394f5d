package io.sluice.server.http.contract;

import io.sluice.server.http.ConsoleApi;
import io.sluice.server.http.CrmApi;
import io.sluice.server.http.ExchangeApi;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.web.servlet.mvc.method.RequestMappingInfoHandlerMapping;

/** What tells a server's routes from the contract's operations, both ways. */
public final class ContractRoutes {

  private ContractRoutes() {}

  /** What the {@link ExchangeApi}, {@link ConsoleApi} and {@link CrmApi} classes of a running server answer to. */
  public static Set<Route> served(RequestMappingInfoHandlerMapping mapping) {
    Set<Route> served = new TreeSet<>();
    mapping.getHandlerMethods().forEach((info, handler) -> {
      if (belongsToASurface(handler.getBeanType())) {
        info.getPatternValues().forEach(path -> info.getMethodsCondition().getMethods().forEach(method ->
            served.add(new Route(method.name(), path))));
      }
    });
    return served;
  }

  private static boolean belongsToASurface(Class<?> api) {
    return AnnotatedElementUtils.hasAnnotation(api, ExchangeApi.class)
        || AnnotatedElementUtils.hasAnnotation(api, ConsoleApi.class)
        || AnnotatedElementUtils.hasAnnotation(api, CrmApi.class);
  }

  /** One sentence for every route without an operation and every operation without a route, in order of the paths. */
  public static List<String> compare(Set<Route> served, Contract contract) {
    Set<Route> written = new TreeSet<>();
    contract.operations().forEach(operation -> written.add(operation.route()));
    Set<Route> all = new TreeSet<>(served);
    all.addAll(written);
    List<String> differences = new ArrayList<>();
    for (Route route : all) {
      if (!written.contains(route)) {
        differences.add(route + " is served but not in the contract");
      } else if (!served.contains(route)) {
        differences.add(route + " is in the contract but not served");
      }
    }
    return differences;
  }
}

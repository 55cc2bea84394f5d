package io.sluice.server.http.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What tells a server's routes from the contract's operations, both ways. */
public final class ContractRoutes {

  private ContractRoutes() {}

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

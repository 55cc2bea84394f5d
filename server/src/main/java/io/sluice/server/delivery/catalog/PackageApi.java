package io.sluice.server.delivery.catalog;

import io.sluice.server.account.Member;
import io.sluice.server.delivery.IntegrationModule;
import io.sluice.server.delivery.catalog.PackageJson.ModuleJson;
import io.sluice.server.event.StepTimes;
import io.sluice.server.http.Answer;
import io.sluice.server.http.ExchangeApi;
import io.sluice.server.kernel.Problem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/** {@code /packages}, and {@code /modules} for those who still ask for it. */
@ExchangeApi
class PackageApi {

  private final List<IntegrationModule> modules;
  private final Map<String, List<IntegrationModule>> packages = new TreeMap<>();
  private final StepTimes times;

  /** @param modules whatever speaks a protocol, in whichever feature it lives */
  PackageApi(List<IntegrationModule> modules, StepTimes times) {
    this.modules = modules.stream().sorted(Comparator.comparing(IntegrationModule::moduleId)).toList();
    this.times = times;
    this.modules.forEach(module ->
        packages.computeIfAbsent(module.metadata().within().id(), _ -> new ArrayList<>()).add(module));
  }

  @GetMapping("/packages")
  Answer<List<PackageJson>> packages(Member caller) {
    Map<String, Long> medians = times.medianMs(caller.account());
    return Answer.ok(packages.values().stream().map(some -> PackageJson.of(some, medians)).toList());
  }

  @GetMapping("/packages/{id}")
  Answer<PackageJson> show(Member caller, @PathVariable String id) {
    List<IntegrationModule> some = packages.get(id);
    return some == null
        ? Answer.problem(Problem.notFound()) : Answer.ok(PackageJson.of(some, times.medianMs(caller.account())));
  }

  @GetMapping("/modules")
  Answer<List<ModuleJson>> modules(Member caller) {
    Map<String, Long> medians = times.medianMs(caller.account());
    return Answer.ok(modules.stream().map(module -> ModuleJson.of(module, medians)).toList());
  }
}

package io.sluice.server.flow;

import com.fasterxml.jackson.annotation.JsonValue;
import io.sluice.server.account.Subscriber;
import io.sluice.server.account.Superuser;
import io.sluice.server.changelog.ChangelogJson;
import io.sluice.server.flow.field.Field;
import io.sluice.server.http.Answer;
import io.sluice.server.http.ExchangeApi;
import io.sluice.server.kernel.Result;
import java.util.List;
import java.util.function.Function;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;

/**
 * {@code /flows} (exchange 5.1). A flow that cannot be saved or deployed is answered 422, as it was sent, with its
 * {@code errors}.
 */
@ExchangeApi
class FlowApi {

  private static final int UNPROCESSABLE = 422;

  /** What a deployment answers: that it was done, or the flow with its errors. */
  sealed interface DeployJson permits DoneJson, DeployJson.Broken {

    record Broken(@JsonValue FlowDocument flow) implements DeployJson {}
  }

  record DoneJson(String message) implements DeployJson {}

  private final Flows flows;

  FlowApi(Flows flows) {
    this.flows = flows;
  }

  @GetMapping("/flows")
  Answer<List<FlowDocument>> list(Subscriber caller) {
    return Answer.ok(flows.of(caller.account()).stream().map(Flow::json).toList());
  }

  @PostMapping("/flows")
  Answer<FlowDocument> create(Subscriber caller, @RequestBody FlowDocument wanted) {
    Result<Flow, FlowRefusal> created = flows.create(caller.account(), caller.user(), wanted);
    return orBroken(created, Answer.created(created, Flow::json));
  }

  /** Touches all of them (exchange 5.1). */
  @PutMapping("/flows")
  Answer<DoneJson> touch(Superuser caller) {
    flows.touch(caller.account());
    return Answer.ok(new DoneJson("Flows were updated successfully"));
  }

  @GetMapping("/flows/{id}")
  Answer<FlowDocument> show(Subscriber caller, @PathVariable String id) {
    return Answer.ok(flows.visible(caller.account(), id), Flow::json);
  }

  @PutMapping("/flows/{id}")
  Answer<FlowDocument> replace(Subscriber caller, @PathVariable String id, @RequestBody FlowDocument wanted) {
    Result<Flow, FlowRefusal> replaced = flows.replace(caller.account(), caller.user(), id, wanted);
    return orBroken(replaced, Answer.ok(replaced, Flow::json));
  }

  @DeleteMapping("/flows/{id}")
  Answer<FlowDocument> delete(Subscriber caller, @PathVariable String id) {
    return Answer.ok(flows.delete(caller.account(), caller.user(), id), Flow::json);
  }

  @PostMapping("/flows/{id}/deploy")
  Answer<DeployJson> deploy(Subscriber caller, @PathVariable String id) {
    Result<Flow, FlowRefusal> deployed = flows.deploy(caller.account(), id);
    return deployed instanceof Result.Refused<Flow, FlowRefusal>(FlowRefusal.Broken(FlowDocument flow))
        ? new Answer.Body<>(UNPROCESSABLE, new DeployJson.Broken(flow))
        : Answer.ok(deployed, flow -> new DoneJson("Flow was deployed successfully"));
  }

  @GetMapping("/flows/{id}/changelogs")
  Answer<List<ChangelogJson>> changelogs(Subscriber caller, @PathVariable String id) {
    return Answer.ok(flows.changelogs(caller.account(), id), Function.identity());
  }

  @GetMapping("/flows/{id}/fields")
  Answer<List<Field>> fields(Subscriber caller, @PathVariable String id) {
    return Answer.ok(flows.fields(caller.account(), id), Function.identity());
  }

  private static Answer<FlowDocument> orBroken(Result<Flow, FlowRefusal> result, Answer<FlowDocument> otherwise) {
    return result instanceof Result.Refused<Flow, FlowRefusal>(FlowRefusal.Broken(FlowDocument flow))
        ? new Answer.Body<>(UNPROCESSABLE, flow) : otherwise;
  }
}

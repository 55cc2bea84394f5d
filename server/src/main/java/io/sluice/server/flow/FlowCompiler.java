package io.sluice.server.flow;

import io.sluice.engine.run.CompiledFlow;
import io.sluice.engine.run.FieldCatalog;
import io.sluice.server.flow.field.Field;
import io.sluice.server.flow.field.KnownFields;
import io.sluice.server.kernel.FlowId;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** Compiles flow documents with the fields of the account they belong to. */
final class FlowCompiler {

  private FlowCompiler() {}

  /** The flow, ready to run; empty when something is wrong, and then {@code errors} says what: all of it. */
  static Optional<CompiledFlow> compile(FlowId id, FlowDocument document, KnownFields fields,
      DestinationSteps destinations, FlowErrors errors) {
    FieldCatalog catalog = field -> fields.findEver(field).map(Field::type);
    try {
      ObjectNode tree = document.answered(id, null, null, FlowErrors.none()).json();
      tree.set("destinations", destinations.json());
      var definition = FlowBinding.bind(tree);
      return switch (CompiledFlow.compile(definition, catalog)) {
        case CompiledFlow.Compilation.Ready(CompiledFlow flow) -> Optional.of(flow);
        case CompiledFlow.Compilation.Broken(var problems) -> {
          problems.forEach(problem -> errors.add(problem.path(), problem.sentence()));
          yield Optional.empty();
        }
      };
    } catch (FlowBinding.Unreadable e) {
      errors.add(e.path(), "is not of the shape it must have");
      return Optional.empty();
    }
  }
}

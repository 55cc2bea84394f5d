package io.sluice.server.flow;

import io.sluice.engine.run.CompiledFlow;
import io.sluice.engine.run.FieldCatalog;
import io.sluice.server.flow.field.Field;
import io.sluice.server.flow.field.Fields;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.FlowId;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Compiles flow documents with the fields of the account they belong to. */
@Component
final class FlowCompiler {

  private final Fields fields;

  FlowCompiler(Fields fields) {
    this.fields = fields;
  }

  /** The flow, ready to run; empty when something is wrong, and then {@code errors} says what: all of it. */
  Optional<CompiledFlow> compile(AccountId account, FlowId id, FlowDocument document, FlowErrors errors) {
    FieldCatalog catalog = field -> fields.find(account, field).map(Field::type);
    try {
      var definition = FlowBinding.bind(document.answered(id, null, null, FlowErrors.none()).json());
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

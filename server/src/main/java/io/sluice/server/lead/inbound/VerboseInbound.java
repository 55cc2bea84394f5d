package io.sluice.server.lead.inbound;

import io.sluice.server.delivery.IntegrationMetadata;
import io.sluice.server.delivery.IntegrationMetadata.Variable;
import io.sluice.server.delivery.IntegrationPackage;
import io.sluice.server.lead.inbound.RawSubmission.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Answers as the standard module does, with everything the flow's steps appended in front (exchange 3.3). */
public final class VerboseInbound implements InboundModule {

  private static final IntegrationMetadata METADATA = new IntegrationMetadata(
      IntegrationPackage.VARIANTS,
      IntegrationMetadata.Direction.INBOUND,
      "Verbose",
      "Takes leads as the standard module does and answers, too, all the data that the flow's steps came by",
      OutcomeAnswer.SENT,
      withAppended());

  private static List<Variable> withAppended() {
    List<Variable> told = new ArrayList<>(OutcomeAnswer.TOLD);
    told.addFirst(Variable.optional("appended.*", "Appended data", "wildcard",
        "What each step of the flow returned, under the step's key"));
    return told;
  }

  @Override
  public String moduleId() {
    return "leadconduit-standard.inbound.verbose";
  }

  @Override
  public IntegrationMetadata metadata() {
    return METADATA;
  }

  @Override
  public boolean pingable() {
    return true;
  }

  @Override
  public Written write(Kind kind, Told told) {
    var said = kind == Kind.PING ? told.asBid() : told;
    var appended = shown(said.appended());
    Map<String, Object> fields = new LinkedHashMap<>();
    if (!appended.isEmpty()) {
      fields.put("appended", appended);
    }
    fields.putAll(OutcomeAnswer.fields(kind, said));
    return OutcomeAnswer.write(kind, said, fields);
  }

  private static Map<String, Object> shown(Map<?, ?> values) {
    Map<String, Object> shown = LinkedHashMap.newLinkedHashMap(values.size());
    values.forEach((name, value) -> {
      Object inner = shown(value);
      if (inner != null) {
        shown.put(OutcomeAnswer.quoted(String.valueOf(name)), inner);
      }
    });
    return shown;
  }

  private static @Nullable Object shown(@Nullable Object value) {
    return switch (value) {
      case Map<?, ?> map -> shown(map);
      case List<?> list -> {
        List<@Nullable Object> members = new ArrayList<>(list.size());
        list.forEach(member -> members.add(shown(member)));
        yield members;
      }
      case null, default -> value;
    };
  }
}

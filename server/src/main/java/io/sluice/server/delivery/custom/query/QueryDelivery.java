package io.sluice.server.delivery.custom.query;

import io.sluice.server.delivery.IntegrationMetadata;
import io.sluice.server.delivery.IntegrationMetadata.Variable;
import io.sluice.server.delivery.call.Mapped;
import io.sluice.server.delivery.call.Prepared;
import io.sluice.server.delivery.custom.CustomChecks;
import io.sluice.server.delivery.custom.CustomDelivery;
import io.sluice.server.delivery.custom.CustomVariables;
import io.sluice.server.delivery.custom.Headers;
import io.sluice.server.delivery.custom.Pairs;
import io.sluice.server.delivery.custom.Sent;
import io.sluice.server.delivery.custom.answer.AnswerReader;
import io.sluice.server.delivery.door.AllowedTargets;
import io.sluice.server.delivery.door.OutboundRequest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Asks with {@code parameter.*} in the URL's query. */
@Component
final class QueryDelivery extends CustomDelivery {

  private static final IntegrationMetadata METADATA = CustomVariables.metadata("Query",
      "Sends the lead in the URL of a GET",
      List.of(Variable.optional("parameter.*", "Parameter", "wildcard",
          "A parameter of the query, such as parameter.email")));

  QueryDelivery(AllowedTargets allowed, AnswerReader answers) {
    super("leadconduit-custom.outbound.query", METADATA, new CustomChecks(allowed), answers);
  }

  @Override
  public Prepared request(Map<String, ? extends @Nullable Object> vars) {
    boolean ascii = Mapped.flag(vars, "send_ascii").orElse(false);
    var query = Pairs.of(Sent.members(Sent.plain(vars.get("parameter"), ascii)), false).text(true);
    return new Prepared.Ready(new OutboundRequest(withQuery(Mapped.text(vars, "url").orElse(""), query), "GET",
        Headers.of(vars, Map.of()), Optional.empty(), Mapped.flag(vars, "follow_redirects").orElse(true)));
  }

  /** Behind what the URL already asks. */
  private static String withQuery(String url, String query) {
    int hash = url.indexOf('#');
    var whole = hash < 0 ? url : url.substring(0, hash);
    boolean open = whole.endsWith("?") || whole.endsWith("&");
    return whole + (open ? "" : whole.indexOf('?') < 0 ? "?" : "&") + query;
  }
}

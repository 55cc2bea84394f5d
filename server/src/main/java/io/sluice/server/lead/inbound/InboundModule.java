package io.sluice.server.lead.inbound;

import io.sluice.server.delivery.IntegrationModule;
import java.util.LinkedHashMap;
import java.util.Map;

/** The way the leads of a source come in and its senders are answered (exchange 3.3); {@code module_id} selects it. */
public interface InboundModule extends IntegrationModule {

  /** Whether the module can answer a ping. */
  boolean pingable();

  Written write(RawSubmission.Kind kind, Told told);

  /** @param headers in the order they are to be written, with {@code Content-Type} and {@code Content-Length} */
  record Written(int status, Map<String, String> headers, byte[] body) {

    public Written {
      headers = new LinkedHashMap<>(headers);
    }
  }
}

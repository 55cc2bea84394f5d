package io.sluice.server.lead.inbound;

import java.util.LinkedHashMap;
import java.util.Map;

/** The way an inbound module answers a handled lead; a source's module id selects it (exchange 3.3). */
public interface InboundAnswer {

  /** Such as {@code leadconduit-default.inbound}. */
  String moduleId();

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

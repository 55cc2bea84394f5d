package io.sluice.server.lead.inbound;

import io.sluice.server.lead.inbound.RawSubmission.Kind;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The names under which TrustedForm's scripts send a certificate, and the one the exchange knows (exchange 3.2). */
final class CertificateNames {

  private static final String CERT_URL = "trustedform_cert_url";
  private static final String HIDDEN_CERT_URL = "xxTrustedFormCertUrl";
  private static final String HIDDEN_PING_URL = "xxTrustedFormPingUrl";
  private static final String PING_URL = "trustedform_ping_url";

  private CertificateNames() {}

  /** Removes the scripts' names; a ping's own URL wins over the certificate's, on a submit it is discarded. */
  static void settle(Map<String, @Nullable Object> parameters, Kind kind) {
    take(parameters).settle(parameters, kind);
  }

  /** Puts the query's parameters over the body's; of two hidden certificate fields the body's counts (observed). */
  static void merge(Map<String, @Nullable Object> body, Map<String, @Nullable Object> query, Kind kind) {
    var fromQuery = take(query);
    var fromBody = take(body);
    body.putAll(query);
    fromBody.or(fromQuery).settle(body, kind);
  }

  private static Taken take(Map<String, @Nullable Object> parameters) {
    Object certUrl = null;
    Object pingUrl = null;
    for (var entries = parameters.entrySet().iterator(); entries.hasNext(); ) {
      var entry = entries.next();
      var name = entry.getKey();
      if (name.length() != CERT_URL.length()) {
        continue; // all four names are of one length, which spares most comparisons
      }
      if (name.equalsIgnoreCase(HIDDEN_CERT_URL)) {
        certUrl = entry.getValue();
        entries.remove();
      } else if (name.equalsIgnoreCase(HIDDEN_PING_URL) || name.equalsIgnoreCase(PING_URL)) {
        pingUrl = entry.getValue();
        entries.remove();
      }
    }
    return new Taken(filled(certUrl), filled(pingUrl));
  }

  private static @Nullable Object filled(@Nullable Object value) {
    return "".equals(value) ? null : value;
  }

  private record Taken(@Nullable Object certUrl, @Nullable Object pingUrl) {

    Taken or(Taken other) {
      return new Taken(certUrl == null ? other.certUrl : certUrl, pingUrl == null ? other.pingUrl : pingUrl);
    }

    void settle(Map<String, @Nullable Object> parameters, Kind kind) {
      var winner = kind == Kind.PING && pingUrl != null ? pingUrl : certUrl;
      if (winner != null) {
        parameters.put(CERT_URL, winner);
      }
    }
  }
}

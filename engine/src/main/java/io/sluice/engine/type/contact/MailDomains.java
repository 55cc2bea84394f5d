package io.sluice.engine.type.contact;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** Which mail domains give addresses to anybody. The two lists lie beside this class; NOTICE says whose they are. */
final class MailDomains {

  enum Kind { FREE, DISPOSABLE, OTHER }

  /** Read on the first address: 4,660 short lines. */
  private static final class Lists {

    private static final Map<String, Kind> KINDS = HashMap.newHashMap(5_000);

    static {
      read("free-mail-domains.txt", Kind.FREE);
      read("disposable-mail-domains.txt", Kind.DISPOSABLE);
    }

    private static void read(String resource, Kind kind) {
      try (var lines = new BufferedReader(new InputStreamReader(
          Objects.requireNonNull(MailDomains.class.getResourceAsStream(resource), resource),
          StandardCharsets.US_ASCII))) {
        for (var domain = lines.readLine(); domain != null; domain = lines.readLine()) {
          KINDS.put(domain, kind);
        }
      } catch (IOException broken) {
        throw new UncheckedIOException(resource, broken);
      }
    }
  }

  private MailDomains() {}

  /** A domain below a listed one is of the same kind: {@code mail.gmail.com} is free. */
  static Kind kind(String lowerCaseDomain) {
    var domain = lowerCaseDomain;
    while (true) {
      var kind = Lists.KINDS.get(domain);
      if (kind != null) {
        return kind;
      }
      int dot = domain.indexOf('.');
      if (dot < 0) {
        return Kind.OTHER;
      }
      domain = domain.substring(dot + 1);
    }
  }
}

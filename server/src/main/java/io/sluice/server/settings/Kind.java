package io.sluice.server.settings;

import io.sluice.server.database.DatabaseAddress;
import io.sluice.server.delivery.door.AllowedTargets;
import io.sluice.server.http.edge.TrustedProxies;
import io.sluice.server.kernel.EmailAddress;
import io.sluice.server.mail.SmtpUrl;
import io.sluice.server.vault.VaultKey;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What the text of a setting must be.
 *
 * @param expectation completes "must be …"
 * @param secret the text may hold a password: it is never quoted
 */
record Kind<T>(String expectation, boolean secret, Function<String, Optional<T>> reader) {

  private static final String LABEL = "[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?";
  private static final Pattern HOST = Pattern.compile(LABEL + "(\\." + LABEL + ")*");

  static Kind<Integer> number(int least, int most) {
    return new Kind<>("a whole number from " + least + " to " + most, false, text -> {
      try {
        int number = Integer.parseInt(text);
        return number < least || number > most ? Optional.empty() : Optional.of(number);
      } catch (NumberFormatException e) {
        return Optional.empty();
      }
    });
  }

  static Kind<String> host() {
    return new Kind<>("an IP address or a host name", false,
        text -> isHost(text) || isAddress(text) ? Optional.of(text) : Optional.empty());
  }

  static Kind<String> word() {
    return new Kind<>("one word", false, text -> text.matches("\\S+") ? Optional.of(text) : Optional.empty());
  }

  static Kind<String> secretWord() {
    return new Kind<>("one word", true, text -> text.matches("\\S+") ? Optional.of(text) : Optional.empty());
  }

  static Kind<String> bucket() {
    return new Kind<>("the name of a bucket: 3 to 63 lower-case letters, digits, dots and hyphens", false,
        text -> text.matches("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]") ? Optional.of(text) : Optional.empty());
  }

  static Kind<String> text() {
    return new Kind<>("text", false, Optional::of);
  }

  static Kind<String> name() {
    return new Kind<>("a word of small letters, digits and hyphens", false,
        text -> text.matches("[a-z0-9][a-z0-9-]{0,39}") && !text.equals("password") ? Optional.of(text) : Optional.empty());
  }

  static Kind<URI> issuer() {
    return new Kind<>("an http or https URL without a query", false, text -> {
      try {
        URI uri = URI.create(text);
        boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
        boolean bare = uri.getHost() != null && uri.getRawQuery() == null && uri.getRawFragment() == null
            && uri.getRawUserInfo() == null;
        return http && bare ? Optional.of(uri) : Optional.empty();
      } catch (IllegalArgumentException e) {
        return Optional.empty();
      }
    });
  }

  static Kind<String> mailbox() {
    return new Kind<>("a mail address such as Sluice <sluice@example.com>", false, text -> {
      try {
        return new InternetAddress(text, true).getAddress().contains("@") ? Optional.of(text) : Optional.empty();
      } catch (AddressException e) {
        return Optional.empty();
      }
    });
  }

  static Kind<Path> path() {
    return new Kind<>("a path", false, text -> {
      try {
        return Optional.of(Path.of(text));
      } catch (InvalidPathException e) {
        return Optional.empty();
      }
    });
  }

  static Kind<URI> webAddress() {
    return new Kind<>("an http or https URL without a path", false, text -> {
      try {
        URI uri = URI.create(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
        boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
        boolean bare = uri.getHost() != null && uri.getRawPath().isEmpty() && uri.getRawQuery() == null
            && uri.getRawFragment() == null && uri.getRawUserInfo() == null;
        return http && bare ? Optional.of(uri) : Optional.empty();
      } catch (IllegalArgumentException e) {
        return Optional.empty();
      }
    });
  }

  static Kind<DatabaseAddress> database() {
    return new Kind<>("postgres://user:password@host:port/database or jdbc:postgresql://host:port/database?user=…",
        true, DatabaseAddress::parse);
  }

  static Kind<SmtpUrl> mailServer() {
    return new Kind<>("smtp://user:password@host:port or smtps://user:password@host:port", true, text -> {
      try {
        return Optional.of(SmtpUrl.parse(text));
      } catch (IllegalArgumentException e) {
        return Optional.empty();
      }
    });
  }

  static Kind<List<VaultKey>> keys() {
    return new Kind<>("keys of " + VaultKey.BYTES + " bytes in base64 (openssl rand -base64 " + VaultKey.BYTES
        + ") with commas between them", true, text -> {
      List<Optional<VaultKey>> keys = Arrays.stream(text.split(",", -1)).map(VaultKey::read).toList();
      return keys.stream().allMatch(Optional::isPresent)
          ? Optional.of(keys.stream().map(Optional::orElseThrow).toList()) : Optional.empty();
    });
  }

  static Kind<List<String>> networksOrHosts() {
    return new Kind<>("networks (10.0.0.0/8), addresses or host names with commas between them", false, text -> {
      List<String> parts = Arrays.stream(text.split(",")).map(String::strip).toList();
      try {
        AllowedTargets.of(parts);
      } catch (IllegalArgumentException e) {
        return Optional.empty();
      }
      boolean good = parts.stream().allMatch(part -> part.contains("/") || isHost(part) || isAddress(part));
      return good ? Optional.of(parts) : Optional.empty();
    });
  }

  static Kind<List<String>> networks() {
    return new Kind<>("networks (10.0.0.0/8) or addresses with commas between them", false, text -> {
      List<String> parts = Arrays.stream(text.split(",", -1)).map(String::strip).toList();
      try {
        TrustedProxies.of(parts);
        return Optional.of(parts);
      } catch (IllegalArgumentException e) {
        return Optional.empty();
      }
    });
  }

  static Kind<Set<EmailAddress>> addresses() {
    return new Kind<>("mail addresses with commas between them", false, text -> {
      List<Optional<EmailAddress>> read = Arrays.stream(text.split(",")).map(EmailAddress::read).toList();
      return read.contains(Optional.<EmailAddress>empty()) ? Optional.empty()
          : Optional.of(read.stream().flatMap(Optional::stream).collect(Collectors.toUnmodifiableSet()));
    });
  }

  private static boolean isHost(String text) {
    return HOST.matcher(text).matches();
  }

  private static boolean isAddress(String text) {
    try {
      return text.equals(InetAddress.ofLiteral(text).getHostAddress()) || text.contains(":");
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}

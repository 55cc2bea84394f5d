package io.sluice.server.mail;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/**
 * Where the mail server is and as whom to enter it: {@code smtp://user:password@host:port}, or {@code smtps://…} for
 * TLS from the first byte. User and password are percent-encoded and may be left out; the port is 465 for {@code smtps},
 * else 587 with a user and 25 without.
 *
 * <p>{@code smtp} goes over to TLS when the server offers it; {@code ?starttls=required} insists,
 * {@code ?starttls=never} is for a server beside us that offers TLS under a certificate nobody vouches for.
 */
public record SmtpUrl(String protocol, String host, int port, String user, String password, StartTls startTls) {

  public enum StartTls {
    WHEN_OFFERED, REQUIRED, NEVER
  }

  private static final int MAX_PORT = 65_535;
  private static final int TLS_PORT = 465;
  private static final int SUBMISSION_PORT = 587;
  private static final int RELAY_PORT = 25;

  /** @throws IllegalArgumentException if the text is no such URL; it is not repeated, for it may hold a password */
  public static SmtpUrl parse(String text) {
    URI uri;
    try {
      uri = new URI(text);
    } catch (URISyntaxException e) {
      throw refused("it is no URL (a password with special characters must be percent-encoded)");
    }
    boolean tls = "smtps".equals(uri.getScheme());
    if (!tls && !"smtp".equals(uri.getScheme())) {
      throw refused("it must start with smtp:// or smtps://");
    }
    if (uri.getHost() == null || uri.getPort() > MAX_PORT || uri.getPort() == 0) {
      throw refused("it names no host, or an impossible port");
    }
    if (uri.getPath() != null && !uri.getPath().isEmpty() && !uri.getPath().equals("/")) {
      throw refused("it must have no path");
    }
    String[] login = (uri.getRawUserInfo() == null ? "" : uri.getRawUserInfo()).split(":", 2);
    String user = decoded(login[0]);
    String password = login.length == 2 ? decoded(login[1]) : "";
    int usualPort = tls ? TLS_PORT : user.isEmpty() ? RELAY_PORT : SUBMISSION_PORT;
    return new SmtpUrl(uri.getScheme(), uri.getHost(), uri.getPort() < 0 ? usualPort : uri.getPort(), user, password,
        startTls(uri, tls));
  }

  private static StartTls startTls(URI uri, boolean tls) {
    if (uri.getQuery() == null) {
      return tls ? StartTls.NEVER : StartTls.WHEN_OFFERED;
    }
    if (tls) {
      throw refused("smtps has TLS from the start and takes no option");
    }
    return switch (uri.getQuery()) {
      case "starttls=required" -> StartTls.REQUIRED;
      case "starttls=never" -> StartTls.NEVER;
      default -> throw refused("its only options are ?starttls=required and ?starttls=never");
    };
  }

  private static IllegalArgumentException refused(String why) {
    return new IllegalArgumentException("the mail server's URL is not usable: " + why);
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  /** Without the password: it ends up in logs. */
  @Override
  public String toString() {
    return protocol + "://" + host + ":" + port;
  }
}

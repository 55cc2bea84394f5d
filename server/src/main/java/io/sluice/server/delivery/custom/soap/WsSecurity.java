package io.sluice.server.delivery.custom.soap;

import io.sluice.server.http.body.XmlText;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.regex.Pattern;

/** A user name and a password in the envelope's header (OASIS Web Services Security, UsernameToken Profile 1.0). */
final class WsSecurity {

  private static final String OASIS = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-";
  private static final Duration LIFE = Duration.ofMinutes(10);
  private static final Pattern PASSWORD = Pattern.compile("(<wsse:Password [^>]*>)[^<]*");
  private static final SecureRandom RANDOM = new SecureRandom();

  private WsSecurity() {}

  /** @param digest whether the password is hashed with the time and a number used once */
  static String header(String user, String password, boolean digest, Instant now) {
    byte[] nonce = new byte[16];
    RANDOM.nextBytes(nonce);
    return header(user, password, digest, now, nonce);
  }

  static String header(String user, String password, boolean digest, Instant now, byte[] nonce) {
    var created = now.truncatedTo(ChronoUnit.SECONDS).toString();
    var expires = now.truncatedTo(ChronoUnit.SECONDS).plus(LIFE).toString();
    var secret = digest
        ? token("PasswordDigest", digest(nonce, created, password)) + "<wsse:Nonce EncodingType=\"" + OASIS
            + "soap-message-security-1.0#Base64Binary\">" + Base64.getEncoder().encodeToString(nonce) + "</wsse:Nonce>"
        : token("PasswordText", password);
    return "<wsse:Security xmlns:wsse=\"" + OASIS + "wssecurity-secext-1.0.xsd\" xmlns:wsu=\"" + OASIS
        + "wssecurity-utility-1.0.xsd\"><wsu:Timestamp wsu:Id=\"Timestamp-" + created + "\"><wsu:Created>" + created
        + "</wsu:Created><wsu:Expires>" + expires + "</wsu:Expires></wsu:Timestamp><wsse:UsernameToken"
        + " wsu:Id=\"SecurityToken-" + created + "\"><wsse:Username>" + XmlText.escaped(user) + "</wsse:Username>"
        + secret + "<wsu:Created>" + created + "</wsu:Created></wsse:UsernameToken></wsse:Security>";
  }

  /** The envelope as it may be kept. */
  static String withoutPassword(String envelope) {
    return PASSWORD.matcher(envelope).replaceAll("$1*****");
  }

  private static String token(String type, String value) {
    return "<wsse:Password Type=\"" + OASIS + "username-token-profile-1.0#" + type + "\">" + XmlText.escaped(value)
        + "</wsse:Password>";
  }

  private static String digest(byte[] nonce, String created, String password) {
    try {
      var sha1 = MessageDigest.getInstance("SHA-1"); // what the profile asks for
      sha1.update(nonce);
      sha1.update(created.getBytes(StandardCharsets.UTF_8));
      sha1.update(password.getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder().encodeToString(sha1.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-1", e);
    }
  }
}

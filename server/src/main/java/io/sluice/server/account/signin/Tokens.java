package io.sluice.server.account.signin;

import io.sluice.server.account.User;
import io.sluice.server.account.Users;
import io.sluice.server.vault.Vault;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.jose.jws.MacAlgorithm;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtClaimsSet;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtEncoder;
import org.springframework.security.oauth2.jwt.JwtEncoderParameters;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.jwt.JwsHeader;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.oauth2.jwt.NimbusJwtEncoder;
import org.springframework.stereotype.Component;

/**
 * Bearer tokens (crm 2.1): signed, holding for a day, and saying nothing but who. What she may do is looked up with each
 * request, and so is whether her sign-ins of that time still count. The key is made from the server's own (decision
 * 0110); tokens made with a key that is being replaced are taken while the old one is there.
 */
@Component
public class Tokens {

  private static final Duration LIFETIME = Duration.ofHours(24);
  private static final String PURPOSE = "sluice bearer tokens";
  private static final int MAX_CHARS = 1_000;
  private static final Pattern SHAPE = Pattern.compile("[\\w-]+\\.[\\w-]+\\.[\\w-]+");
  private static final String SCHEME = "Bearer ";

  private final Vault vault;
  private final Users users;
  private final Clock clock;
  private @Nullable Keys keys;

  Tokens(Vault vault, Users users, Clock clock) {
    this.vault = vault;
    this.users = users;
    this.clock = clock;
  }

  private record Keys(JwtEncoder signing, List<JwtDecoder> reading) {}

  public String issue(User user) {
    Instant from = user.signInTime(clock.instant());
    JwtClaimsSet claims = JwtClaimsSet.builder()
        .subject(Long.toString(user.number()))
        .issuedAt(from)
        .expiresAt(from.plus(LIFETIME))
        .id(UUID.randomUUID().toString())
        .build();
    return keys().signing()
        .encode(JwtEncoderParameters.from(JwsHeader.with(MacAlgorithm.HS256).build(), claims)).getTokenValue();
  }

  /** Whose token an {@code Authorization} header brings, with or without the word in front of it. */
  Optional<User> recognise(String authorization) {
    String token = authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
        ? authorization.substring(SCHEME.length()).strip() : authorization.strip();
    if (token.length() > MAX_CHARS || !SHAPE.matcher(token).matches()) {
      return Optional.empty();
    }
    return keys().reading().stream().flatMap(key -> read(key, token).stream()).findFirst()
        .flatMap(jwt -> users.byNumber(Long.parseLong(jwt.getSubject()))
            .filter(user -> jwt.getIssuedAt() != null && user.mayGoOn(jwt.getIssuedAt())));
  }

  private static Optional<Jwt> read(JwtDecoder key, String token) {
    try {
      return Optional.of(key.decode(token));
    } catch (JwtException foreignOrExpired) {
      return Optional.empty(); // no credential: the route answers 401
    }
  }

  /** When first needed: a server nobody signs in to needs no key. */
  private synchronized Keys keys() {
    Keys known = keys;
    if (known == null) {
      List<SecretKey> derived = vault.derived(PURPOSE, "HmacSHA256");
      known = new Keys(
          NimbusJwtEncoder.withSecretKey(derived.getFirst()).algorithm(MacAlgorithm.HS256).build(),
          derived.stream().map(this::decoder).toList());
      keys = known;
    }
    return known;
  }

  private JwtDecoder decoder(SecretKey key) {
    var notExpired = new JwtTimestampValidator(Duration.ZERO);
    notExpired.setClock(clock);
    NimbusJwtDecoder decoder = NimbusJwtDecoder.withSecretKey(key).macAlgorithm(MacAlgorithm.HS256).build();
    decoder.setJwtValidator(notExpired);
    return decoder;
  }
}

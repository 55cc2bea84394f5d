package io.sluice.engine.template;

import io.sluice.engine.type.Values;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.bouncycastle.crypto.ExtendedDigest;
import org.bouncycastle.crypto.digests.MD4Digest;
import org.bouncycastle.crypto.digests.MD5Digest;
import org.bouncycastle.crypto.digests.RIPEMD160Digest;
import org.bouncycastle.crypto.digests.SHA1Digest;
import org.bouncycastle.crypto.digests.SHA224Digest;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.digests.SHA384Digest;
import org.bouncycastle.crypto.digests.SHA512Digest;
import org.bouncycastle.crypto.digests.WhirlpoolDigest;

/** The hash helpers: all values one after the other, then the salt (exchange 7). */
final class Digests {

  private static final Map<String, Supplier<ExtendedDigest>> ALGORITHMS =
      Map.of(
          "md4", MD4Digest::new,
          "md5", MD5Digest::new,
          "ripemd", RIPEMD160Digest::new,
          "ripemd160", RIPEMD160Digest::new,
          "sha1", SHA1Digest::new,
          "sha224", SHA224Digest::new,
          "sha256", SHA256Digest::new,
          "sha384", SHA384Digest::new,
          "sha512", SHA512Digest::new,
          "whirlpool", WhirlpoolDigest::new);

  private Digests() {}

  static Expression.Function bind(Functions.Arguments call) {
    var algorithm = ALGORITHMS.get(call.name());
    if (algorithm == null) {
      throw new BadTemplate("'" + call.name() + "' is not a known helper");
    }
    call.known("salt", "encoding");
    if (call.values().isEmpty()) {
      throw new BadTemplate("'" + call.name() + "' takes at least one value");
    }
    List<Expression> values = List.copyOf(call.values());
    var salt = call.option("salt");
    var encoding = call.option("encoding");
    if (encoding instanceof Expression.Constant(Object word)
        && !Set.of("", "hex", "base64", "latin1").contains(Values.text(word))) {
      throw new BadTemplate("'encoding' must be 'hex', 'base64' or 'latin1'");
    }
    return vars -> {
      var text = new StringBuilder();
      values.forEach(value -> text.append(Values.text(value.value(vars))));
      if (text.isEmpty()) {
        // The digest of nothing looks like data and is the same for every lead; a missing value stays missing.
        return null;
      }
      text.append(Values.text(salt.value(vars)));
      return encoded(digest(algorithm.get(), text.toString()), Values.text(encoding.value(vars)));
    };
  }

  private static byte[] digest(ExtendedDigest digest, String text) {
    byte[] input = text.getBytes(StandardCharsets.UTF_8);
    digest.update(input, 0, input.length);
    byte[] output = new byte[digest.getDigestSize()];
    digest.doFinal(output, 0);
    return output;
  }

  private static String encoded(byte[] digest, String encoding) {
    return switch (encoding) {
      case "base64" -> Base64.getEncoder().encodeToString(digest);
      case "latin1" -> new String(digest, StandardCharsets.ISO_8859_1);
      default -> HexFormat.of().formatHex(digest);
    };
  }
}

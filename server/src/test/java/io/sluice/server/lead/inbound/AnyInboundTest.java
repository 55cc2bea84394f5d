package io.sluice.server.lead.inbound;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever bytes come in, the reading ends well; {@code bin/fuzz} looks on for longer, and where these do not get. */
class AnyInboundTest {

  private static final int REQUESTS = 30_000;

  /** What the four formats are made of. */
  private static final List<String> TOKENS = List.of("{", "}", "[", "]", "\"", "\\u00",
      "\\", ":", ",", "1e999", "-", "null",
      "\r", "\n", "\t", "&", "=", "%", "%zz", "%e9", "+", ".", ".0", ".9999", "__proto__", "<", "</", "/>", "<!--",
          "-->", "<![CDATA[",
      "]]>", "<?", "?>", "<!DOCTYPE x [", "&amp;", "&#0;", "&#x10ffff;", "&x", " a='", "xxTrustedFormCertUrl=",
          "redir_url=",
      "\ufeff", "\u0000", "é", "\ud83d\ude00");

  @Test
  void observed_requests_that_were_spoilt_are_read_or_refused() {
    var random = RandomGeneratorFactory.of("L64X128MixRandom").create(20_260_115);
    var seeds = FuzzedRequest.observed();
    for (int i = 0; i < REQUESTS; i++) {
      byte[] data = spoilt(seeds.get(random.nextInt(seeds.size())), seeds, random);
      try {
        FuzzedRequest.check(data);
      } catch (RuntimeException | AssertionError | StackOverflowError broken) {
        throw new AssertionError("the request " + new String(data, StandardCharsets.ISO_8859_1), broken);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"\0\n[", "\0\n{\"a\":", "\1\na.", "\1\na.0.", "\2\n<a>", "\2\n<a b='<", "\2\n<!DOCTYPE [",
      "\2\n&", "\0a[", "\1%"})
  void what_repeats_a_hundred_thousand_times_is_read_or_refused(String text) {
    int line = text.indexOf('\n') + 1;
    FuzzedRequest.check(
        (text.substring(0, line) + text.substring(line).repeat(100_000) + "=1").getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] spoilt(byte[] seed, List<byte[]> seeds, RandomGenerator random) {
    byte[] data = seed;
    for (int i = random.nextInt(1, 5); i > 0; i--) {
      int from = random.nextInt(data.length + 1);
      int to = Math.min(data.length, from + random.nextInt(1, 8));
      var changed = new ByteArrayOutputStream();
      changed.write(data, 0, from);
      switch (random.nextInt(6)) {
        case 0 -> changed.write(random.nextInt(256));
        case 1 -> changed.writeBytes(TOKENS.get(random.nextInt(TOKENS.size())).getBytes(StandardCharsets.UTF_8));
        case 2 -> changed.writeBytes(new String(data, from, to - from, StandardCharsets.ISO_8859_1)
            .repeat(random.nextInt(1, 200)).getBytes(StandardCharsets.ISO_8859_1));
        case 3 -> {
          byte[] other = seeds.get(random.nextInt(seeds.size()));
          changed.writeBytes(Arrays.copyOfRange(other, random.nextInt(other.length), other.length));
        }
        case 4 -> from = to;
        default -> changed.write((from < to ? data[from++] : 0) ^ 1 << random.nextInt(8));
      }
      changed.write(data, from, data.length - from);
      data = changed.toByteArray();
    }
    return data;
  }
}

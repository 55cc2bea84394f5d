package io.sluice.server.lead.inbound;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Looks for bytes that the readers of requests do not bear, led by what their code does with them ({@code bin/fuzz}).
 * Not part of the build, which must come out the same each time; {@link AnyInboundTest} is.
 */
class InboundFuzz {

  static Stream<Arguments> observed() {
    return FuzzedRequest.observed().stream().map(bytes -> Arguments.of((Object) bytes));
  }

  @MethodSource("observed")
  @FuzzTest(maxDuration = "1m")
  void any_request_is_read_or_refused(byte[] data) {
    FuzzedRequest.check(data);
  }
}

package io.sluice.server.http.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrustedProxiesTest {

  private static final TrustedProxies PROXIES = TrustedProxies.of(List.of("10.0.0.0/8", "fd00::/8"));

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      198.51.100.9 | 203.0.113.5                      | 198.51.100.9
      10.0.0.1     |                                  | 10.0.0.1
      10.0.0.1     | 203.0.113.5                      | 203.0.113.5
      10.0.0.1     | 1.1.1.1, 203.0.113.5             | 203.0.113.5
      10.0.0.1     | 1.1.1.1, 203.0.113.5, 10.0.0.2   | 203.0.113.5
      10.0.0.1     | 10.0.0.3, 10.0.0.2               | 10.0.0.3
      10.0.0.1     | unknown                          | 10.0.0.1
      10.0.0.1     | 203.0.113.5, evil, 10.0.0.2      | 10.0.0.2
      10.0.0.1     | 203.0.113.5:1234                 | 203.0.113.5
      10.0.0.1     | 203.0.113.5:1234, 10.0.0.2:80    | 203.0.113.5
      10.0.0.1     | [2001:db8::7]:1234               | 2001:db8::7
      10.0.0.1     | [2001:db8::7]                    | 2001:db8::7
      10.0.0.1     | [::ffff:203.0.113.5]:1234        | 203.0.113.5
      10.0.0.1     | 203.0.113.5:evil                 | 10.0.0.1
      10.0.0.1     | [2001:db8::7]evil                | 10.0.0.1
      10.0.0.1     | [evil:evil]:80                   | 10.0.0.1
      10.0.0.1     | [203.0.113.5]:80                 | 10.0.0.1
      fd00::1      | 2001:db8::7                      | 2001:db8::7
      10.0.0.1     | 010.1                            | 10.0.0.1
      10.0.0.1     | ::ffff:203.0.113.5               | 203.0.113.5
      10.0.0.1     | 0:0:0:0:0:FFFF:cb00:7105         | 203.0.113.5
      10.0.0.1     | 203.0.113.5, ::ffff:10.0.0.2     | 203.0.113.5
      """)
  void the_nearest_address_that_is_no_proxy_of_ours_is_the_client(String peer, String header, String client) {
    List<String> headers = header == null ? List.of() : List.of(header);
    assertThat(PROXIES.client(peer, Collections.enumeration(headers))).isEqualTo(client);
  }
}

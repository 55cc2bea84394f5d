package io.sluice.engine.type.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The parts of the WHATWG URL standard that the observed cases do not reach. */
final class WebAddressTest {

  @ParameterizedTest
  @CsvSource(delimiter = '\t', quoteCharacter = '§', textBlock = """
      http://a/^^{}|`'"<>\thttp://a/^^%7B%7D|%60'%22%3C%3E
      http://a/?^^{}|`'"<>\thttp://a/?^^{}|`%27%22%3C%3E
      http://u^|`{}':p:@q@h/\thttp://u%5E%7C%60%7B%7D':p%3A%40q@h/
      http://a%41b.com\thttp://aab.com/
      http://ExAmPle.com%2e\thttp://example.com./
      http://１２７.0.0.1\thttp://127.0.0.1/
      http://0x\thttp://0.0.0.0/
      http://4294967295\thttp://255.255.255.255/
      http://:p@h\thttp://:p@h/
      http://@h\thttp://h/
      http://u:@h\thttp://u@h/
      http://h:0080\thttp://h/
      http://h:00\thttp://h:0/
      http://a\\b\\c\thttp://a/b/c
      http:h\thttp://h/
      http://a/%2e%2E/b/.\thttp://a/b/
      http://a/b/..\thttp://a/
      http://a/é?é#é\thttp://a/%C3%A9?%C3%A9#%C3%A9
      http://例子.中国\thttp://xn--fsqu00a.xn--fiqs8s/
      http://[::127.0.0.1]\thttp://[::7f00:1]/
      http://[0:0:1:0:0:0:1:0]\thttp://[0:0:1::1:0]/
      http://[1:0:2:3:4:5:6:7]\thttp://[1:0:2:3:4:5:6:7]/
      http://1e2\thttp://1e2/
      http://a/#\thttp://a/#
      """)
  void an_address_is_written_as_a_browser_writes_it(String text, String written) {
    var address = WebAddress.parse(text);
    assertThat(address).isNotNull();
    assertThat(address.text()).isEqualTo(written);
  }

  @ParameterizedTest
  @ValueSource(strings = {
    "http://xn--a", "http://a.xn--", "http://1.2.3.4.5", "http://09", "http://a.09", "http://user@", "http://[::1",
    "http://[1::2::3]", "http://a b", "http://a%20b", "http://%", "http://256.256.256.256", "http://0xffffffff1",
    "http://4294967296", "http://[::1.2.3]", "http://[1:2:3:4:5:6:7:8:9]", "http://h:65536", "", "http", "a:b"
  })
  void what_a_browser_refuses_is_no_address(String text) {
    assertThat(WebAddress.parse(text)).isNull();
  }

  @Test
  void half_a_surrogate_pair_is_written_as_the_replacement_character() {
    var address = WebAddress.parse("http://a/\ud800");
    assertThat(address).isNotNull();
    assertThat(address.path()).isEqualTo("/%EF%BF%BD");
  }
}

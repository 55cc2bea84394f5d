package io.sluice.server.delivery.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TargetUrlTest {

  @ParameterizedTest
  @CsvSource({
    "http://buyer.com, http://buyer.com/",
    "HTTPS://Buyer.COM:8443?a=b#c, https://buyer.com:8443/?a=b",
    "http://user:pw@buyer.com./x, http://buyer.com/x",
    "https://buyer.com:443/x, https://buyer.com/x", "http://buyer.com:80, http://buyer.com/",
    "https://buyer.com:80/, https://buyer.com:80/", "http://buyer.com:443/, http://buyer.com:443/",
    "http://buyer.com:/x, http://buyer.com/x", "http://[2001:db8::1]:80/, http://[2001:db8:0:0:0:0:0:1]/",
    "http://bücher.de/ä ö, http://xn--bcher-kva.de/%C3%A4%20%C3%B6",
    "http://2130706433/, http://127.0.0.1/",
    "http://0x7f.0.0.0x1/, http://127.0.0.1/",
    "http://0300.0250.1/, http://192.168.0.1/",
    "http://a@b@buyer.com/, http://buyer.com/",
    "http://buyer.com\\@10.0.0.1/, http://buyer.com/%5C@10.0.0.1/"})
  void a_url_is_read_as_browsers_read_it(String url, String normal) {
    assertThat(TargetUrl.parse(url).map(TargetUrl::text)).contains(normal);
  }

  @ParameterizedTest
  @ValueSource(strings = {
    "", "buyer.com", "//buyer.com", "http:buyer.com", "ftp://buyer.com", "http://", "https:///x", "http://:80/",
    "http://buyer.com:0/", "http://buyer.com:65536/", "http://buyer.com:8a/", "http://-buyer.com/",
    "http://buyer_1.com/",
    "http://buyer..com/", "http://.com/", "http://256.1.1.1/", "http://1.2.3.4.5/", "http://09.0.0.1/", "http://[::1/",
    "http://[1.2.3.4]x/", "http://[1.2.3.4]/", "http://[fe80::1%25eth0]/", "http://bu%79er.com/",
    "http://a b.com/", "http://a.com/\r\nX: y",
    "http://4294967296/"})
  void what_is_no_absolute_http_url_is_none(String url) {
    assertThat(TargetUrl.parse(url)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "http://buyer.com, true", "http://x.co.uk, true", "http://buyer.ck, true", "http://bücher.de, true",
    "http://8.8.8.8, true", "http://[2001:4860:4860::8888]/, true", "http://buyer.nosuchtld, false",
    "http://buyer.internal, false", "http://buyer.test, false", "http://localhost, false", "http://com, false",
    "http://192.0.2.1, false", "http://[2001:db8::1]/, false", "http://[3fff::1]/, false"})
  void a_public_host_has_a_top_level_domain_that_exists_or_a_public_address(String url, boolean expected) {
    assertThat(TargetUrl.parse(url).orElseThrow().isPublic()).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/8, 10.255.0.1, true", "10.0.0.0/8, 11.0.0.0, false", "10.0.0.128/25, 10.0.0.127, false",
    "10.0.0.128/25, 10.0.0.128, true", "10.0.0.1, 10.0.0.1, true", "10.0.0.1, 10.0.0.2, false",
    "0.0.0.0/0, 9.9.9.9, true", "0.0.0.0/0, 2001::1, false", "fd00::/8, fdff::1, true", "fd00::/8, fe00::1, false"})
  void a_network_holds_its_addresses(String network, String address, boolean expected) {
    assertThat(AllowedTargets.of(List.of(network)).allowsAddress(InetAddress.ofLiteral(address))).isEqualTo(expected);
  }

  @Test
  void a_mistyped_network_stops_the_start() {
    assertThatThrownBy(() -> AllowedTargets.of(List.of("10.0.0.0/33"))).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> AllowedTargets.of(List.of("10.0.0/8"))).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> AllowedTargets.of(List.of("crm/intranet"))).isInstanceOf(IllegalArgumentException.class);
  }
}

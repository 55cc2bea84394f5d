package io.sluice.server.http.body;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What senders and recipients call their secrets, and where else they put them. */
class KeptHeadersTest {

  @ParameterizedTest
  @ValueSource(strings = {
    "Authorization", "Proxy-Authorization", "Cookie", "Set-Cookie", "X-Auth-Token", "X-Auth", "Auth-Key", "Api-Key",
    "X-Api-Key", "apikey", "Ocp-Apim-Subscription-Key", "X-Functions-Key", "X-Shopify-Access-Token", "X-Amz-Security-Token",
    "X-Master-Key", "x_license_key", "Key", "X-Password", "X-Client-Secret", "X-Hub-Signature-256"})
  void a_secret_headers_value_is_not_kept(String name) {
    assertThat(KeptHeaders.value(name, "s3cret")).isEqualTo("*****");
  }

  @ParameterizedTest
  @ValueSource(strings = {
    "Content-Type", "Accept", "Host", "User-Agent", "Idempotency-Key", "X-Keyword", "X-Monkey", "X-Author", "ETag",
    "X-Request-Id"})
  void any_other_is_kept_as_it_is(String name) {
    assertThat(KeptHeaders.value(name, "//a@b?token=c")).isEqualTo("//a@b?token=c");
  }

  @ParameterizedTest
  @CsvSource({
    "https://user:p@ss@crm.example/a, https://*****@crm.example/a",
    "//user@crm.example, //*****@crm.example",
    "/done?lead=7&access_token=s3cret&x=1#top, /done?lead=7&access_token=*****&x=1#top",
    "/done#id_token=s3cret, /done#id_token=*****",
    "<https://crm.example/?page=2&key=s3cret>; rel=next, <https://crm.example/?page=2&key=*****>; rel=next",
    "https://crm.example/a@b?mail=a@b.example, https://crm.example/a@b?mail=a@b.example",
    "/$1?a=\\2, /$1?a=\\2"})
  void an_address_is_kept_without_its_user_and_its_secret_parameters(String said, String kept) {
    for (String name : List.of("Location", "content-location", "Referer", "Link")) {
      assertThat(KeptHeaders.value(name, said)).isEqualTo(kept);
    }
  }

  @Test
  void a_long_address_takes_no_longer_than_it_is_long() {
    for (String part : List.of("/", "//a", "?", "?token", "token", "&token=", "@", "//@", "?a=")) {
      Assertions.assertTimeout(Duration.ofSeconds(1), () -> KeptHeaders.value("Referer", part.repeat(16_384)));
    }
  }
}

package io.sluice.server.delivery.door;

import static io.sluice.server.FakeRecipient.cut;
import static io.sluice.server.FakeRecipient.hangUp;
import static io.sluice.server.FakeRecipient.huge;
import static io.sluice.server.FakeRecipient.json;
import static io.sluice.server.FakeRecipient.raw;
import static io.sluice.server.FakeRecipient.redirect;
import static io.sluice.server.FakeRecipient.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.server.FakeRecipient;
import io.sluice.server.delivery.door.OutboundResult.Answered;
import io.sluice.server.delivery.door.OutboundResult.Failed;
import io.sluice.server.delivery.door.OutboundResult.Refused;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Design 3: the address that was checked is the address that is dialled; a limit on everything that comes back. */
@Timeout(60)
class OutboundDoorTest extends OpenedDoors {

  @Test
  void a_request_arrives_as_it_was_made_with_the_deliverys_key() {
    var request = new OutboundRequest(acme.url("/leads?a=1|2#x"), "POST",
        Map.of("Content-Type", "application/x-www-form-urlencoded", "Content-Length", "999"),
        Optional.of("name=é"));
    door(LOOPBACK).send(request, "delivery-1", LONG);

    var received = acme.awaitRequest(LONG);
    assertThat(received.method()).isEqualTo("POST");
    assertThat(received.uri()).isEqualTo("/leads?a=1%7C2");
    assertThat(received.body()).isEqualTo("name=é");
    assertThat(received.headers())
        .containsEntry("Idempotency-Key", "delivery-1")
        .containsEntry("Content-Type", "application/x-www-form-urlencoded")
        .containsEntry("Content-Length", "7")
        .containsEntry("Host", "127.0.0.1:" + acme.port())
        .containsEntry("User-Agent", "Sluice")
        .doesNotContainKeys("Accept-Encoding", "Upgrade", "Cookie");
  }

  @Test
  void nothing_leaves_without_its_deliverys_key_and_no_module_can_put_another_in_its_place() {
    var own = new OutboundRequest(acme.url("/"), "GET", Map.of("idempotency-key", "mine"), Optional.empty());
    door(LOOPBACK).send(own, "delivery-1", LONG);
    assertThat(acme.awaitRequest(LONG).headers()).containsEntry("Idempotency-Key", "delivery-1");
    assertThatThrownBy(() -> door(LOOPBACK).send(own, " ", LONG)).isInstanceOf(IllegalArgumentException.class);
    assertThat(acme.received()).hasSize(1);
  }

  @Test
  void an_answer_and_its_record_say_what_came() {
    acme.answers(with(503, Map.of("Content-Type", "text/plain; charset=utf-8", "X-A", "b"), "é"));
    var answered = (Answered) door(LOOPBACK).send(get(acme.url("/x")), "key", LONG);

    var response = answered.response();
    assertThat(response.status()).isEqualTo(503);
    assertThat(response.statusText()).isEqualTo("Not OK");
    assertThat(response.body()).isEqualTo("é");
    assertThat(response.header("x-a")).contains("b");
    var record = answered.transaction();
    assertThat(record.request()).isEqualTo(new HttpTransaction.RequestRecord(
        "GET", acme.url("/x"), "1.1", Map.of("Accept", "*/*", "Idempotency-Key", "key"), "", NOW));
    assertThat(record.response()).contains(new HttpTransaction.ResponseRecord(
        503, "Not OK", "1.1", response.headers(), "é", NOW));
  }

  @Test
  void credentials_reach_the_recipient_and_no_record() {
    acme.answers(with(200, Map.of("Set-Cookie", "session=secret"), ""));
    var url = "http://user:p%40ss+word@127.0.0.1:" + acme.port() + "/";
    var record = door(LOOPBACK).send(get(url), "key", LONG).transaction();

    assertThat(acme.awaitRequest(LONG).headers()).containsEntry("Authorization", "Basic dXNlcjpwQHNzK3dvcmQ=");
    assertThat(record.request().uri()).isEqualTo(acme.url("/"));
    assertThat(record.request().headers()).containsEntry("Authorization", "Basic *****");
    assertThat(record.response().orElseThrow().headers()).containsEntry("Set-Cookie", "*****");
    assertThat(record.toString()).doesNotContain("dXNlcjpwQHNzK3dvcmQ", "p%40ss", "secret");
  }

  @ParameterizedTest
  @ValueSource(strings = {
    "http://127.0.0.1:%d/", "http://127.1:%d/", "http://2130706433:%d/", "http://0x7f000001:%d/",
    "http://0177.0.0.1:%d/", "http://0x7f.1:%d/", "http://0.0.0.0:%d/", "http://[::1]:%d/", "http://[::]:%d/",
    "http://[::ffff:127.0.0.1]:%d/",
    "http://[::127.0.0.1]:%d/", "http://[64:ff9b::127.0.0.1]:%d/", "http://[2002:7f00:1::]:%d/", "http://[fe80::1]:%d/",
    "http://[fd00:ec2::254]:%d/", "http://[ff02::1]:%d/", "http://169.254.169.254:%d/", "http://100.100.100.200:%d/",
    "http://168.63.129.16:%d/", "http://10.0.0.1:%d/", "http://172.31.255.255:%d/", "http://192.168.0.1:%d/",
    "http://100.64.0.1:%d/", "http://224.0.0.1:%d/", "http://255.255.255.255:%d/", "http://localhost:%d/",
    "http://0X7F.0.0.1:%d/", "http://017700000001:%d/", "http://[64:ff9b:1::a00:1]:%d/", "http://[fec0::1]:%d/",
    "http://metadata@169.254.169.254:%d/latest/meta-data/", "http://8.8.8.8:80@127.0.0.1:%d/", "http://127.0.0.1.:%d/",
    "http://１２７。0。0。1:%d/", "http://public@127.0.0.1:%d/"})
  void an_address_that_is_not_public_is_refused_and_nothing_is_sent(String url) {
    var result = door(AllowedTargets.NONE).send(get(url.formatted(acme.port())), "key", LONG);
    assertThat(result).isInstanceOfSatisfying(Refused.class,
        refused -> assertThat(refused.reason()).isEqualTo("URL must be public"));
    assertThat(acme.received()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {
    "127.0.0.1", "10.1.2.3", "169.254.169.254", "100.64.0.1", "192.168.1.1", "172.16.0.1", "0.0.0.0", "224.0.0.1",
    "::1", "::ffff:10.0.0.1", "fd12::1", "fe80::1", "2002:a00:1::", "64:ff9b::a00:1", "2001:0:1::1"})
  void a_name_that_leads_to_an_address_that_is_not_public_is_refused(String address) {
    var door = door(AllowedTargets.NONE, OutboundLimits.STANDARD, _ -> List.of(InetAddress.ofLiteral(address)));
    var result = door.send(get("http://buyer.example.com:" + acme.port() + "/"), "key", LONG);
    assertThat(result).isInstanceOf(Refused.class);
  }

  @Test
  void a_name_with_one_forbidden_address_among_good_ones_is_refused() {
    var names = List.of(InetAddress.ofLiteral("8.8.8.8"), InetAddress.ofLiteral("10.0.0.1"));
    var result = door(AllowedTargets.NONE, OutboundLimits.STANDARD, _ -> names)
        .send(get("http://buyer.example.com/"), "key", LONG);
    assertThat(result).isInstanceOf(Refused.class);
  }

  @Test
  void a_name_is_resolved_once_and_dialled_as_it_was_checked() {
    var asked = new AtomicInteger();
    HostNames rebinding = _ -> List.of(InetAddress.ofLiteral(asked.incrementAndGet() == 1 ? "127.0.0.1" : "10.0.0.1"));
    var result = door(LOOPBACK, OutboundLimits.STANDARD, rebinding)
        .send(get("http://buyer.example.com:" + acme.port() + "/"), "key", LONG);
    assertThat(result).isInstanceOf(Answered.class);
    assertThat(asked).hasValue(1);
    assertThat(acme.awaitRequest(LONG).headers()).containsEntry("Host", "buyer.example.com:" + acme.port());
  }

  @Test
  void a_name_that_turns_inward_is_refused() {
    Iterator<String> answers = List.of("127.0.0.1", "127.0.0.2").iterator();
    var allowed = AllowedTargets.of(List.of("127.0.0.1"));
    var door = door(allowed, OutboundLimits.STANDARD, _ -> List.of(InetAddress.ofLiteral(answers.next())));
    acme.answers(raw("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"));
    var url = "http://buyer.example.com:" + acme.port() + "/";
    assertThat(door.send(get(url), "first", LONG)).isInstanceOf(Answered.class);
    assertThat(door.send(get(url), "second", LONG)).isInstanceOf(Refused.class);
    assertThat(acme.received()).hasSize(1);
  }

  @Test
  void what_the_operator_allows_is_dialled() {
    HostNames names = _ -> List.of(InetAddress.ofLiteral("127.0.0.1"));
    assertThat(door(LOOPBACK, OutboundLimits.STANDARD, names)
        .send(get("http://localhost:" + acme.port() + "/"), "key", LONG)).isInstanceOf(Answered.class);
    assertThat(door(AllowedTargets.of(List.of("CRM.intranet")), OutboundLimits.STANDARD, names)
        .send(get("http://crm.intranet:" + acme.port() + "/"), "key", LONG)).isInstanceOf(Answered.class);
    assertThat(door(AllowedTargets.of(List.of("crm.intranet")), OutboundLimits.STANDARD, names)
        .send(get("http://other.intranet:" + acme.port() + "/"), "key", LONG)).isInstanceOf(Refused.class);
  }

  @Test
  void a_redirect_is_an_answer_and_is_not_followed() {
    try (var inside = FakeRecipient.start()) {
      acme.answers(redirect(inside.url("/admin")));
      var answered = (Answered) door(LOOPBACK).send(get(acme.url("/")), "key", LONG);
      assertThat(answered.response().status()).isEqualTo(302);
      assertThat(inside.received()).isEmpty();
    }
  }

  @Test
  void nothing_is_sent_twice() {
    acme.answers(hangUp());
    var result = door(LOOPBACK).send(post(acme.url("/")), "key", LONG);
    assertThat(result).isInstanceOfSatisfying(Failed.class,
        failed -> assertThat(failed.reason()).endsWith("was closed before the response was complete"));
    acme.answers(json("{}"));
    assertThat(door(LOOPBACK).send(post(acme.url("/")), "other", LONG)).isInstanceOf(Answered.class);
    assertThat(acme.received()).extracting(request -> request.headers().get("Idempotency-Key"))
        .containsExactly("key", "other");
  }

  @Test
  void a_body_beyond_the_limit_is_given_up() {
    int limit = OutboundLimits.STANDARD.maxBodyBytes();
    acme.answers(huge(1L << 40));
    assertFails(get(acme.url("/")), "Response is longer than " + limit + " bytes");
    acme.answers(with(200, "text/plain", "x".repeat(limit)));
    var answered = (Answered) door(LOOPBACK).send(get(acme.url("/")), "key", LONG);
    assertThat(answered.response().body()).hasSize(limit);
  }

  @Test
  void a_header_beyond_the_limits_is_given_up() {
    var limits = OutboundLimits.STANDARD;
    acme.answers(raw("HTTP/1.1 200 OK\r\nX: " + "x".repeat(limits.maxHeaderLineBytes()) + "\r\n\r\n"));
    assertFails(get(acme.url("/")), "Response header is too long");
    acme.answers(raw("HTTP/1.1 200 OK\r\n" + "X: x\r\n".repeat(limits.maxHeaders() + 1) + "\r\n"));
    assertFails(get(acme.url("/")), "Response header is too long");
  }

  @Test
  void an_answer_cut_in_the_middle_is_no_answer() {
    acme.answers(cut("{\"outcome\":\"success\"}", 20));
    assertFails(get(acme.url("/")),
        "Connection to 127.0.0.1:" + acme.port() + " was closed before the response was complete");
  }

  @Test
  void an_answer_that_is_not_http_is_no_answer() {
    acme.answers(raw("220 mail.acme.example ESMTP\r\n"));
    assertThat(door(LOOPBACK).send(get(acme.url("/")), "key", LONG)).isInstanceOf(Failed.class);
  }

  @Test
  void nobody_there_and_no_such_name_are_told_apart() {
    acme.close();
    assertFails(get(acme.url("/")), "Connection to 127.0.0.1:" + acme.port() + " was refused");
    HostNames none = name -> {
      throw new UnknownHostException(name);
    };
    var door = door(LOOPBACK, OutboundLimits.STANDARD, none);
    var failed = (Failed) door.send(get("http://gone.example.com/"), "key", LONG);
    assertThat(failed.reason()).isEqualTo("Host name gone.example.com has no address");
  }

  @Test
  void a_line_break_in_a_header_is_refused_and_nothing_is_sent() {
    var request = new OutboundRequest(acme.url("/"), "GET", Map.of("X-Lead", "a\r\nX-Evil: b"), Optional.empty());
    assertThat(door(LOOPBACK).send(request, "key", LONG)).isInstanceOf(Refused.class);
    assertThat(door(LOOPBACK).send(get(acme.url("/")), "key\r\nX-Evil: b", LONG)).isInstanceOf(Refused.class);
    assertThat(acme.received()).isEmpty();
  }

  @Test
  void what_is_no_url_is_refused() {
    assertThat(door(LOOPBACK).send(get("ftp://buyer.example.com/"), "key", LONG)).isInstanceOf(Refused.class);
  }

  private void assertFails(OutboundRequest request, String reason) {
    assertThat(door(LOOPBACK).send(request, "key", LONG)).isInstanceOfSatisfying(Failed.class,
        failed -> assertThat(failed.reason()).isEqualTo(reason));
  }
}

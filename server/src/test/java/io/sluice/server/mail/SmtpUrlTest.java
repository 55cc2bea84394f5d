package io.sluice.server.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.server.mail.SmtpUrl.StartTls;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SmtpUrlTest {

  @ParameterizedTest
  @CsvSource({
      "smtp://mail.example.com, 25, WHEN_OFFERED",
      "smtp://sluice:secret@mail.example.com, 587, WHEN_OFFERED",
      "smtp://sluice:secret@mail.example.com:2525, 2525, WHEN_OFFERED",
      "smtp://mail.example.com?starttls=required, 25, REQUIRED",
      "smtp://mail.example.com/?starttls=never, 25, NEVER",
      "smtps://sluice:secret@mail.example.com, 465, NEVER"})
  void the_port_and_the_use_of_tls_follow_from_the_url(String text, int port, StartTls startTls) {
    SmtpUrl url = SmtpUrl.parse(text);

    assertThat(url.host()).isEqualTo("mail.example.com");
    assertThat(url.port()).isEqualTo(port);
    assertThat(url.startTls()).isEqualTo(startTls);
  }

  @Test
  void user_and_password_are_decoded() {
    SmtpUrl url = SmtpUrl.parse("smtp://me%40example.com:p%40ss%3Aw%2Fo+rd@mail.example.com");

    assertThat(url.user()).isEqualTo("me@example.com");
    assertThat(url.password()).isEqualTo("p@ss:w/o+rd");
  }

  @ParameterizedTest
  @ValueSource(strings = {
      "mail.example.com", "http://me:secret@mail.example.com", "smtp://me:secret@", "smtp://me:secret@mail.example.com:0",
      "smtp://me:secret@mail.example.com:65536", "smtp://me:secret@mail.example.com/path",
      "smtp://me:secret@mail.example.com?starttls=maybe", "smtps://me:secret@mail.example.com?starttls=required",
      "smtp://me:secret %@mail.example.com", "smtp://me:secret%zz@mail.example.com"})
  void what_is_no_mail_server_is_refused_without_telling_the_password(String text) {
    assertThatThrownBy(() -> SmtpUrl.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("the mail server's URL is not usable")
        .hasMessageNotContaining("secret")
        .hasNoCause();
  }

  @Test
  void the_password_is_in_no_log_line() {
    assertThat(SmtpUrl.parse("smtp://me:secret@mail.example.com").toString()).doesNotContain("secret");
  }
}

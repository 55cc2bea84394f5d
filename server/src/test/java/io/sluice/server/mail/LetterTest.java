package io.sluice.server.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.server.account.signin.VerificationMail;
import io.sluice.server.kernel.EmailAddress;
import io.sluice.server.partner.Role;
import io.sluice.server.partner.mail.BuyerConfiguredMail;
import io.sluice.server.partner.mail.FreshLinkAskedMail;
import io.sluice.server.partner.mail.FreshLinkMail;
import io.sluice.server.partner.mail.InvitationAcceptedMail;
import io.sluice.server.partner.mail.InvitationMail;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.web.util.HtmlUtils;

class LetterTest {

  private static final EmailAddress BOB = new EmailAddress("bob@acme.example");
  private static final EmailAddress ALICE = new EmailAddress("alice@initech.example");
  private static final URI LINK = URI.create("https://exchange.sluice.example/i/x?a=1&b=2");
  private static final Instant UNTIL = Instant.parse("2026-12-21T07:00:00Z");
  private static final Letterhead HEAD =
      Letterhead.of("Sluice <no-reply@sluice.example>", URI.create("https://exchange.sluice.example"));

  static Stream<Mail> every_kind() {
    return Stream.of(
        new InvitationMail(BOB, "Initech", Role.BUYER, UNTIL, "Hello Bob", LINK),
        new InvitationMail(ALICE, "Acme", Role.SELLER, UNTIL, "", LINK),
        new InvitationAcceptedMail(ALICE, "Acme", Role.BUYER, LINK),
        new InvitationAcceptedMail(BOB, "Initech", Role.SELLER, LINK),
        new BuyerConfiguredMail(ALICE, "Acme", LINK),
        new VerificationMail(BOB, UNTIL, LINK),
        new FreshLinkAskedMail(ALICE, BOB, LINK),
        new FreshLinkMail(BOB, "Initech", UNTIL, LINK));
  }

  @ParameterizedTest
  @MethodSource("every_kind")
  void every_kind_says_the_same_as_text_and_as_html(Mail mail) {
    String text = PlainLetter.write(mail.letter(), HEAD);
    String html = HtmlUtils.htmlUnescape(HtmlLetter.write(mail.letter(), HEAD));

    List<String> said = text.lines().filter(line -> !line.isEmpty() && !line.equals("-- "))
        .map(line -> line.replaceFirst("^> ", "").replaceFirst(":$", "").replaceFirst("^Sluice at ", ""))
        .toList();
    assertThat(said).hasSizeGreaterThan(5).allSatisfy(line -> assertThat(html).contains(line));
  }

  @ParameterizedTest
  @MethodSource("every_kind")
  void every_kind_has_one_link_to_follow(Mail mail) {
    assertThat(mail.links()).containsExactly(LINK);
    assertThat(PlainLetter.write(mail.letter(), HEAD)).contains("\n" + LINK + "\n");
    assertThat(HtmlLetter.write(mail.letter(), HEAD))
        .contains("<a href=\"https://exchange.sluice.example/i/x?a=1&amp;b=2\"");
  }

  @Test
  void an_invitation_says_who_invites_as_what_until_when_and_why() {
    assertThat(PlainLetter.write(
        new InvitationMail(BOB, "Initech", Role.BUYER, UNTIL, "Hello Bob,\nwe met in Bonn.", LINK).letter(), HEAD))
        .isEqualTo("""
            Initech invites you to buy leads

            Initech would like to sell leads to you and invites you to connect as a buyer.

            Initech writes:

            > Hello Bob,
            > we met in Bonn.

            Look at the invitation, then accept or decline it. If you have no account yet, you can open one on the \
            way; being a partner is free.

            See the invitation:
            https://exchange.sluice.example/i/x?a=1&b=2

            The invitation is open until Monday, 21 December 2026, 07:00 UTC.

            --\s
            You get this mail because Initech named bob@acme.example as a partner's address. If you do not know \
            Initech, you need not do anything.
            Sluice at exchange.sluice.example
            """);
  }

  @Test
  void an_invitation_without_description_quotes_nobody() {
    Letter letter = new InvitationMail(BOB, "Initech", Role.BUYER, UNTIL, " \n", LINK).letter();

    assertThat(PlainLetter.write(letter, HEAD)).doesNotContain("writes:");
  }

  @Test
  void what_users_write_is_text_in_html_too() {
    String name = "<img src=x onerror=\"alert('1')\">&amp;";
    String description = "</blockquote><script>1</script>";
    Letter letter = new InvitationMail(BOB, name, Role.BUYER, UNTIL, description, LINK).letter();

    assertThat(HtmlLetter.write(letter, HEAD))
        .contains("&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt;&amp;amp;")
        .contains("&lt;/blockquote&gt;&lt;script&gt;1&lt;/script&gt;")
        .doesNotContain("<img", "<script");
  }

  @Test
  void a_name_can_neither_end_a_header_line_nor_turn_the_writing_direction() {
    String name = "Acme\r\nBcc: globex@globex.example\u0000\u202E\u2028x";
    Letter letter = new BuyerConfiguredMail(ALICE, name, LINK).letter();

    assertThat(letter.subject()).isEqualTo("Acme Bcc: globex@globex.example x is ready for your leads");
  }

  @Test
  void texts_are_cut_where_they_get_too_long_but_not_within_a_character() {
    Letter letter = new BuyerConfiguredMail(ALICE, "x".repeat(198) + "🍏".repeat(5_000), LINK).letter();

    assertThat(letter.subject()).isEqualTo("x".repeat(198) + "…").hasSizeLessThanOrEqualTo(Letter.MAX_SUBJECT_CHARS);
    assertThat(PlainLetter.write(letter, HEAD).length()).isLessThan(4 * Letter.MAX_TEXT_CHARS);
  }

  @Test
  void a_button_opens_nothing_but_web_addresses() {
    assertThatThrownBy(() -> new Letter.Button("Open", URI.create("javascript:alert(1)")))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Letter.Button("Open", URI.create("/i/x")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void a_letter_asks_for_one_thing_at_most() {
    Letter.Button button = new Letter.Button("Open", LINK);
    assertThatThrownBy(() -> new Letter("Hello", List.of(button, button), "Because"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(new Letter("Hello", List.of(new Letter.Paragraph("Hello")), "Because").links()).isEmpty();
  }

  @Test
  void what_somebody_wrote_keeps_its_lines_and_facts_stand_below_each_other() {
    Letter letter = new Letter("Lead", List.of(new Letter.Lines("Call\r\nher <now>"), new Letter.Facts(List.of(
        new Letter.Fact("e-mail", "ann@example.com"), new Letter.Fact("note", "a\nb <c>")))), "Because");
    assertThat(PlainLetter.write(letter, HEAD))
        .contains("Call\nher <now>\n\ne-mail: ann@example.com\nnote: a b <c>\n");
    assertThat(HtmlLetter.write(letter, HEAD))
        .contains("Call<br>\nher &lt;now&gt;", ">e-mail</th>", ">a b &lt;c&gt;</td>");
  }
}

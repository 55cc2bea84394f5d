package io.sluice.server.mail;

import io.sluice.server.mail.Letter.Button;
import io.sluice.server.mail.Letter.Fact;
import io.sluice.server.mail.Letter.Facts;
import io.sluice.server.mail.Letter.Lines;
import io.sluice.server.mail.Letter.Paragraph;
import io.sluice.server.mail.Letter.Part;
import io.sluice.server.mail.Letter.Quote;
import java.util.stream.Collectors;
import org.springframework.web.util.HtmlUtils;

/**
 * A letter as HTML that mail clients show as meant: one column in a table, styles on the elements, no picture and
 * nothing fetched from anywhere. The style sheet only turns the colours for the dark, so a client may drop it.
 */
final class HtmlLetter {

  private HtmlLetter() {}

  static String write(Letter letter, Letterhead head) {
    return """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <meta name="supported-color-schemes" content="light dark">
        <title>%1$s</title>
        <style>
        @media (prefers-color-scheme: dark) {
          .ground { background: #12171d !important; }
          .sheet { background: #1a2129 !important; border-color: #2d3742 !important; }
          .ink { color: #e8edf2 !important; }
          .soft, .soft a { color: #9aa7b5 !important; }
          .quote { background: #222b35 !important; border-color: #4c89c4 !important; }
        }
        </style>
        </head>
        <body class="ground" style="margin:0;padding:0;background:#f4f6f8;">
        <table role="presentation" class="ground" width="100%%" cellpadding="0" cellspacing="0" border="0" \
        style="background:#f4f6f8;">
        <tr><td align="center" style="padding:32px 16px;">
        <table role="presentation" width="100%%" cellpadding="0" cellspacing="0" border="0" \
        style="max-width:560px;font-family:-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif;">
        <tr><td class="soft" style="padding:0 8px 12px;color:#5c6a7a;font-size:14px;font-weight:600;\
        letter-spacing:.04em;">SLUICE</td></tr>
        <tr><td class="sheet" style="padding:32px;background:#ffffff;border:1px solid #dfe4ea;border-radius:8px;">
        <h1 class="ink" style="margin:0 0 20px;color:#16202c;font-size:22px;line-height:1.3;font-weight:600;">%1$s</h1>
        %2$s
        </td></tr>
        <tr><td class="soft" style="padding:16px 8px 0;color:#5c6a7a;font-size:13px;line-height:1.5;">
        %3$s<br>Sluice at %4$s
        </td></tr>
        </table>
        </td></tr>
        </table>
        </body>
        </html>
        """.formatted(
            escaped(letter.subject()),
            letter.parts().stream().map(HtmlLetter::write).collect(Collectors.joining()).strip(),
            escaped(letter.footnote()),
            escaped(head.host()));
  }

  private static String write(Part part) {
    return switch (part) {
      case Paragraph(String text) -> """
          <p class="ink" style="margin:0 0 16px;color:#16202c;font-size:16px;line-height:1.5;">%s</p>
          """.formatted(escaped(text));
      case Quote(String text) -> """
          <blockquote class="ink quote" style="margin:0 0 16px;padding:12px 16px;background:#f4f6f8;\
          border-left:3px solid #0b6bcb;color:#16202c;font-size:16px;line-height:1.5;">%s</blockquote>
          """.formatted(escaped(text).replace("\n", "<br>\n"));
      case Lines(String text) -> """
          <p class="ink" style="margin:0 0 16px;color:#16202c;font-size:16px;line-height:1.5;">%s</p>
          """.formatted(escaped(text).replace("\n", "<br>\n"));
      case Facts(var facts) -> """
          <table cellpadding="0" cellspacing="0" border="0" style="margin:0 0 16px;">
          %s
          </table>
          """.formatted(facts.stream().map(HtmlLetter::write).collect(Collectors.joining("\n")));
      case Button(String label, var link) -> """
          <table role="presentation" cellpadding="0" cellspacing="0" border="0" style="margin:24px 0 12px;">
          <tr><td align="center" bgcolor="#0b6bcb" style="border-radius:6px;background:#0b6bcb;">
          <a href="%1$s" style="display:inline-block;padding:13px 28px;color:#ffffff;font-size:16px;font-weight:600;\
          text-decoration:none;">%2$s</a>
          </td></tr>
          </table>
          <p class="soft" style="margin:0 0 24px;color:#5c6a7a;font-size:13px;line-height:1.5;word-break:break-all;">\
          Or open this address: <a href="%1$s" style="color:#5c6a7a;">%1$s</a></p>
          """.formatted(escaped(link.toString()), escaped(label));
    };
  }

  private static String write(Fact fact) {
    return """
        <tr><th class="soft" align="left" valign="top" style="padding:4px 16px 4px 0;color:#5c6a7a;font-size:14px;\
        font-weight:400;">%s</th><td class="ink" style="padding:4px 0;color:#16202c;font-size:16px;line-height:1.4;\
        word-break:break-word;">%s</td></tr>""".formatted(escaped(fact.name()), escaped(fact.value()));
  }

  private static String escaped(String text) {
    return HtmlUtils.htmlEscape(text, "UTF-8");
  }
}

package io.sluice.server.demo;

import com.fasterxml.jackson.annotation.JsonProperty;
import jakarta.mail.BodyPart;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.SequencedSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.web.util.HtmlUtils;

/**
 * One mail as it arrived: the envelope's addresses, the decoded subject and bodies ({@code ""} where a mail has none),
 * and every http(s) link of either body, once, in reading order.
 */
record ReceivedMail(
    String from,
    List<String> to,
    String subject,
    String text,
    String html,
    List<String> links,
    @JsonProperty("received_at") Instant receivedAt) {

  private static final Session NO_SERVER = Session.getInstance(new Properties());
  private static final Pattern HREF =
      Pattern.compile("(?i)\\bhref\\s*=\\s*(?:\"(https?://[^\"]*)\"|'(https?://[^']*)')");
  private static final Pattern WEB_ADDRESS = Pattern.compile("(?i)\\bhttps?://[^\\s<>\"]+");
  private static final Pattern SENTENCE_END = Pattern.compile("[.,;:!?)]+$");
  private static final int MAX_DEPTH = 10;

  static ReceivedMail read(String from, List<String> to, byte[] source, Instant receivedAt)
      throws MessagingException, IOException {
    MimeMessage message = new MimeMessage(NO_SERVER, new ByteArrayInputStream(source));
    String text = body(message, "text/plain", MAX_DEPTH).orElse("");
    String html = body(message, "text/html", MAX_DEPTH).orElse("");
    String subject = Optional.ofNullable(message.getSubject()).orElse("");
    return new ReceivedMail(from, List.copyOf(to), subject, text, html, links(html, text), receivedAt);
  }

  /** The first part of that type, depth first; what is nested deeper than {@link #MAX_DEPTH} is not looked at. */
  private static Optional<String> body(Part part, String type, int depth) throws MessagingException, IOException {
    if (part.isMimeType(type) && part.getContent() instanceof String content) {
      return Optional.of(content);
    }
    if (depth > 0 && part.isMimeType("multipart/*") && part.getContent() instanceof Multipart parts) {
      for (int i = 0; i < parts.getCount(); i++) {
        BodyPart inner = parts.getBodyPart(i);
        Optional<String> found = body(inner, type, depth - 1);
        if (found.isPresent()) {
          return found;
        }
      }
    }
    return Optional.empty();
  }

  private static List<String> links(String html, String text) {
    SequencedSet<String> links = new LinkedHashSet<>();
    Matcher href = HREF.matcher(html);
    while (href.find()) {
      links.add(HtmlUtils.htmlUnescape(href.group(1) != null ? href.group(1) : href.group(2)));
    }
    Matcher address = WEB_ADDRESS.matcher(text);
    while (address.find()) {
      links.add(SENTENCE_END.matcher(address.group()).replaceFirst(""));
    }
    return List.copyOf(links);
  }
}

package io.sluice.server.delivery.custom.answer;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.parser.Parser;
import org.jsoup.select.Selector.SelectorParseException;

/**
 * A page. Its places are CSS selectors, and {@code @name} behind one is an attribute of what it selects. Regular
 * expressions in selectors run on RE2, which jsoup takes where it is there.
 */
final class HtmlAnswer implements AnswerBody {

  private static final int MAX_SELECTOR_CHARS = 300;
  private static final int MAX_ELEMENT_DEPTH = 200;
  /** Measured: the worst selectors, which look at all brothers of each, take a second with so many. */
  private static final int MAX_ELEMENTS = 10_000;
  private static final Pattern WITH_ATTRIBUTE = Pattern.compile("(.*[^\\s])\\s*@([\\w:-]+)");
  /** What looks at everything below an element again and again, and counted repetitions, which RE2 unrolls. */
  private static final Pattern COSTLY = Pattern.compile(":has\\(.*:has\\(|:contains.*:has\\(|:has\\(.*:contains|\\{");

  private final String whole;
  private @Nullable Document document;

  HtmlAnswer(String whole) {
    this.whole = whole;
  }

  @Override
  public Map<String, @Nullable Object> appended() {
    return Map.of();
  }

  @Override
  public String whole() {
    return whole;
  }

  @Override
  public Optional<String> at(String path) {
    var text = new StringBuilder();
    values(path).forEach(text::append);
    return Optional.of(text.toString());
  }

  @Override
  public List<Object> values(String path) {
    var wanted = WITH_ATTRIBUTE.matcher(path);
    boolean attribute = wanted.matches();
    var selector = attribute ? wanted.group(1) : path;
    if (selector.length() > MAX_SELECTOR_CHARS || COSTLY.matcher(selector).find()) {
      return List.of();
    }
    try {
      return selected(selector).stream().limit(MAX_VALUES)
          .filter(element -> !attribute || element.hasAttr(wanted.group(2)))
          .<Object>map(element -> attribute ? element.attr(wanted.group(2)) : element.wholeText())
          .toList();
    } catch (SelectorParseException | IllegalArgumentException noSelector) {
      return List.of(); // a place that cannot be found, like any other
    }
  }

  private List<Element> selected(String selector) {
    var page = document();
    return page.stream().limit(MAX_ELEMENTS + 1).count() > MAX_ELEMENTS ? List.of() : page.select(selector);
  }

  private Document document() {
    var read = document;
    if (read == null) {
      read = Parser.htmlParser().setMaxDepth(MAX_ELEMENT_DEPTH).parseInput(whole, "");
      document = read;
    }
    return read;
  }

  @Override
  public Optional<String> captured(String pattern) {
    return Patterns.capture(pattern, whole);
  }
}

package io.sluice.engine.template;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.engine.AnyLead;
import io.sluice.engine.Anything;
import io.sluice.engine.Cases;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** What holds for every text: it is a template or it is refused in words; and one that is has a result or none. */
final class AnyTemplateTest {

  private static final int TEXTS = 6_000;

  private static final List<String> TAGS = lines("""
      {{\n}}\n{{{\n}}}\n{{#if \n{{else}}\n{{else if \n{{/if}}\n{{! c }}\n{{!-- \n--}}\n\\{{\n{{#each x}}
      "\n'\n(\n)\n \n=\n.\n[\n]\ntext""");
  private static final List<String> DIGEST = List.of(" salt='%s'", " encoding='base64'", " encoding='%s'");
  private static final Map<String, List<String>> HELPERS = Map.of(
      "lowercase", List.of(),
      "uppercase", List.of(" nonsense=1"),
      "substring", List.of(" start=%s", " end=%s", " start=lead.number end=lead.big"),
      "replace", List.of(" pattern='%s' replace='%s'", " pattern='regexp(%s)' replace='%s'"),
      "extract", List.of(" pattern='%s'"),
      "format", List.of(" format='%s'", " locale='%s'", " dataType='Number'", " operator='add' months=lead.number",
          " operator='add' days=%s", " operator='subtract' years=%s", " timezone='%s'", " timezone='Asia/Tokyo'"),
      "math", List.of(" format='%s'", " locale='%s'", " dataType='String'"),
      "md5", DIGEST,
      "whirlpool", DIGEST,
      "nonsense", List.of());
  private static final List<String> WORDS = lines("""
      YYYY-MM-DD\n$0,0.00\n0.0a\n0o\n0%\n0 ib\n0.00e+0\n(0,0)\nBPS\n00:00:00\nlead.number\n3\n-1\n9999999\n1e9
      America/New_York\nde\nfr\nbase64\n(a+)+$\n\\d{3}\n(?<=a)b\n(\n*\n$1\na a\n[""");
  private static final List<String> MATH = lines("""
      1 + 2\nlead.number * 2\nroundTo(lead.number / 3, 2)\nfac(170)!\nlead.range ^ 9999\n1 / 0\nsqrt(-1)\nmin()
      max(1, lead.big)\nlead.flag ? 1 : 'x'\nnot lead.missing\n((((1))))\nlead.text || 'x'\natan2(1, 2) == pyt(3, 4)
      1 +\nif(1, 2)\nrandom(3)\n-lead.nan % 7""");

  private static List<String> lines(String text) {
    return List.of(text.split("\n"));
  }

  private static String text(RandomGenerator random, List<String> observed) {
    return switch (random.nextInt(5)) {
      case 0 -> Anything.spoilt(Anything.one(observed, random), random);
      case 1 -> {
        var text = new StringBuilder();
        for (int i = random.nextInt(1, 14); i > 0; i--) {
          text.append(random.nextInt(4) == 0 ? Anything.noise(random) : Anything.one(TAGS, random));
          text.append(random.nextInt(3) == 0 ? Anything.one(AnyLead.PATHS, random) : "");
        }
        yield text.toString();
      }
      case 2 -> Anything.spoilt(call(random), random);
      case 3 -> "{{#if %s}}%s{{else}}%s{{/if}}"
          .formatted(Anything.one(AnyLead.PATHS, random), call(random), call(random));
      default -> call(random);
    };
  }

  private static String call(RandomGenerator random) {
    var helper = Anything.one(HELPERS.keySet().stream().sorted().toList(), random);
    var options = HELPERS.get(helper);
    var call = new StringBuilder("{{" + helper + " ");
    call.append(helper.equals("math") ? "\"" + Anything.one(MATH, random) + "\"" : Anything.one(AnyLead.PATHS, random));
    boolean needed = List.of("replace", "extract").contains(helper);
    for (int i = options.isEmpty() ? 0 : random.nextInt(needed ? 1 : 0, 3); i > 0; i--) {
      String word = random.nextInt(4) == 0 ? Anything.noise(random).replace("'", "") : Anything.one(WORDS, random);
      call.append(Anything.one(options, random).replace("%s", word));
    }
    return call + "}}";
  }

  @Test
  void any_text_is_a_template_or_is_refused_in_words_and_any_template_has_a_result_or_none() {
    var random = Anything.seeded("templates");
    var observed = new ArrayList<String>();
    Cases.read("templates").get("cases").forEach(one -> observed.add(one.get("template").asString()));
    int compiled = 0;
    int rendered = 0;
    for (int i = 0; i < TEXTS; i++) {
      String text = text(random, observed);
      try {
        var template = Template.compile(text);
        compiled++;
        var vars = AnyLead.vars(random);
        assertThat(template.text(vars)).isNotNull();
        template.value(vars);
        template.value(vars.masked());
        rendered++;
      } catch (BadTemplate refused) {
        assertThat(refused.getMessage()).as(text).isNotBlank();
      } catch (RenderFailure none) {
        assertThat(none.getMessage()).as(text).isNotBlank();
      } catch (RuntimeException | StackOverflowError broken) {
        throw new AssertionError("the template " + text, broken);
      }
    }
    assertThat(compiled).as("templates among the texts").isGreaterThan(TEXTS / 4);
    assertThat(rendered).as("templates with a result").isGreaterThan(compiled / 2);
  }

  @Test
  void every_tag_that_is_wrong_is_named() {
    String wrong = "{{a..b}} {{nonsense x}} {{lowercase x y=1 z=2}} {{#if a..c}}{{/if}} {{";
    assertThat(message(wrong)).isEqualTo(String.join("; ",
        "variable 'a..b' has an empty part",
        "'nonsense' is not a known helper",
        "'lowercase' has no option 'y' and no option 'z'",
        "variable 'a..c' has an empty part",
        "'{{' is not closed by '}}'"));
  }

  private static String message(String text) {
    try {
      Template.compile(text);
      throw new AssertionError(text + " is a template");
    } catch (BadTemplate refused) {
      return String.valueOf(refused.getMessage());
    }
  }
}

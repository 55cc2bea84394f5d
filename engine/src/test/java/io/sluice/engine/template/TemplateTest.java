package io.sluice.engine.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.engine.Cases;
import io.sluice.engine.type.FieldTypes;
import io.sluice.engine.type.TypedValue;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Exchange 7, beyond the cases of the vectors. */
final class TemplateTest {

  private static final Object PHONE =
      Objects.requireNonNull(FieldTypes.named("phone").orElseThrow().parse("(512) 789-1111", Cases.CLOCK));

  private final Vars vars = Vars.of(Map.of(
      "lead", Map.of("first_name", "Ann", "phone_1", PHONE, "tags", List.of("a", "b"), "empty", "", "html", "<b>&"),
      "price", new BigDecimal("2.50"),
      "zero", 0,
      "at", Instant.parse("2026-01-15T12:00:00Z"),
      "day", LocalDate.parse("2026-01-31")));

  private @Nullable Object value(String template) {
    return Template.compile(template).value(vars);
  }

  private String text(String template) {
    return Template.compile(template).text(vars);
  }

  private static void refuses(String template, String sentence) {
    assertThatThrownBy(() -> Template.compile(template)).isInstanceOf(BadTemplate.class).hasMessageContaining(sentence);
  }

  @Test
  void a_text_without_braces_is_itself() {
    assertThat(value("a } { b \\ c")).isEqualTo("a } { b \\ c");
  }

  @Test
  void a_single_variable_keeps_its_type() {
    assertThat(value("{{lead.phone_1}}")).isInstanceOf(TypedValue.class);
    assertThat(value("{{ price }}")).isEqualTo(new BigDecimal("2.50"));
    assertThat(value("{{lead.tags}}")).isEqualTo(List.of("a", "b"));
  }

  @Test
  void a_single_variable_that_is_missing_is_nothing_and_in_a_text_it_is_empty() {
    assertThat(value("{{lead.nothing}}")).isNull();
    assertThat(value("[{{lead.nothing}}]")).isEqualTo("[]");
  }

  @Test
  void variables_in_a_text_print_their_normal_form() {
    assertThat(text("{{lead.first_name}}: {{lead.phone_1}} in {{lead.phone_1.area}} for {{price}}"))
        .isEqualTo("Ann: 5127891111 in 512 for 2.5");
  }

  @Test
  void elements_of_a_list_are_reached_by_their_index() {
    assertThat(text("{{lead.tags.1}} {{lead.tags.[0]}} {{lead.tags.9}}")).isEqualTo("b a ");
  }

  @Test
  void nothing_is_escaped() {
    assertThat(text("{{lead.html}} {{{lead.html}}}")).isEqualTo("<b>& <b>&");
  }

  @Test
  void braces_after_a_backslash_are_text() {
    assertThat(text("\\{{lead.first_name}}")).isEqualTo("{{lead.first_name}}");
  }

  @Test
  void a_comment_leaves_nothing() {
    assertThat(text("a{{! b }}c{{!-- {{d}} --}}e")).isEqualTo("ace");
  }

  @Test
  void if_asks_for_truth_only() {
    String template = "{{#if x}}yes{{else}}no{{/if}}";
    for (var falsy : List.of("", 0, false, List.of(), Double.NaN)) {
      assertThat(Template.compile(template).text(Vars.of(Map.of("x", falsy)))).as("%s", falsy).isEqualTo("no");
    }
    assertThat(Template.compile(template).text(Vars.empty())).isEqualTo("no");
    for (var truthy : List.of("false", 1, true, List.of(0), PHONE)) {
      assertThat(Template.compile(template).text(Vars.of(Map.of("x", truthy)))).as("%s", truthy).isEqualTo("yes");
    }
  }

  @Test
  void ifs_nest_and_chain() {
    assertThat(text("{{#if lead.empty}}1{{else if lead.nothing}}2{{else}}{{#if price}}3{{/if}}4{{/if}}5"))
        .isEqualTo("345");
  }

  @Test
  void helpers_nest_in_parentheses() {
    assertThat(value("{{uppercase (substring lead.first_name start=2)}}")).isEqualTo("NN");
  }

  @Test
  void a_helper_on_a_missing_variable_is_nothing() {
    assertThat(value("{{uppercase lead.nothing}}")).isNull();
    assertThat(value("{{format lead.nothing format=\"0\"}}")).isNull();
    assertThat(value("{{math \"lead.nothing + 1\"}}")).isNull();
    assertThat(value("{{md5 lead.nothing salt=\"pepper\"}}")).isNull();
  }

  @Test
  void substring_counts_from_1_and_includes_its_end() {
    assertThat(text("{{substring 'abcdef' start=2 end=4}}")).isEqualTo("bcd");
    assertThat(text("{{substring 'abcdef' start=5 end=99}}")).isEqualTo("ef");
    assertThat(text("{{substring 'abcdef' end=2}}")).isEqualTo("ab");
    assertThat(text("{{substring 'abcdef' start=4 end=2}}")).isEmpty();
  }

  @Test
  void replace_takes_a_literal_or_a_regular_expression() {
    assertThat(text("{{replace 'a.b.c' pattern='.' replace='-'}}")).isEqualTo("a-b-c");
    assertThat(text("{{replace '512-789-1111' pattern='regexp((\\d+)-(\\d+))' replace='$2/$1'}}"))
        .isEqualTo("789/512-1111");
  }

  @Test
  void a_pattern_that_would_stall_a_backtracking_matcher_does_not() {
    var longText = Vars.of(Map.of("x", "a".repeat(8_000) + "!"));
    assertThat(Template.compile("{{extract x pattern='(a+)+$'}}").text(longText)).isEmpty();
  }

  @Test
  void a_pattern_that_searches_the_text_anew_for_every_character_is_cut_short() {
    var longText = Vars.of(Map.of("x", "a".repeat(8_000)));
    assertThatThrownBy(() -> Template.compile("{{extract x pattern='a.*b|a'}}").text(longText))
        .isInstanceOf(RenderFailure.class).hasMessageContaining("500 matches");
  }

  @Test
  void a_text_that_is_too_long_is_not_searched() {
    var longText = Vars.of(Map.of("x", "a".repeat(9_000)));
    assertThatThrownBy(() -> Template.compile("{{extract x pattern='b'}}").text(longText))
        .isInstanceOf(RenderFailure.class).hasMessageContaining("not searched");
  }

  @Test
  void a_pattern_that_grows_out_of_bounds_is_refused() {
    refuses("{{extract x pattern='((a{1000}){1000}){1000}'}}", "too large");
  }

  @Test
  void several_values_are_hashed_as_one() {
    assertThat(text("{{md5 'foo' '@bar' '.com'}}")).isEqualTo(text("{{md5 'foo@bar.com'}}"));
    assertThat(text("{{ripemd 'a'}}")).isEqualTo(text("{{ripemd160 'a'}}")).hasSize(40);
    assertThat(text("{{md4 'a'}}")).isEqualTo("bde52cb31de33e46245e05fbdbd6fb24");
    assertThat(text("{{sha224 'a'}}")).hasSize(56);
    assertThat(text("{{whirlpool 'a'}}")).hasSize(128).startsWith("8aca2602792aec6f");
  }

  @Test
  void dates_are_shifted_by_their_operator() {
    assertThat(text("{{format day operator='add' months=1 format='YYYY-MM-DD'}}")).isEqualTo("2026-02-28");
    assertThat(text("{{format at operator='subtract' days=3}}")).isEqualTo("2026-01-12T12:00:00.000Z");
  }

  @Test
  void a_day_is_the_same_day_in_every_zone() {
    assertThat(text("{{format day timezone='America/New_York' format='YYYY-MM-DD'}}")).isEqualTo("2026-01-31");
  }

  @Test
  void numbers_are_written_as_their_locale_does() {
    assertThat(text("{{format 45302 locale='fr' format='0,0.00'}}")).isEqualTo("45 302,00");
    assertThat(text("{{format 45302 locale='fr' format='$0,0.00'}}")).isEqualTo("€45 302,00");
    assertThat(text("{{format 45302.5 locale='de' format='0,0.0 $'}}")).isEqualTo("45 302,5 €");
  }

  @Test
  void bytes_times_and_powers_of_ten_have_patterns_too() {
    assertThat(text("{{format 2048 format='0 ib'}}")).isEqualTo("2 KiB");
    assertThat(text("{{format 1500 format='0.0b'}}")).isEqualTo("1.5KB");
    assertThat(text("{{format 3661 format='00:00:00'}}")).isEqualTo("1:01:01");
    assertThat(text("{{format 12345 format='0.00e+0'}}")).isEqualTo("1.23e+4");
    assertThat(text("{{format 0.0125 format='0 BPS'}}")).isEqualTo("125 BPS");
    assertThat(text("{{format 999999 format='0a'}}")).isEqualTo("1m");
    assertThat(text("{{format 5 format='+0'}}")).isEqualTo("+5");
  }

  @Test
  void what_cannot_be_formatted_prints_as_it_is() {
    assertThat(text("{{format lead.first_name format='0,0'}}")).isEqualTo("Ann");
  }

  @Test
  void math_knows_its_operators_and_functions() {
    assertThat(value("{{math '2 ^ 3 ^ 2'}}")).isEqualTo(new BigDecimal("512.0"));
    assertThat(Numbers.of(value("{{math '(1 < 2 and not 0) ? max(1, price) : 7'}}"))).isEqualByComparingTo("2.5");
    assertThat(Numbers.of(value("{{math '3! + 1'}}"))).isEqualByComparingTo("7");
    assertThat(Numbers.of(value("{{math '1 || 2'}}"))).isEqualByComparingTo("12");
    assertThat(Numbers.of(value("{{math 'if(price == 2.5, 1, 2)'}}"))).isEqualByComparingTo("1");
    assertThat(value("{{math '1 / 0'}}")).isNull();
    assertThat(value("{{math 'lead.first_name * 2'}}")).isNull();
  }

  @Test
  void what_cannot_be_read_is_refused_with_a_sentence() {
    refuses("{{lead.state", "not closed");
    refuses("{{}}", "nothing between");
    refuses("{{#if x}}", "no '{{/if}}'");
    refuses("{{/if}}", "no '{{#if}}' before it");
    refuses("{{#each x}}{{/each}}", "not a known block");
    refuses("{{shout lead.state}}", "not a known helper");
    refuses("{{uppercase lead.state loudly=true}}", "has no option 'loudly'");
    refuses("{{a..b}}", "empty part");
    refuses("{{replace x pattern='a'}}", "needs the option 'replace'");
    refuses("{{format x pattern='a'}}", "has no option 'pattern'");
    refuses("{{math '1 +'}}", "unexpected end");
    refuses("{{math 'nope(1)'}}", "not a known function");
    refuses("{{extract x pattern='('}}", "not supported");
    refuses("{{extract x pattern='(?<=a+)b'}}", "fixed width");
    refuses("{{#if a}}".repeat(40), "deep");
    refuses("{{math '" + "(".repeat(100) + "1'}}", "deep");
    refuses("{{" + "a ".repeat(40_000) + "}}", "longer than");
  }

  @Test
  void a_pattern_from_a_variable_that_cannot_be_used_is_a_failure_of_that_lead() {
    var template = Template.compile("{{extract 'a' pattern=p}}");
    assertThatThrownBy(() -> template.value(Vars.of(Map.of("p", "(")))).isInstanceOf(RenderFailure.class);
  }

  @Test
  void a_result_has_a_largest_size() {
    var template = Template.compile("{{x}}".repeat(2_000));
    assertThatThrownBy(() -> template.text(Vars.of(Map.of("x", "y".repeat(1_000)))))
        .isInstanceOf(RenderFailure.class)
        .hasMessageContaining("longer than");
  }
}

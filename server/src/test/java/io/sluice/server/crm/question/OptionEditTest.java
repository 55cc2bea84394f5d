package io.sluice.server.crm.question;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.crm.question.OptionEdit.Kept;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What becomes of options by what a client wants of them (crm 2.14). */
class OptionEditTest {

  private static final List<Kept> TILES_SLATE_METAL = List.of(
      new Kept(1L, null, "Tiles", 1, true), new Kept(2L, null, "Slate", 2, true), new Kept(3L, null, "Metal", 3, true));

  @Test
  void who_is_asked_to_a_place_goes_before_who_was_there() {
    assertThat(after(wanted(3L, null, 1, null))).containsExactly("Metal", "Tiles", "Slate");
    assertThat(after(wanted(null, "Straw", 2, null))).containsExactly("Tiles", "Straw", "Slate", "Metal");
    assertThat(after(wanted(null, "Straw", 0, null))).startsWith("Straw");
  }

  @Test
  void who_is_asked_to_none_stays_or_goes_last() {
    assertThat(after(wanted(2L, "Slates", null, null))).containsExactly("Tiles", "Slates", "Metal");
    assertThat(after(wanted(null, "Straw", null, null), wanted(null, "Glass", null, null)))
        .containsExactly("Tiles", "Slate", "Metal", "Straw", "Glass");
  }

  @Test
  void names_may_be_exchanged_in_one_go() {
    assertThat(after(wanted(1L, "Slate", null, null), wanted(2L, "Tiles", null, null)))
        .containsExactly("Slate", "Tiles", "Metal");
  }

  @Test
  void every_problem_is_told_where_it_is() {
    OptionEdit edit = edit(wanted(9L, null, null, null), wanted(1L, null, null, null), wanted(1L, "Again", null, null),
        wanted(null, "slate ", null, null), wanted(null, null, null, true), wanted(null, null, 3, null));
    assertThat(edit.problems().keySet()).containsExactlyInAnyOrder(
        "o[0].id", "o[2].id", "o[3].name", "o[4].id", "o[5].name");
  }

  @Test
  void two_are_left_at_least_whether_they_are_active_or_not() {
    assertThat(edit(wanted(1L, null, null, true), wanted(2L, null, null, true)).problems().keySet()).containsExactly("o");
    assertThat(edit(wanted(1L, null, null, true)).problems()).isEmpty();
    assertThat(edit(new OptionWanted(1L, null, null, false, null), new OptionWanted(2L, null, null, false, null)).problems())
        .isEmpty();
  }

  private static OptionWanted wanted(
      @Nullable Long id, @Nullable String name, @Nullable Integer position, @Nullable Boolean destroy) {
    return new OptionWanted(id, name, position, null, destroy);
  }

  private static OptionEdit edit(OptionWanted... wanted) {
    return OptionEdit.of(TILES_SLATE_METAL, List.of(wanted), "o");
  }

  private static List<String> after(OptionWanted... wanted) {
    OptionEdit edit = edit(wanted);
    assertThat(edit.problems()).isEmpty();
    return edit.after().stream().map(Kept::name).toList();
  }
}

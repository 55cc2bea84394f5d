package io.sluice.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class OptionsTest {

  private static final Path HOME = Path.of("/project");

  @Test
  void nothing_said_means_three_rounds_at_three_numbers_of_connections() {
    Options options = accepted();
    assertThat(options.rounds()).isEqualTo(3);
    assertThat(options.connections()).containsExactly(1, 16, 64);
    assertThat(options.recipientDelaysMs()).containsExactly(0);
  }

  @Test
  void options_come_in_any_order() {
    Options options = accepted("--recipient-delay-ms", "0,20", "--connections", "4,8", "--rounds", "5");
    assertThat(options.recipientDelaysMs()).containsExactly(0, 20);
    assertThat(options.connections()).containsExactly(4, 8);
    assertThat(options.rounds()).isEqualTo(5);
  }

  @Test
  void a_full_run_can_be_cut_down_where_one_likes() {
    Options options = accepted("--full", "--rounds", "1");
    assertThat(options.rounds()).isEqualTo(1);
    assertThat(options.connections()).containsExactly(1, 16, 64, 256);
    assertThat(options.recipientDelaysMs()).containsExactly(0, 50, 200);
  }

  @Test
  void all_combinations_of_a_full_run_can_be_measured_for_a_shorter_time() {
    Options options = accepted("--full", "--seconds", "2");
    assertThat(options.seconds()).isEqualTo(2);
    assertThat(options.rounds()).isEqualTo(5);
    assertThat(options.connections().size() * options.recipientDelaysMs().size()).isEqualTo(12);
  }

  @Test
  void one_connection_is_measured_in_any_case_for_what_has_no_more() {
    assertThat(accepted("--connections", "64,16").connectionsAndOne()).containsExactly(1, 64, 16);
    assertThat(accepted("--connections", "16,1").connectionsAndOne()).containsExactly(16, 1);
  }

  @Test
  void everything_that_is_wrong_is_said_at_once() {
    assertThat(Options.read(HOME, List.of("--rounds", "many", "--seconds", "0", "--fast")))
        .isEqualTo(new Words.Reading.Refused<Options>(List.of(
            "--rounds takes a number from 1 to 100, not \"many\"",
            "--seconds takes a number from 1 to 600, not \"0\"",
            "there is no option --fast")));
  }

  private static Options accepted(String... words) {
    return ((Words.Reading.Accepted<Options>) Options.read(HOME, List.of(words))).options();
  }
}

package io.sluice.server.webhook.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryScheduleTest {

  private static final int MESSAGES = 1_000;

  @ParameterizedTest
  @CsvSource({"9,PT5S", "8,PT5M", "7,PT30M", "6,PT2H", "5,PT5H", "4,PT10H", "3,PT14H", "2,PT20H", "1,PT24H"})
  void messages_that_failed_together_come_back_over_a_fifth_of_their_wait(int left, Duration wait) {
    Random random = new Random(left);
    List<Duration> waits =
        Stream.generate(() -> RetrySchedule.waitBefore(left, random)).limit(MESSAGES).sorted().toList();
    Duration fifth = wait.dividedBy(5);
    assertThat(waits.getFirst()).isBetween(wait, wait.plus(fifth.dividedBy(20)));
    assertThat(waits.get(MESSAGES / 2)).isBetween(wait.plus(fifth.dividedBy(3)), wait.plus(fifth.multipliedBy(2).dividedBy(3)));
    assertThat(waits.getLast()).isBetween(wait.plus(fifth.multipliedBy(19).dividedBy(20)), wait.plus(fifth));
  }
}

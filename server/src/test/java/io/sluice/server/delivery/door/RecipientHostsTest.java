package io.sluice.server.delivery.door;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.delivery.door.RecipientHosts.Full;
import io.sluice.server.delivery.door.RecipientHosts.Place;
import io.sluice.server.delivery.door.RecipientHosts.Silent;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RecipientHostsTest {

  private static final String ACME = "https://acme.example";
  private static final Duration PAUSE = Duration.ofSeconds(15);

  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5); // where the machine's counter may well be
  private final RecipientHosts hosts = new RecipientHosts(3, 2, PAUSE, now::get);

  @Test
  void after_the_pause_one_call_at_a_time_finds_out() {
    silence();
    silence();
    assertThat(hosts.enter(ACME)).isInstanceOf(Silent.class);
    now.addAndGet(PAUSE.toNanos() - 1);
    assertThat(hosts.enter(ACME)).isInstanceOf(Silent.class);
    now.addAndGet(1);
    Place probe = (Place) hosts.enter(ACME);
    assertThat(hosts.enter(ACME)).as("while one finds out").isInstanceOf(Silent.class);
    probe.unanswered();
    probe.close();
    assertThat(hosts.enter(ACME)).as("it pauses anew").isInstanceOf(Silent.class);
    now.addAndGet(PAUSE.toNanos());
    Place second = (Place) hosts.enter(ACME);
    second.answered();
    second.close();
    assertThat(hosts.enter(ACME)).isInstanceOf(Place.class);
    assertThat(hosts.enter(ACME)).isInstanceOf(Place.class);
  }

  @Test
  void one_that_found_nothing_out_lets_the_next_one_try() {
    silence();
    silence();
    now.addAndGet(PAUSE.toNanos());
    ((Place) hosts.enter(ACME)).close();
    assertThat(hosts.enter(ACME)).isInstanceOf(Place.class);
  }

  @Test
  void an_answer_in_between_begins_the_count_anew() {
    silence();
    Place answered = (Place) hosts.enter(ACME);
    answered.answered();
    answered.close();
    silence();
    assertThat(hosts.enter(ACME)).isInstanceOf(Place.class);
  }

  @Test
  void no_more_than_so_many_at_once_and_each_host_for_itself() {
    Place first = (Place) hosts.enter(ACME);
    hosts.enter(ACME);
    hosts.enter(ACME);
    assertThat(hosts.enter(ACME)).isInstanceOf(Full.class);
    assertThat(hosts.enter("https://globex.example")).isInstanceOf(Place.class);
    first.close();
    assertThat(hosts.enter(ACME)).isInstanceOf(Place.class);
  }

  @Test
  void hosts_that_do_well_are_not_remembered_and_silent_ones_only_so_many() {
    for (int i = 0; i < 100; i++) {
      ((Place) hosts.enter("https://h" + i + ".example")).close();
    }
    assertThat(hosts.size()).isZero();
    for (int i = 0; i < RecipientHosts.MAX_SILENT + 100; i++) {
      Place place = (Place) hosts.enter("https://h" + i + ".example");
      place.unanswered();
      place.close();
    }
    assertThat(hosts.size()).isEqualTo(RecipientHosts.MAX_SILENT);
  }

  private void silence() {
    Place place = (Place) hosts.enter(ACME);
    place.unanswered();
    place.close();
  }
}

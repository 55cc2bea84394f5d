package io.sluice.server.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class DatabaseAddressTest {

  @Test
  void both_usual_forms_mean_the_same() {
    var expected = new DatabaseAddress("jdbc:postgresql://db.acme.test:5433/leads?ssl=true", "acme", "p@ss+1");
    assertThat(DatabaseAddress.parse("postgres://acme:p%40ss+1@db.acme.test:5433/leads?ssl=true")).contains(expected);
    assertThat(DatabaseAddress.parse("postgresql://acme:p%40ss+1@db.acme.test:5433/leads?ssl=true")).contains(expected);
    assertThat(DatabaseAddress.parse(
        "jdbc:postgresql://db.acme.test:5433/leads?user=acme&ssl=true&password=p%40ss+1")).contains(expected);
  }

  @Test
  void the_port_may_be_left_out() {
    assertThat(DatabaseAddress.parse("postgres://acme@db/leads"))
        .contains(new DatabaseAddress("jdbc:postgresql://db/leads", "acme", ""));
  }

  @Test
  void anything_else_is_no_address() {
    for (String text : List.of("", "db", "mysql://db/leads", "postgres://db", "postgres://db/", "a b")) {
      assertThat(DatabaseAddress.parse(text)).as(text).isEmpty();
    }
  }

  @Test
  void the_password_stays_out_of_what_is_printed() {
    assertThat(new DatabaseAddress("jdbc:postgresql://db/leads", "acme", "secret").toString()).doesNotContain("secret");
  }

  @Test
  void another_database_of_the_same_server_keeps_the_options() {
    var address = new DatabaseAddress("jdbc:postgresql://db/leads?sslmode=require", "acme", "");
    assertThat(address.withDatabase("other").url())
        .isEqualTo("jdbc:postgresql://db/other?sslmode=require");
  }
}

package io.sluice.server.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/operating/security.md names tests; they exist, and every risk has some. */
class SecurityChecklistTest {

  private static final Pattern NAMED = Pattern.compile("`(\\w+Test)#(\\w+)`");

  private final Path sources = Path.of("src/test/java");

  @Test
  void every_test_the_checklist_names_exists() throws IOException {
    assertThat(missing(checklist())).isEmpty();
  }

  @Test
  void a_test_that_does_not_exist_is_told() throws IOException {
    assertThat(missing("`EdgeTest#nobody_wrote_this` `NoSuchTest#at_all`"))
        .containsExactly("EdgeTest#nobody_wrote_this", "NoSuchTest#at_all");
  }

  @Test
  void each_of_the_ten_risks_is_covered() throws IOException {
    String[] sections = checklist().split("(?m)^### ");
    for (int risk = 1; risk <= 10; risk++) {
      String title = "API" + risk + ":2023";
      assertThat(Stream.of(sections).filter(section -> section.startsWith(title)))
          .as(title).singleElement().matches(section -> NAMED.matcher(section).find());
    }
  }

  private static String checklist() throws IOException {
    return Files.readString(Path.of("../docs/operating/security.md"));
  }

  private List<String> missing(String text) throws IOException {
    List<String> missing = new ArrayList<>();
    for (Matcher named = NAMED.matcher(text); named.find();) {
      String file = named.group(1) + ".java";
      StringBuilder tests = new StringBuilder(); // of every package that has a class of this name
      try (Stream<Path> all = Files.walk(sources)) {
        for (Path source : all.filter(path -> path.endsWith(file)).toList()) {
          tests.append(Files.readString(source));
        }
      }
      if (tests.indexOf(" " + named.group(2) + "(") < 0) {
        missing.add(named.group(1) + "#" + named.group(2));
      }
    }
    return missing;
  }
}

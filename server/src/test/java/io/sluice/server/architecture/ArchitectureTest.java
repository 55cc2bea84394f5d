package io.sluice.server.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import io.sluice.badsample.NobodyHeard;
import io.sluice.server.Sluice;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.modulith.core.ApplicationModules;

/** The rules of the house hold in the product, and each is seen to fail on a sample that breaks it. */
class ArchitectureTest {

  private static final JavaClasses PRODUCT = new ClassFileImporter()
      .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS).importPackages("io.sluice.server");
  private static final JavaClasses BAD_SAMPLES = new ClassFileImporter().importPackages("io.sluice.badsample", "io.sluice.server.kernel", "io.sluice.server.http", "io.sluice.server.delivery");

  static Stream<Named<ArchRule>> rules() {
    return Map.of(
        "stores and apis are package-private", Rules.STORES_AND_APIS_ARE_PACKAGE_PRIVATE,
        "SQL lives in stores", Rules.SQL_LIVES_IN_STORES,
        "store methods name the account", Rules.STORE_METHODS_NAME_THE_ACCOUNT,
        "no transaction around a call", Rules.NO_TRANSACTION_AROUND_A_CALL,
        "who speaks HTTP is named", Rules.WHO_SPEAKS_HTTP_IS_NAMED,
        "routes say who may call them", Rules.ROUTES_SAY_WHO_MAY_CALL_THEM,
        "routes speak in records", Rules.ROUTES_SPEAK_IN_RECORDS)
        .entrySet().stream().map(rule -> Named.of(rule.getKey(), rule.getValue()));
  }

  @ParameterizedTest
  @MethodSource("rules")
  void the_product_keeps_the_rule(ArchRule rule) {
    rule.check(PRODUCT);
  }

  @ParameterizedTest
  @MethodSource("rules")
  void the_bad_sample_is_told(ArchRule rule) {
    assertThatThrownBy(() -> rule.check(BAD_SAMPLES)).isInstanceOf(AssertionError.class)
        .hasMessageContaining("io.sluice.badsample");
  }

  @Test
  void every_notice_has_its_listener() {
    assertThat(Rules.unheard(PRODUCT)).isEmpty();
  }

  @Test
  void a_notice_without_a_listener_is_told() {
    assertThat(Rules.unheard(BAD_SAMPLES)).contains(NobodyHeard.class.getName());
  }

  @Test
  void a_feature_uses_only_the_rows_above_it_and_there_is_no_cycle() {
    ApplicationModules.of(Sluice.class).verify();
  }

  @Test
  void a_row_that_reaches_down_is_told() {
    assertThatThrownBy(() -> ApplicationModules.of("io.sluice.badsample", new ImportOption.OnlyIncludeTests()).verify())
        .hasMessageContaining("lower").hasMessageContaining("higher");
  }
}

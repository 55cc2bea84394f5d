package io.sluice.engine;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import io.sluice.engine.bad.Impure;
import java.net.IDN;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The engine is pure: it depends on nothing that reaches the world, and it asks nobody for the time. */
final class EngineArchitectureTest {

  private static final JavaClasses ENGINE =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.sluice.engine");

  private static final JavaClasses BAD = new ClassFileImporter().importClasses(Impure.class);

  private static final ArchRule ONLY_WHAT_IT_IS_ALLOWED =
      classes().should().onlyDependOnClassesThat(
          resideInAnyPackage(
              "java..",
              "org.jspecify..",
              "com.google.re2j..",
              "com.google.i18n.phonenumbers..",
              "org.bouncycastle..",
              "io.sluice.engine.."));

  /** {@code java.net.IDN} is arithmetic on names. Tables of the engine are resources of its own, read as streams. */
  private static final DescribedPredicate<JavaClass> REACHES_THE_WORLD =
      resideInAnyPackage("java.net..", "java.sql..", "java.nio.file..", "java.nio.channels..", "javax..")
          .and(DescribedPredicate.not(type(IDN.class)))
          .or(DescribedPredicate.describe("files or streams to them", EngineArchitectureTest::isFileAccess));

  private static final ArchRule NO_INPUT_OUTPUT = noClasses().should().dependOnClassesThat(REACHES_THE_WORLD);

  private static final Map<String, List<String>> CLOCKS =
      Map.of(
          "java.lang.System", List.of("currentTimeMillis", "nanoTime", "getenv", "getProperty"),
          "java.time.Clock", List.of("systemUTC", "systemDefaultZone", "system"),
          "java.time.ZoneId", List.of("systemDefault"),
          "java.time.Instant", List.of("now"),
          "java.time.LocalDate", List.of("now"),
          "java.time.LocalDateTime", List.of("now"),
          "java.time.ZonedDateTime", List.of("now"),
          "java.time.OffsetDateTime", List.of("now"));

  private static final ArchRule NO_AMBIENT_TIME =
      noClasses().should().callMethodWhere(
          DescribedPredicate.describe(
              "it asks the machine for the time or its settings", call -> isAmbient(call.getTarget())));

  /** Elsewhere a typed value comes from its type, which alone knows what is valid. */
  private static final ArchRule ONLY_TYPES_MAKE_TYPED_VALUES =
      noClasses().that().resideOutsideOfPackage("io.sluice.engine.type..").should().callMethodWhere(
          DescribedPredicate.describe(
              "it makes a typed value of its own or reads one without its type",
              call -> isOfTypes(call.getTarget())));

  private static boolean isFileAccess(JavaClass type) {
    String name = type.getName();
    return name.startsWith("java.io.File") || name.startsWith("java.io.RandomAccess") || name.equals("java.io.Console");
  }

  /** {@code LocalDate.now(clock)} is told the time; {@code LocalDate.now()} looks at the wall. */
  private static boolean isAmbient(AccessTarget.MethodCallTarget target) {
    boolean told = target.getRawParameterTypes().stream().anyMatch(type -> type.isAssignableTo("java.time.Clock"));
    return !told && CLOCKS.getOrDefault(target.getOwner().getName(), List.of()).contains(target.getName());
  }

  private static boolean isOfTypes(AccessTarget.MethodCallTarget target) {
    var owner = target.getOwner();
    return owner.getPackageName().startsWith("io.sluice.engine.type.")
        || owner.getName().equals("io.sluice.engine.type.TypedValue")
            && List.of("valid", "invalid", "of").contains(target.getName())
            && !target.getRawParameterTypes().isEmpty();
  }

  private static final List<ArchRule> RULES =
      List.of(ONLY_WHAT_IT_IS_ALLOWED, NO_INPUT_OUTPUT, NO_AMBIENT_TIME, ONLY_TYPES_MAKE_TYPED_VALUES);

  @TestFactory
  Stream<DynamicTest> the_engine_is_pure() {
    return RULES.stream()
        .map(rule -> DynamicTest.dynamicTest(rule.getDescription(), () -> rule.check(ENGINE)));
  }

  @TestFactory
  Stream<DynamicTest> a_class_that_is_not_pure_is_found() {
    return RULES.stream()
        .map(rule -> DynamicTest.dynamicTest(
            rule.getDescription(), () -> assertThat(rule.evaluate(BAD).hasViolation()).isTrue()));
  }

  @Test
  void packages_have_no_cycles() {
    slices().matching("io.sluice.engine.(*)..").should().beFreeOfCycles().check(ENGINE);
  }

  @Test
  void only_the_run_may_use_all_and_types_use_nothing() {
    noClasses().that(resideInAnyPackage("io.sluice.engine.type.."))
        .should().dependOnClassesThat(
            resideInAnyPackage("io.sluice.engine..").and(resideOutsideOfPackages("io.sluice.engine.type..")))
        .check(ENGINE);
    noClasses().that(resideOutsideOfPackages("io.sluice.engine.run.."))
        .should().dependOnClassesThat(resideInAnyPackage("io.sluice.engine.run.."))
        .check(ENGINE);
  }
}

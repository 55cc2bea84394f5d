package io.sluice.server.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.sluice.server.event.row.Masking;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeModel;
import java.lang.classfile.Instruction;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.DirectMethodHandleDesc;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * No pattern that a person wrote reaches {@code java.util.regex}, whose time may grow exponentially with a text: what
 * is given to it is a constant of ours, wherever it is given. Users' patterns are RE2's ({@code engine.template}).
 */
class RegularExpressionsTest {

  private static final Set<String> OF_PATTERN = Set.of("compile", "matches");
  private static final Set<String> OF_STRING = Set.of("matches", "split", "splitWithDelimiters", "replaceAll",
      "replaceFirst");

  /** Every secret in its pattern is quoted: a list of words, which has nothing to backtrack into. */
  private static final Set<String> QUOTING = Set.of(Masking.class.getName());

  @Test
  void only_constants_become_backtracking_patterns() {
    assertThat(given("io.sluice.engine", "io.sluice.server")).isEmpty();
  }

  @Test
  void a_pattern_that_comes_from_elsewhere_is_told() {
    assertThat(given("io.sluice.badsample")).map(found -> found.substring(found.lastIndexOf('.') + 1))
        .containsExactlyInAnyOrder("matches", "split", "replaced", "compiled", "handed");
  }

  /** Class and method of each place where something else than a constant is given. */
  private static List<String> given(String... packages) {
    var importer = new ClassFileImporter();
    if (!packages[0].endsWith("badsample")) {
      importer = importer.withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS);
    }
    List<String> given = new ArrayList<>();
    for (JavaClass type : importer.importPackages(packages)) {
      if (!QUOTING.contains(type.getName())) {
        model(type).methods().stream()
            // A class initializer runs before anybody has said anything.
            .filter(method -> !method.methodName().equalsString("<clinit>"))
            .filter(method -> method.code().filter(RegularExpressionsTest::givesMoreThanConstants).isPresent())
            .forEach(method -> given.add(type.getName() + "." + method.methodName().stringValue()));
      }
    }
    return given;
  }

  private static ClassModel model(JavaClass type) {
    try (var file = type.getSource().orElseThrow().getUri().toURL().openStream()) {
      return ClassFile.of().parse(file.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean givesMoreThanConstants(CodeModel code) {
    List<Instruction> instructions = code.elementStream()
        .filter(Instruction.class::isInstance).map(Instruction.class::cast).toList();
    for (int i = 0; i < instructions.size(); i++) {
      boolean bad = switch (instructions.get(i)) {
        case InvokeInstruction call when isPattern(call.owner().asInternalName(), call.name().stringValue()) ->
            !isConstant(instructions, i, call.typeSymbol().parameterCount());
        case InvokeDynamicInstruction handle -> handle.bootstrapArgs().stream()
            .anyMatch(one -> one instanceof DirectMethodHandleDesc method
                && isPattern(method.owner().descriptorString().replaceAll("^L|;$", ""), method.methodName()));
        default -> false;
      };
      if (bad) {
        return true;
      }
    }
    return false;
  }

  private static boolean isPattern(String owner, String name) {
    return owner.equals("java/util/regex/Pattern") && OF_PATTERN.contains(name)
        || owner.equals("java/lang/String") && OF_STRING.contains(name);
  }

  /** The pattern is the first argument; those behind it must be constants too, so that it is where it seems to be. */
  private static boolean isConstant(List<Instruction> instructions, int call, int arguments) {
    List<Instruction> given = instructions.subList(Math.max(0, call - arguments), call);
    return given.size() == arguments && given.stream().allMatch(ConstantInstruction.class::isInstance)
        && given.getFirst() instanceof ConstantInstruction.LoadConstantInstruction loaded
        && loaded.constantValue() instanceof String;
  }
}

package io.sluice.engine.run;

import java.util.Optional;

/** Says of which type a field is (exchange 10). */
@FunctionalInterface
public interface FieldCatalog {

  /**
   * The name of the field's type. Empty for a field that does not exist any more: flows that use it keep working
   * (exchange 10), its values stay as submitted.
   */
  Optional<String> typeOf(String fieldId);
}

package io.sluice.server.flow;

import io.sluice.server.kernel.AccountId;
import java.util.List;
import java.util.Optional;

/**
 * What flows ask of a module about the settings a step maps for it, so that what cannot be right is said when it is
 * written.
 */
public interface StepSettings {

  String moduleId();

  /** The settings without which the module can do nothing. */
  List<String> required();

  /**
   * What is wrong with one of them; empty where nothing is, or where it is none of the module's. A template's value is
   * known only when a lead comes and is not asked about.
   */
  Optional<String> problem(AccountId account, String property, String value);
}

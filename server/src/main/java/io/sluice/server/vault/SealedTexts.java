package io.sluice.server.vault;

/** Texts that a feature keeps sealed in its tables. Every bean of this type is sealed anew after a change of keys. */
public interface SealedTexts {

  /** As an operator calls them: {@code credentials}. */
  String what();

  /** Whether there is any. */
  boolean exist();

  /**
   * Seals anew what another key sealed, so that the operator can take that key away.
   *
   * @return how many are left that no key of this server opens
   */
  int reseal();
}

package io.sluice.server.kernel;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A store method, or a whole store, that names no account; every other one takes {@link AccountId} first, and a test holds that. */
@Target({ElementType.METHOD, ElementType.TYPE})
@Retention(RetentionPolicy.RUNTIME)
public @interface WithoutAccount {

  /** What stands in the account's place: a capability, or why there is no account. */
  String value();
}

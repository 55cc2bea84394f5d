/** Signing in through somebody else: OpenID Connect providers the operator names (crm 2.17). */
@NamedInterface("provider")
@NullMarked
package io.sluice.server.account.provider;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;

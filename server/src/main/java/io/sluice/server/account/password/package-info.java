/** Setting a password by a link that was mailed (crm 2.1). */
@NamedInterface("password")
@NullMarked
package io.sluice.server.account.password;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;

/** Credentials: what an account proves itself by to those it delivers to (exchange 14.5). */
@NamedInterface("credential")
@NullMarked
package io.sluice.server.delivery.credential;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;

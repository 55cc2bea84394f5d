/** Entities: the identities leads come from and go to (exchange 4.4). */
@NullMarked
package io.sluice.server.entity;

import org.jspecify.annotations.NullMarked;

/** Opting out: a person withdraws consent once, and everybody who got her from there is told, marked and asked to confirm. */
@NullMarked
package io.sluice.server.crm.optout;

import org.jspecify.annotations.NullMarked;

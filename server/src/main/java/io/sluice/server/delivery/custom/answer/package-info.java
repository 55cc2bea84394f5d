/** How the answer to a custom delivery becomes its outcome, and what is taken from it (exchange 14.3). */
@NullMarked
package io.sluice.server.delivery.custom.answer;

import org.jspecify.annotations.NullMarked;

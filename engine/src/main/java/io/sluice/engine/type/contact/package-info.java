/** Where somebody can be reached: mail addresses and telephone numbers. */
@NullMarked
package io.sluice.engine.type.contact;

import org.jspecify.annotations.NullMarked;

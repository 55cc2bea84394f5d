/** What an operator may set: every SLUICE_ variable, its default, its meaning, and the record the program reads. */
@NullMarked
package io.sluice.server.settings;

import org.jspecify.annotations.NullMarked;

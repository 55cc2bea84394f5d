/** The command line: what {@code bin/sluice} can be told to do. */
@NullMarked
package io.sluice.server.cli;

import org.jspecify.annotations.NullMarked;

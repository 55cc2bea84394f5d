/** What only a demonstration needs: a mail server that keeps what it gets, with a page to read it. */
@NullMarked
package io.sluice.server.demo;

import org.jspecify.annotations.NullMarked;

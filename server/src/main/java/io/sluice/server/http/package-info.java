/** Requests in, answers out: the surfaces, their error dialects and the contract they are held to. */
@NullMarked
package io.sluice.server.http;

import org.jspecify.annotations.NullMarked;

/** The contract files in the server's hands: what requests and routes are held to, and how the files are shown. */
@NullMarked
package io.sluice.server.http.contract;

import org.jspecify.annotations.NullMarked;

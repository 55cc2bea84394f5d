/** The contract files in the server's hands: what requests and routes are held to, and how the files are shown. */
@NamedInterface("contract")
@NullMarked
package io.sluice.server.http.contract;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;

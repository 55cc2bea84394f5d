/** Where requests come in: whose address, under which id, and how many of them. */
@NamedInterface("edge")
@NullMarked
package io.sluice.server.http.edge;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;

/** Reading and writing the bodies of the wire: JSON, XML, forms, queries and which of them was asked for. */
@NamedInterface("body")
@NullMarked
package io.sluice.server.http.body;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;

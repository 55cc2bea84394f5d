/** What deliveries over HTTP share: one request, one answer, and the redirects between them. */
@NamedInterface("call")
@NullMarked
package io.sluice.server.delivery.call;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;

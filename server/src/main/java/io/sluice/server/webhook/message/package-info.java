/** Messages to webhook endpoints: written with what they tell of, attempted until they arrive or are given up. */
@NamedInterface("message")
@NullMarked
package io.sluice.server.webhook.message;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;

/** The lead as JSON. */
@NullMarked
package io.sluice.server.delivery.custom.json;

import org.jspecify.annotations.NullMarked;

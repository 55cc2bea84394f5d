/** The lead as a query. */
@NullMarked
package io.sluice.server.delivery.custom.query;

import org.jspecify.annotations.NullMarked;

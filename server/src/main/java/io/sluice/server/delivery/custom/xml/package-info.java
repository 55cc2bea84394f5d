/** The lead as XML. */
@NullMarked
package io.sluice.server.delivery.custom.xml;

import org.jspecify.annotations.NullMarked;

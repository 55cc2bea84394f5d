/** The lead as the call of a SOAP function. */
@NullMarked
package io.sluice.server.delivery.custom.soap;

import org.jspecify.annotations.NullMarked;

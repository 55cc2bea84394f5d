/** The lead as a form. */
@NullMarked
package io.sluice.server.delivery.custom.form;

import org.jspecify.annotations.NullMarked;

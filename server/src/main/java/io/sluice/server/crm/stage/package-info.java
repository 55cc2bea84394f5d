/** The steps leads go through (crm 2.2): six that everybody has, until an account changes them. */
@NullMarked
package io.sluice.server.crm.stage;

import org.jspecify.annotations.NullMarked;

/** Many leads from a file: asked for, worked off in the background, told row by row (crm 2.12). */
@NullMarked
package io.sluice.server.crm.imports;

import org.jspecify.annotations.NullMarked;

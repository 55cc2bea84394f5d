/** Tables of texts, read row by row out of files that strangers wrote: CSV and XLSX. */
@NullMarked
package io.sluice.server.crm.imports.sheet;

import org.jspecify.annotations.NullMarked;

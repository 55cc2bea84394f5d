/** How many leads a company has of each kind, kept as they change (decision 0116). */
@NullMarked
package io.sluice.server.crm.lead.count;

import org.jspecify.annotations.NullMarked;

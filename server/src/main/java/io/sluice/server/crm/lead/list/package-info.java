/** A company's leads in lists: filtered, searched, sorted, counted, fast among a million (crm 2.16, decision 0117). */
@NullMarked
package io.sluice.server.crm.lead.list;

import org.jspecify.annotations.NullMarked;

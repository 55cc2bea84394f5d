/** What leads answered to their company's questions (crm 2.14, 2.16). */
@NullMarked
package io.sluice.server.crm.lead.answer;

import org.jspecify.annotations.NullMarked;

/** What leads are asked, by a company and differently by its campaigns (crm 2.14). */
@NullMarked
package io.sluice.server.crm.question;

import org.jspecify.annotations.NullMarked;

/** Who holds which access in which company: given, changed and taken (crm 2.5). */
@NullMarked
package io.sluice.server.crm.access.grant;

import org.jspecify.annotations.NullMarked;

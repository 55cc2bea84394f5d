/** Pictures of people and companies. */
@NullMarked
package io.sluice.server.crm.avatar;

import org.jspecify.annotations.NullMarked;

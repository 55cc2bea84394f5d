/** What is said of sold leads by itself: a stage that means a conversion or a return. */
@NullMarked
package io.sluice.server.crm.loop.rule;

import org.jspecify.annotations.NullMarked;

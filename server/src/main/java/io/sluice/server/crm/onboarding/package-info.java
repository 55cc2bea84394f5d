/** Onboarding: signing the terms, and being through (crm 2.4). */
@NullMarked
package io.sluice.server.crm.onboarding;

import org.jspecify.annotations.NullMarked;

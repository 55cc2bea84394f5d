package io.sluice.server.partner;

import io.sluice.server.kernel.Notice;

/** Notice, heard within the same transaction: an onboard was made, or stands elsewhere now. */
public record OnboardMoved(Onboard onboard) implements Notice {}

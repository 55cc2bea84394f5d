package io.sluice.server.partner.invitation;

import io.sluice.server.kernel.Notice;

/** Notice, heard within the same transaction. @param what of its history: {@code sent}, {@code decline undone} … */
public record InvitationMoved(Invitation invitation, String what) implements Notice {}

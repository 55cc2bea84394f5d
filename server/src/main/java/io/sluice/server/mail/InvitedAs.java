package io.sluice.server.mail;

/** What the invited one becomes for the inviter (exchange 4.1). */
public enum InvitedAs {
  SELLER, BUYER
}

package io.sluice.server.account;

/** Notice: an account was opened. Heard within the same transaction. */
public record AccountOpened(Account account) {}

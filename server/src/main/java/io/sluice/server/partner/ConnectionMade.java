package io.sluice.server.partner;

import io.sluice.server.kernel.Notice;

/** Notice, heard within the same transaction: the two may trade from now on. */
public record ConnectionMade(Connection connection) implements Notice {}

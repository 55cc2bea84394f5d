package io.sluice.server.partner;

import io.sluice.server.kernel.Notice;

/** Notice, heard within the same transaction: buyer delivery set-up of the connection has ended. */
public record DeliverySetUpDone(Connection connection) implements Notice {}

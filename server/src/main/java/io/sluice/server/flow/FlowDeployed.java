package io.sluice.server.flow;

import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.FlowId;
import io.sluice.server.kernel.Notice;

/**
 * Notice, heard within the same transaction: another form of a flow handles leads from now on. The first time there was
 * none before, and nobody is told.
 */
public record FlowDeployed(AccountId account, FlowId flow, FlowDocument before, FlowDocument after) implements Notice {}

package io.sluice.server.lead;

import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.LeadId;

/** A lead that nobody here is on, and of which somebody must find out whether it is on its way, ended, or never was. */
record LeftLead(AccountId account, LeadId lead) {}

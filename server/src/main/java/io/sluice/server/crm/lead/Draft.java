package io.sluice.server.crm.lead;

import io.sluice.server.crm.lead.contact.ContactKeys;
import org.jspecify.annotations.Nullable;

/** A new lead when everything about it is decided. */
record Draft(
    long id,
    NewLead wanted,
    ContactKeys keys,
    long stage,
    @Nullable Long territory,
    @Nullable Long cycle,
    @Nullable Long userAccess,
    @Nullable Long duplicateOf) {}

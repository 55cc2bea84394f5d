package io.sluice.server.crm.source;

import io.sluice.server.kernel.CompanyId;

/** Where leads come from. @param priority from 1 on, without gaps */
public record Source(long id, CompanyId company, String name, int priority) {}

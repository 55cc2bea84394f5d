package io.sluice.server.crm.user;

import io.sluice.server.crm.access.grant.UserAccess;

/** Somebody of a company, with the access she has there. */
record CompanyUser(CrmUser user, UserAccess access) {}

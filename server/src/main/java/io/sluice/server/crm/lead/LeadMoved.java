package io.sluice.server.crm.lead;

import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.CompanyId;
import io.sluice.server.kernel.Notice;
import io.sluice.server.kernel.UserId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Notice, heard within the same transaction: a lead went from one stage to another.
 *
 * @param reason what was said why, if anything
 * @param by absent: the program
 */
public record LeadMoved(
    AccountId account,
    CompanyId company,
    long lead,
    long from,
    long to,
    @Nullable String reason,
    @Nullable UserId by,
    Instant at) implements Notice {}

package io.sluice.server.crm.company;

import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.CompanyId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A company (crm 2.3): it owns everything below it, and may be part of another one.
 *
 * @param root the account's own, by which its people act on the exchange; it stays on top
 * @param usual of its tree, the one people fall into when nothing else is said: {@code default} outside
 */
public record Company(
    CompanyId id,
    AccountId account,
    @Nullable CompanyId parent,
    String name,
    boolean root,
    boolean usual,
    boolean cyclesEnabled,
    @Nullable String avatarFileId,
    Instant createdAt) {}

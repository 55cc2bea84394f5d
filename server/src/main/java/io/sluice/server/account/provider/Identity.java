package io.sluice.server.account.provider;

import java.time.Instant;

/** Who a user is at a provider. @param uid the provider's {@code sub} */
public record Identity(long id, String provider, String uid, Instant createdAt) {}

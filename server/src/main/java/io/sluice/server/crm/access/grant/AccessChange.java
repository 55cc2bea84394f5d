package io.sluice.server.crm.access.grant;

import java.util.Optional;

/**
 * What is to be another way with an access of a user; what is absent stays.
 *
 * @param access a number, which may be of none that can be given
 */
public record AccessChange(long id, Optional<Long> access, Optional<Boolean> primary) {}

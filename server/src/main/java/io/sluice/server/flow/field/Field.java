package io.sluice.server.flow.field;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * Something a lead can say (exchange 10).
 *
 * @param id such as {@code phone_1} or {@code mortgage.loan.amount}
 * @param type one of the names of exchange 9.2
 * @param aggregate whether reports can be grouped by it
 * @param see the field to use instead of this one, when it is deprecated
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Field(
    String id,
    String name,
    String type,
    boolean standard,
    boolean aggregate,
    boolean deprecated,
    @Nullable String see) {}

package io.sluice.engine.run;

import io.sluice.engine.mapping.Mapping;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The module that speaks a protocol and what it is given (exchange 5.5).
 *
 * @param moduleId such as {@code leadconduit-default.inbound}; required
 * @param mappings absent counts as none
 */
public record Integration(@Nullable String moduleId, @Nullable List<Mapping> mappings) {}

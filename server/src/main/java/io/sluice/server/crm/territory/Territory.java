package io.sluice.server.crm.territory;

import io.sluice.server.kernel.CompanyId;
import org.jspecify.annotations.Nullable;

/** An area that some of a company's people work. Its zip codes are many, and read where they are asked for. */
public record Territory(long id, CompanyId company, String name, @Nullable String state) {}

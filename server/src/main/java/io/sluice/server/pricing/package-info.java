/** Services that are asked for the price of a lead (exchange 8). */
@ApplicationModule(allowedDependencies = {
  "kernel", "http", "http :: body", "account", "flow", "delivery", "delivery :: call", "delivery :: door",
  "delivery :: credential"
})
@NullMarked
package io.sluice.server.pricing;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

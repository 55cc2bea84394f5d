/** Named lists of values that leads are checked against: duplicates, customers, do-not-call (exchange 5.6). */
@ApplicationModule(allowedDependencies = {
  "kernel", "http", "http :: body", "job", "account", "delivery", "delivery :: door", "delivery :: credential"
})
@NullMarked
package io.sluice.server.list;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

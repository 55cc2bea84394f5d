/** A module that may use nothing, and reaches up. */
@ApplicationModule(allowedDependencies = {})
package io.sluice.badsample.lower;

import org.springframework.modulith.ApplicationModule;

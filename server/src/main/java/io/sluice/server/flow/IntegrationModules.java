package io.sluice.server.flow;

import java.util.Set;

/** What flows ask of the features that speak protocols; several may answer. A flow can use the modules that one of them names. */
public interface IntegrationModules {

  /** Ids such as {@code leadconduit-default.inbound}. */
  Set<String> moduleIds();
}

package io.sluice.server.flow;

import java.util.Set;

/** What flows ask of the features that speak protocols. Several may answer: a flow can use what one of them names. */
public interface IntegrationModules {

  /** Ids such as {@code leadconduit-default.inbound}. */
  Set<String> moduleIds();
}

package io.sluice.server.flow;

import io.sluice.server.kernel.AccountId;
import java.util.List;
import java.util.Map;

/** What flows ask of whoever keeps destinations (exchange 5.7). */
public interface KnownDestinations {

  /** The module that delivers to them. */
  String moduleId();

  record Destination(String instanceId, String name, List<Action> actions) {}

  record Action(String id, String url) {}

  /** The account's, by instance id. */
  Map<String, Destination> of(AccountId account);
}

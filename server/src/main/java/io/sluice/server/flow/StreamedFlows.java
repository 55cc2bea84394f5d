package io.sluice.server.flow;

import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.FlowId;
import io.sluice.server.kernel.KeptOpen;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/**
 * The deployed flows whose events are copied elsewhere (exchange 14.1), in memory: whoever writes events asks for each.
 * A flow is here before its first lead runs, because it is compiled before that.
 */
@Component
public class StreamedFlows implements KeptOpen {

  private final FlowStore store;
  private final Map<FlowId, AccountId> streamed = new ConcurrentHashMap<>();

  StreamedFlows(FlowStore store) {
    this.store = store;
  }

  public boolean contains(FlowId flow) {
    return streamed.containsKey(flow);
  }

  /** Whose they are. */
  public Map<FlowId, AccountId> all() {
    return Map.copyOf(streamed);
  }

  /** A deployed form that was read, and is about to take leads. */
  DeployedFlow learned(AccountId account, FlowId flow, DeployedFlow deployed) {
    if (deployed.document().firehose().isPresent()) {
      streamed.put(flow, account);
    } else {
      streamed.remove(flow);
    }
    return deployed;
  }

  /** What was learned meanwhile is newer than what is read here, and stays. */
  @Override
  public void forgetOutdated() {
    Set<FlowId> before = Set.copyOf(streamed.keySet());
    Map<FlowId, AccountId> now = store.streamed();
    streamed.putAll(now);
    before.stream().filter(flow -> !now.containsKey(flow)).forEach(streamed::remove);
  }
}

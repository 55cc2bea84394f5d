package io.sluice.server.event;

import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.LeadId;
import java.util.Optional;
import java.util.Set;

/** Who knows which leads have a value: asked before events are searched for it. */
public interface LeadsByValue {

  /**
   * All leads whose field may be equal to the value, and perhaps some more.
   *
   * @param property as rules name it, such as {@code vars.lead.email}
   * @param above only leads with a greater id
   * @param below only leads with a smaller id
   * @return empty when nobody can tell, or there are too many
   */
  Optional<Set<LeadId>> holding(AccountId account, String property, String value, String above, String below);
}

package io.sluice.server.delivery.call;

import io.sluice.engine.type.Values;
import io.sluice.server.delivery.door.AllowedTargets;
import io.sluice.server.delivery.door.TargetUrl;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether the mapped {@code url} is one to deliver to (exchange 14.2). What its name leads to is looked at when it is
 * dialled.
 *
 * @param takesAddress6 observed: the standard delivery takes no IPv6 address, public or not; custom ones do
 */
public record TargetCheck(AllowedTargets allowed, boolean takesAddress6) {

  /** The observed sentence; empty for a good URL. */
  public Optional<String> problem(Map<String, ? extends @Nullable Object> vars) {
    var url = Values.text(vars.get("url"));
    if (url.isBlank()) {
      return Optional.of("URL is required");
    }
    var target = TargetUrl.parse(url);
    return target.isEmpty() ? Optional.of("URL must be valid") : problem(target.get());
  }

  private Optional<String> problem(TargetUrl target) {
    if (allowed.allows(target)) {
      return Optional.empty();
    }
    boolean bareName = target.host() instanceof TargetUrl.Name && !target.isDotted();
    if (bareName || target.isAddress6() && !takesAddress6) {
      return Optional.of("URL must be valid");
    }
    return target.isPublic() ? Optional.empty() : Optional.of("URL must be public");
  }
}

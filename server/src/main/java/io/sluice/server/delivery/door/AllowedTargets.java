package io.sluice.server.delivery.door;

import io.sluice.server.kernel.AddressRange;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What the operator lets Sluice dial although it is not public: networks and host names. Nothing unless told.
 *
 * <p>An allowed name is trusted with whatever it resolves to. Where a network is allowed, {@code localhost} and other
 * names may be dialled too when all their addresses lie in it.
 */
public final class AllowedTargets {

  public static final AllowedTargets NONE = new AllowedTargets(List.of(), Set.of());

  private final List<AddressRange> ranges;
  private final Set<String> names;

  private AllowedTargets(List<AddressRange> ranges, Set<String> names) {
    this.ranges = ranges;
    this.names = names;
  }

  /**
   * @param targets such as {@code 127.0.0.0/8}, {@code fd00::/8}, {@code 10.1.2.3}, {@code crm.intranet}
   * @throws IllegalArgumentException for a network that is none: a typing error must stop the start
   */
  public static AllowedTargets of(List<String> targets) {
    var ranges = new ArrayList<AddressRange>();
    var names = new HashSet<String>();
    for (var target : targets) {
      var text = target.strip().toLowerCase(Locale.ROOT);
      if (text.isEmpty()) {
        continue;
      }
      if (text.indexOf('/') >= 0 || text.indexOf(':') >= 0 || Character.isDigit(text.charAt(text.length() - 1))) {
        ranges.add(AddressRange.of(text));
      } else {
        names.add(text);
      }
    }
    return new AllowedTargets(List.copyOf(ranges), Set.copyOf(names));
  }

  /** Whether a URL with this host needs no further look; its addresses are looked at again when it is dialled. */
  public boolean allows(TargetUrl target) {
    return switch (target.host()) {
      case TargetUrl.Name(var name) -> allowsName(name)
          || name.equals("localhost") && allowsAddress(InetAddress.ofLiteral("127.0.0.1"));
      case TargetUrl.Literal(var address) -> allowsAddress(address);
    };
  }

  boolean allowsName(String name) {
    return names.contains(name);
  }

  boolean allowsAddress(InetAddress address) {
    return ranges.stream().anyMatch(range -> range.contains(address));
  }
}

package io.sluice.server.event.count;

import io.sluice.engine.template.VarPath;
import io.sluice.engine.template.Vars;
import io.sluice.engine.type.TypedValue;
import io.sluice.engine.type.Values;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A property by which events are grouped. A part of a typed value is one of those that may be aggregated, or none
 * (exchange 9.4).
 *
 * @param whole the typed value that the property may be a part of; null for a name without dots
 */
public record Group(VarPath path, @Nullable VarPath whole, String part) {

  public static Group by(String property) {
    int dot = property.lastIndexOf('.');
    return new Group(VarPath.of(property), dot < 0 ? null : VarPath.of(property.substring(0, dot)),
        property.substring(dot + 1));
  }

  public GroupValue of(Vars event) {
    if (whole != null && event.get(whole) instanceof TypedValue typed) {
      Object kept = Values.aggregate(typed);
      return GroupValue.of(kept instanceof Map<?, ?> parts ? parts.get(part) : part.equals("normal") ? kept : null);
    }
    return GroupValue.of(event.get(path));
  }
}

package io.sluice.server.event.stats;

import com.fasterxml.jackson.annotation.JsonValue;
import io.sluice.server.http.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Statistics as the API answers them: a list of objects, or the same as a table. */
public record StatsJson(StatsTable stats) implements Table {

  @JsonValue
  public List<Map<String, @Nullable Object>> objects() {
    List<Map<String, @Nullable Object>> objects = new ArrayList<>();
    List<String> names = header();
    for (List<@Nullable Object> row : rows()) {
      Map<String, @Nullable Object> object = new LinkedHashMap<>();
      for (int i = 0; i < names.size(); i++) {
        object.put(names.get(i), row.get(i));
      }
      objects.add(object);
    }
    return objects;
  }

  @Override
  public List<String> header() {
    List<String> names = new ArrayList<>();
    if (stats.byInterval()) {
      names.addAll(List.of("start", "end"));
    }
    names.addAll(stats.groups());
    names.addAll(stats.columns());
    return names;
  }

  @Override
  public List<List<@Nullable Object>> rows() {
    return stats.rows().stream().map(row -> {
      List<@Nullable Object> cells = new ArrayList<>();
      if (stats.byInterval()) {
        cells.add(row.start().toString());
        cells.add(row.end().toString());
      }
      cells.addAll(row.groups());
      cells.addAll(row.values());
      return cells;
    }).toList();
  }
}

package io.sluice.server.http.contract;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A method and a path template. Two templates that differ only in what they call their parameters are one route:
 * {@code GET /flows/{id}} equals {@code GET /flows/{flow_id}}.
 */
public record Route(String method, String path) implements Comparable<Route> {

  private static final Pattern PARAMETER = Pattern.compile("\\{[^/]*}");

  public Route {
    method = method.toUpperCase(Locale.ROOT);
    path = PARAMETER.matcher(path).replaceAll("{}");
  }

  @Override
  public int compareTo(Route other) {
    int byPath = path.compareTo(other.path);
    return byPath == 0 ? method.compareTo(other.method) : byPath;
  }

  @Override
  public String toString() {
    return method + " " + path;
  }
}

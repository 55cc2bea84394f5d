package io.sluice.server.http.contract;

import java.util.List;
import java.util.Set;

/**
 * One operation of a contract file.
 *
 * @param surface the file's name: {@code exchange}, {@code console}, …
 * @param path the template as the contract writes it
 * @param bodyTypes the media types of its request body, empty when it takes none
 * @param bodyRequired whether it needs one
 * @param stranger what somebody else's valid key gets: {@code 404}, {@code own}, {@code shared} or {@code anyone}
 */
public record Operation(
    String surface,
    Route route,
    String path,
    String id,
    List<String> bodyTypes,
    boolean bodyRequired,
    List<String> queryParameters,
    Set<Integer> statuses,
    String stranger) {

  public Operation {
    bodyTypes = List.copyOf(bodyTypes);
    queryParameters = List.copyOf(queryParameters);
    statuses = Set.copyOf(statuses);
  }

  boolean takesJson() {
    return bodyTypes.contains("application/json");
  }
}

package io.sluice.server.http.contract;

import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * What a check found.
 *
 * @param body the body without the read-only properties that were sent along
 * @param problems everything that is wrong, in the order of the body; empty when it may pass
 */
public record BodyCheck(JsonNode body, List<BodyProblem> problems) {}

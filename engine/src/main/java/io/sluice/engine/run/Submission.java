package io.sluice.engine.run;

import java.util.Map;

/**
 * What a source sent, parsed as exchange 3.2 says.
 *
 * @param account the owner of the flow
 * @param parameters by their own names: texts, numbers, booleans, lists and maps; null values count as missing
 * @param ip the sender's address
 */
public record Submission(AccountSummary account, Map<String, ?> parameters, String ip) {}

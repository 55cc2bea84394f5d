package io.sluice.server.lead;

import io.sluice.server.lead.inbound.RawSubmission;
import tools.jackson.databind.json.JsonMapper;

/** A submission as the journal keeps it: whole, so that it can be read again exactly as it came. */
final class SubmissionBytes {

  private static final JsonMapper JSON = JsonMapper.shared();

  private SubmissionBytes() {}

  static byte[] of(RawSubmission submission) {
    return JSON.writeValueAsBytes(submission);
  }

  static RawSubmission read(byte[] bytes) {
    return JSON.readValue(bytes, RawSubmission.class);
  }
}

package io.sluice.server.lead;

import org.springframework.http.HttpStatus;

/** The words after a status (RFC 9110), as events show them. */
final class StatusText {

  private StatusText() {}

  static String of(int status) {
    HttpStatus known = HttpStatus.resolve(status);
    return known == null ? "" : known.getReasonPhrase();
  }
}

package io.sluice.server.kernel;

import com.fasterxml.jackson.annotation.JsonValue;

/** The id of one CRM company: a positive whole number. */
public record CompanyId(@JsonValue long value) {

  public CompanyId {
    if (value <= 0) {
      throw new IllegalArgumentException("a company id must be positive");
    }
  }

  @Override
  public String toString() {
    return Long.toString(value);
  }
}

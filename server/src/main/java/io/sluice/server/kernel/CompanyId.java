package io.sluice.server.kernel;

/** The id of one CRM company: a positive whole number. */
public record CompanyId(long value) {

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

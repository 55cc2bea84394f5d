package io.sluice.server.crm.access;

import java.util.Optional;

/** The CRM's ids are whole numbers from 1 on (crm 1); whatever else stands in a path names nothing. */
public final class CrmIds {

  private static final int MAX_DIGITS = 18;

  private CrmIds() {}

  public static Optional<Long> read(String text) {
    boolean number = !text.isEmpty() && text.length() <= MAX_DIGITS && text.chars().allMatch(c -> c >= '0' && c <= '9');
    return number ? Optional.of(Long.valueOf(text)).filter(id -> id > 0) : Optional.empty();
  }
}

package io.sluice.server.crm.legal;

import java.time.Instant;

/**
 * One version of the terms. Another major one asks everybody to sign again; a minor one mends a word, and who signed goes
 * on having signed (decision 0111).
 *
 * @param latest of all, exactly one is
 */
public record LegalTerm(
    long id, int major, int minor, String title, String content, boolean latest, Instant publishedAt) {

  public String version() {
    return major + "." + minor;
  }
}

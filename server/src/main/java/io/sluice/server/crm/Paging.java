package io.sluice.server.crm;

import org.jspecify.annotations.Nullable;

/**
 * Which part of a list is asked for (crm 1.2). The contract has checked the numbers.
 *
 * @param page from 1 on
 * @param perPage at most {@value #MOST}
 */
public record Paging(int page, int perPage) {

  public static final int USUAL = 25;
  public static final int MOST = 100;

  public static Paging of(@Nullable Integer page, @Nullable Integer perPage) {
    return new Paging(page == null ? 1 : page, perPage == null ? USUAL : perPage);
  }

  public long offset() {
    return (page - 1L) * perPage;
  }

  public MetaJson meta(long total) {
    return new MetaJson(page, perPage, total, (total + perPage - 1) / perPage);
  }

  /** The {@code meta} of a list. */
  public record MetaJson(int page, int perPage, long total, long totalPages) {}
}

package io.sluice.server.crm.campaign;

import java.util.Arrays;

/** In which orders campaigns are listed (crm 1.2). */
enum CampaignSort {
  NEWEST("-id", "id DESC"),
  OLDEST("id", "id"),
  NAME("name", "name_key, id"),
  NAME_BACKWARDS("-name", "name_key DESC, id DESC"),
  STARTS("starts_at", "starts_at NULLS LAST, id"),
  STARTS_BACKWARDS("-starts_at", "starts_at DESC NULLS LAST, id DESC");

  private final String word;
  private final String sql;

  CampaignSort(String word, String sql) {
    this.word = word;
    this.sql = sql;
  }

  /** The contract lets no other word through. */
  static CampaignSort of(String word) {
    return Arrays.stream(values()).filter(sort -> sort.word.equals(word)).findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no order is called " + word));
  }

  String sql() {
    return sql;
  }
}

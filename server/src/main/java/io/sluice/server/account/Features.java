package io.sluice.server.account;

import java.util.LinkedHashMap;
import java.util.Map;

/** An account's feature flags (exchange 4.7), and which of them a plan opens with. */
final class Features {

  static final String REAL_TIME_BIDDING = "real_time_bidding";

  private Features() {}

  static Map<String, Boolean> of(Plan plan) {
    boolean full = plan.mayUseFlows();
    Map<String, Boolean> features = new LinkedHashMap<>();
    features.put("seller_access", true);
    features.put("buyer_access", true);
    features.put("lead_transactions", full);
    features.put("conversion_feedback", full);
    features.put("firehose", full);
    features.put("third_party_add_on_services", full);
    features.put(REAL_TIME_BIDDING, full);
    features.put("leadconduit_trustedform_decisions", full);
    return features;
  }
}

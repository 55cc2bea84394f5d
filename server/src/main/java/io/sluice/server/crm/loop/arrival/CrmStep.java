package io.sluice.server.crm.loop.arrival;

/** What a flow's step into the CRM is called, and what it maps. */
public final class CrmStep {

  public static final String MODULE_ID = "sluice-crm.outbound";
  public static final String COMPANY_ID = "company_id";
  public static final String SOURCE = "source";
  public static final String ON_DUPLICATE = "on_duplicate";

  static final String CAMPAIGN = "campaign";
  static final String ACCEPT = "accept";
  static final String FAIL = "fail";

  private CrmStep() {}
}

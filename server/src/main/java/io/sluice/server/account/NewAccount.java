package io.sluice.server.account;

/** What an account is opened with. */
public record NewAccount(String name, String timeZone, Plan plan) {

  public static final String DEFAULT_TIME_ZONE = "America/New_York";
}

package io.sluice.server.crm.lead;

import io.sluice.server.Party;
import io.sluice.server.SluiceServer.Reply;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** A company as its admin works with it. */
public record LeadDesk(Party admin, long company) {

  public LeadDesk(Party admin) {
    this(admin, admin.server().companyOf(admin));
  }

  public String path(String rest) {
    return "/api/v1/companies/" + company + rest;
  }

  public Reply create(String json) {
    return admin.post(path("/leads"), json);
  }

  public JsonNode lead(String json) {
    return create(json).is(201).json().path("lead");
  }

  public long source(String name) {
    return admin.post(path("/sources"), "{\"name\": \"%s\"}".formatted(name)).is(201).json().at("/source/id").asLong();
  }

  public void receives(long source, long userAccess) {
    admin.post(path("/sources/" + source + "/user_access"), "{\"user_access_id\": %d}".formatted(userAccess)).is(201);
  }

  public long territory(String name, List<String> zipCodes, List<Long> userAccesses) {
    long id = number("SELECT nextval('crm_number')");
    admin.server().db().sql("""
        INSERT INTO crm_territory (account_id, company_id, id, name, name_key, created_at)
        VALUES (?, ?, ?, ?, lower(?), now())""")
        .params(admin.accountId(), company, id, name, name).update();
    zipCodes.forEach(code -> admin.server().db().sql("INSERT INTO crm_territory_zip_code VALUES (?, ?, ?, ?)")
        .params(admin.accountId(), company, code, id).update());
    userAccesses.forEach(one -> admin.server().db().sql("INSERT INTO crm_territory_user_access VALUES (?, ?, ?, ?)")
        .params(admin.accountId(), company, id, one).update());
    return id;
  }

  public long userAccessOf(Party colleague) {
    return admin.server().db().sql("SELECT id FROM user_access WHERE user_id = ? AND company_id = ?")
        .params(colleague.userId(), company).query(Long.class).single();
  }

  private long number(String sql) {
    return admin.server().db().sql(sql).query(Long.class).single();
  }

}

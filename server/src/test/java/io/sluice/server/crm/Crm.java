package io.sluice.server.crm;

import io.sluice.server.Party;
import io.sluice.server.SluiceServer.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** What CRM tests do again and again. */
public final class Crm {

  private Crm() {}

  /** The number by which the CRM's paths name the party. */
  public static long number(Party party) {
    return party.server().db().sql("SELECT number FROM account_user WHERE id = ?").param(party.userId())
        .query(Long.class).single();
  }

  /** A company below another one. */
  public static long branch(Party admin, long parent, String name) {
    return admin.post("/api/v1/companies", "{\"name\": \"%s\", \"parent_company_id\": %d}".formatted(name, parent))
        .is(201).json().at("/company/id").asLong();
  }

  /** A tree of its own in the party's account. */
  public static long company(Party admin, String name) {
    return admin.post("/api/v1/companies", "{\"name\": \"%s\"}".formatted(name)).is(201).json().at("/company/id").asLong();
  }

  public static String accessesOf(Party party) {
    return "/api/v1/users/" + number(party) + "/user_access";
  }

  /** The id of the party's access in the company. */
  public static long access(Party party, long company) {
    return party.get(accessesOf(party) + "?company_id=" + company).is(200).json().at("/user_accesses/0/id").asLong();
  }

  /** What these answer when they are sent at the same time. */
  public static List<Integer> together(List<Callable<Reply>> requests) {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Reply>> running = requests.stream().map(threads::submit).toList();
      List<Integer> statuses = new ArrayList<>();
      for (Future<Reply> request : running) {
        statuses.add(request.get().status());
      }
      return statuses;
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}

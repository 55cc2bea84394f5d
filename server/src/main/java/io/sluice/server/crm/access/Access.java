package io.sluice.server.crm.access;

import java.util.Arrays;
import java.util.Optional;

/** A role in a company (crm 4.2), the strongest first. The numbers are those of {@code GET /accesses}. */
public enum Access {
  SUPER_ADMIN(1, "super_admin", "Everything, in all companies. Whoever runs the server; nobody can be invited to it."),
  ADMIN(2, "admin", "Everything in the company and in those below it"),
  MANAGER(3, "manager", "All leads, notes, imports, and invitations up to manager; reads the company's configuration"),
  AGENT(4, "agent", "Its own leads, unassigned leads of its sources, its own notes and appointments");

  private final int number;
  private final String word;
  private final String description;

  Access(int number, String word, String description) {
    this.number = number;
    this.word = word;
    this.description = description;
  }

  public static Access of(String word) {
    return Arrays.stream(values()).filter(access -> access.word.equals(word)).findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no access is called " + word));
  }

  public static Optional<Access> numbered(long number) {
    return Arrays.stream(values()).filter(access -> access.number == number).findFirst();
  }

  /** Of those that can be given: whoever runs the server is named by the operator. */
  public static Optional<Access> grantable(long number) {
    return numbered(number).filter(access -> access != SUPER_ADMIN);
  }

  public int number() {
    return number;
  }

  public String word() {
    return word;
  }

  public String description() {
    return description;
  }

  /** Whether whoever holds this one may do all that the other one may. */
  public boolean includes(Access other) {
    return number <= other.number;
  }
}

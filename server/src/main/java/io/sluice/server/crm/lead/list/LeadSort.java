package io.sluice.server.crm.lead.list;

/**
 * In which order leads are listed; the id decides between equals.
 *
 * @param field what of them
 * @param descending the last first
 */
record LeadSort(Field field, boolean descending) {

  static final LeadSort NEWEST = new LeadSort(Field.ID, true);

  enum Field {
    ID("id", "id"),
    CREATED("created_at", "created_at"),
    UPDATED("updated_at", "updated_at"),
    FIRST_NAME("first_name", "first_name_key"),
    LAST_NAME("last_name", "last_name_key"),
    /** By the stages' order, which only the account knows. */
    STAGE("stage", "stage_id");

    private final String word;
    private final String column;

    Field(String word, String column) {
      this.word = word;
      this.column = column;
    }

    String column() {
      return column;
    }
  }

  /** The contract lets no other word through. */
  static LeadSort of(String word) {
    boolean descending = word.startsWith("-");
    for (Field field : Field.values()) {
      if (field.word.equals(descending ? word.substring(1) : word)) {
        return new LeadSort(field, descending);
      }
    }
    throw new IllegalArgumentException("no order is called " + word);
  }

  LeadSort reversed() {
    return new LeadSort(field, !descending);
  }

  LeadSort byId() {
    return new LeadSort(Field.ID, descending);
  }

  boolean isById() {
    return field == Field.ID;
  }
}

package io.sluice.badsample;

import org.springframework.jdbc.core.simple.JdbcClient;

/** A use case that writes its own SQL. */
public class SqlWhereItDoesNotBelong {

  public int count(JdbcClient db) {
    return db.sql("SELECT 1").query(Integer.class).single();
  }
}

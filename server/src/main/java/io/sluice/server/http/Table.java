package io.sluice.server.http;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** An answer that is also given as CSV (RFC 4180) to who asks for {@code text/csv}. */
public interface Table {

  List<String> header();

  /** Texts, numbers, booleans and nulls, as many a row as there are names in the header. */
  List<List<@Nullable Object>> rows();
}

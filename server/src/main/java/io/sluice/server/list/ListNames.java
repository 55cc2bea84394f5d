package io.sluice.server.list;

import io.sluice.engine.type.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What lists are called, and the values people give for them (exchange 5.6). */
public final class ListNames {

  private ListNames() {}

  /** Texts that may be rows of several, one or many of them; empty where a row cannot be read. */
  public static Optional<List<String>> texts(@Nullable Object mapped) {
    List<String> texts = new ArrayList<>();
    for (Object one : mapped instanceof Iterable<?> several ? several : List.of(Values.text(mapped))) {
      Optional<List<String>> row = CsvRow.split(Values.text(one));
      if (row.isEmpty()) {
        return Optional.empty();
      }
      texts.addAll(row.get());
    }
    return Optional.of(texts);
  }

  /** The lists that are named, as they stand in addresses; empty where a row cannot be read. */
  public static Optional<List<String>> urlNames(@Nullable Object mapped) {
    return texts(mapped).map(names -> names.stream().map(ListNames::urlName).filter(name -> !name.isEmpty()).toList());
  }

  /** {@code My List} is {@code my_list}, {@code my-list} is {@code mylist}. */
  public static String urlName(String name) {
    var urlName = new StringBuilder();
    for (char c : name.toLowerCase(Locale.ROOT).toCharArray()) {
      if (Character.isWhitespace(c)) {
        urlName.append('_');
      } else if (c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '_') {
        urlName.append(c);
      }
    }
    return urlName.toString();
  }
}

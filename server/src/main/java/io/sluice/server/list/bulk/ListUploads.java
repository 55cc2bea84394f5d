package io.sluice.server.list.bulk;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import io.sluice.server.account.Accounts;
import io.sluice.server.http.Csv;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.ObjectIds;
import io.sluice.server.kernel.Result;
import io.sluice.server.list.ItemKey;
import io.sluice.server.list.ListItems;
import io.sluice.server.list.ListRefusal;
import io.sluice.server.list.Lists;
import io.sluice.server.list.NamedList;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Reads files of values onto lists while they arrive, a portion at a time, so that a million take no more memory than a
 * thousand. What was read stays when the rest does not come: sending the file again brings it to the same end.
 */
@Component
public class ListUploads {

  private static final int PORTION_ROWS = 5_000;
  private static final int MAX_ROW_CHARS = 65_536;
  private static final int MAX_RUNNING = 3;
  private static final int LISTED = 50;
  private static final Duration RUNNING_IF_HEARD_WITHIN = Duration.ofMinutes(5);
  private static final String ADDED_AT = "added_at";
  private static final Logger LOG = LoggerFactory.getLogger(ListUploads.class);

  private final Lists lists;
  private final ListItems items;
  private final ListUploadStore store;
  private final Accounts accounts;
  private final TransactionOperations transaction;
  private final Clock clock;

  ListUploads(Lists lists, ListItems items, ListUploadStore store, Accounts accounts, TransactionOperations transaction,
      Clock clock) {
    this.lists = lists;
    this.items = items;
    this.store = store;
    this.accounts = accounts;
    this.transaction = transaction;
    this.clock = clock;
  }

  /**
   * Where the values stand in the file.
   *
   * @param header whether the first row names the columns; then one called {@code added_at} says since when
   * @param column a column's name, or its number from 1
   */
  record Layout(boolean header, String column) {}

  /** The list's latest uploads, those that are under way included, newest first. */
  Result<List<ListUpload>, ListRefusal> of(AccountId account, String list) {
    Instant now = clock.instant();
    return lists.find(account, list).map(known ->
        store.of(account, known.id(), LISTED).stream().map(upload -> upload.seen(now)).toList());
  }

  /** Returns when the file is read to its end; how far it got can be seen all the while. */
  Result<ListUpload, ListRefusal> read(AccountId account, String list, Layout layout, InputStream file) {
    return lists.find(account, list).then(known -> {
      Optional<ListUpload> begun = transaction.execute(_ -> begin(account, known));
      return begun == null || begun.isEmpty() ? Result.refused(new ListRefusal.TooManyUploads(MAX_RUNNING))
          : new Reading(account, known, begun.get()).read(layout, file);
    });
  }

  /** Empty when as many as may be are under way. */
  private Optional<ListUpload> begin(AccountId account, NamedList list) {
    accounts.hold(account); // two requests must not both be the last there is room for
    Instant now = clock.instant();
    if (store.countRunning(account, now.minus(RUNNING_IF_HEARD_WITHIN)) >= MAX_RUNNING) {
      return Optional.empty();
    }
    ListUpload upload = ListUpload.started(ObjectIds.next(now), list.id(), now);
    store.insert(account, upload);
    return Optional.of(upload);
  }

  /** One file. */
  private final class Reading {

    private final AccountId account;
    private final NamedList list;
    private final List<ListItems.Timed> portion = new ArrayList<>(PORTION_ROWS);
    private final List<ListUpload.BadRow> bad = new ArrayList<>();
    private ListUpload upload;
    private long rows;
    private long accepted;
    private long added;
    private long rejected;

    private Reading(AccountId account, NamedList list, ListUpload upload) {
      this.account = account;
      this.list = list;
      this.upload = upload;
    }

    private Result<ListUpload, ListRefusal> read(Layout layout, InputStream file) {
      Result<ListUpload, ListRefusal> result;
      try (CsvReader<CsvRecord> csv = CsvReader.builder()
          .detectBomHeader(true).allowExtraFields(true).allowMissingFields(true)
          .trimWhitespacesAroundQuotes(true).maxBufferSize(MAX_ROW_CHARS)
          .ofCsvRecord(file, StandardCharsets.UTF_8)) {
        result = read(layout, csv.iterator());
      } catch (CsvParseException unreadable) {
        result = Result.done(fail("cannot be read behind row " + rows + ": " + unreadable.getMessage()));
      } catch (IOException | UncheckedIOException brokenOff) {
        LOG.info("a file for list {} broke off after {} rows: {}", list.id(), rows, brokenOff.toString());
        result = Result.done(fail("the upload broke off"));
      } catch (RuntimeException e) {
        fail("interrupted");
        throw e;
      }
      return result;
    }

    private Result<ListUpload, ListRefusal> read(Layout layout, Iterator<CsvRecord> file) {
      List<String> header = layout.header() && file.hasNext()
          ? file.next().getFields().stream().map(name -> name.strip().toLowerCase(Locale.ROOT)).toList()
          : List.of();
      int column = column(layout.column(), header);
      if (column < 0) {
        fail("the file has no column " + layout.column());
        return Result.refused(new ListRefusal.NoColumn(layout.column()));
      }
      int addedAt = header.indexOf(ADDED_AT);
      while (file.hasNext()) {
        take(file.next(), column, addedAt);
        if (portion.size() == PORTION_ROWS) {
          write();
        }
      }
      write();
      upload = upload.ended(ListUpload.State.DONE, null, clock.instant());
      store.update(account, upload);
      return Result.done(upload);
    }

    private void take(CsvRecord row, int column, int addedAt) {
      rows++;
      String text = column < row.getFieldCount() ? Csv.plain(row.getField(column)) : "";
      Optional<ItemKey> item = ItemKey.of(text);
      Optional<Instant> since = addedAt < 0 || addedAt >= row.getFieldCount()
          ? Optional.of(upload.startedAt()) : ListItems.time(row.getField(addedAt));
      String problem = problem(text, item, since);
      if (problem == null) {
        portion.add(new ListItems.Timed(item.orElseThrow(), since.orElseThrow()));
      } else {
        rejected++;
        if (bad.size() < ListUpload.MAX_PROBLEMS) {
          bad.add(new ListUpload.BadRow(row.getStartingLineNumber(), problem));
        }
      }
    }

    private void write() {
      if (!portion.isEmpty()) {
        added += items.add(account, list, portion);
        accepted += portion.size();
        portion.clear();
      }
      upload = upload.progressed(rows, accepted, added, rejected, bad, clock.instant());
      store.update(account, upload);
    }

    private ListUpload fail(String reason) {
      upload = upload.progressed(rows, accepted, added, rejected, bad, clock.instant())
          .ended(ListUpload.State.FAILED, reason, clock.instant());
      store.update(account, upload);
      return upload;
    }
  }

  /** Null where there is none; the value itself is never said. */
  private static @Nullable String problem(String text, Optional<ItemKey> item, Optional<Instant> since) {
    if (text.isBlank()) {
      return "is blank";
    }
    if (text.indexOf('\uFFFD') >= 0) {
      return "is not UTF-8";
    }
    if (item.isEmpty()) {
      return "is longer than " + ItemKey.MAX_VALUE_CHARS + " characters";
    }
    return since.isEmpty() ? ADDED_AT + " must be a time such as 2026-03-02T09:00:00Z" : null;
  }

  /** Its place from 0; negative when there is none. */
  private static int column(String wanted, List<String> header) {
    int named = header.indexOf(wanted.strip().toLowerCase(Locale.ROOT));
    return named >= 0 || !wanted.matches("[1-9]\\d{0,2}") ? named : Integer.parseInt(wanted) - 1;
  }
}

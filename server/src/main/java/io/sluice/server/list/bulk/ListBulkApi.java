package io.sluice.server.list.bulk;

import io.sluice.server.account.Subscriber;
import io.sluice.server.http.Answer;
import io.sluice.server.http.ConsoleApi;
import io.sluice.server.http.Csv;
import io.sluice.server.http.Dialects;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.ListId;
import io.sluice.server.kernel.Problem;
import io.sluice.server.kernel.Result;
import io.sluice.server.list.ListItems;
import io.sluice.server.list.ListRefusal;
import io.sluice.server.list.Lists;
import io.sluice.server.list.NamedList;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** {@code /lists/{id}/uploads} and {@code /lists/{id}/export} of the console contract. */
@ConsoleApi
class ListBulkApi {

  private static final Set<String> TYPES = Set.of("text/csv", "text/plain", "application/octet-stream");
  private static final int PAGE_ROWS = 5_000;

  record BadRowJson(long row, String problem) {}

  record UploadJson(
      String id,
      ListId listId,
      String state,
      long rowsRead,
      long accepted,
      long added,
      long rejected,
      List<BadRowJson> problems,
      @Nullable String reason,
      Instant startedAt,
      Instant updatedAt) {}

  private final Lists lists;
  private final ListItems items;
  private final ListUploads uploads;
  private final Dialects dialects;

  ListBulkApi(Lists lists, ListItems items, ListUploads uploads, Dialects dialects) {
    this.lists = lists;
    this.items = items;
    this.uploads = uploads;
    this.dialects = dialects;
  }

  @GetMapping("/lists/{id}/uploads")
  Answer<List<UploadJson>> list(Subscriber caller, @PathVariable String id) {
    return Answer.ok(uploads.of(caller.account(), id), all -> all.stream().map(ListBulkApi::json).toList());
  }

  @PostMapping("/lists/{id}/uploads")
  Answer<UploadJson> upload(Subscriber caller, @PathVariable String id,
      @RequestParam(required = false) @Nullable String header,
      @RequestParam(required = false) @Nullable String column, HttpServletRequest request) throws IOException {
    String type = request.getContentType();
    if (type != null && !TYPES.contains(type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT))) {
      return Answer.problem(Problem.of(415, "unsupported_media_type", "send text/csv, not " + type));
    }
    var layout = new ListUploads.Layout("true".equals(header), column == null ? "1" : column);
    return Answer.created(uploads.read(caller.account(), id, layout, request.getInputStream()), ListBulkApi::json);
  }

  /** A page at a time, so that a list of any length takes as little memory and holds no transaction open. */
  @GetMapping("/lists/{id}/export")
  void export(Subscriber caller, @PathVariable String id, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    switch (lists.find(caller.account(), id)) {
      case Result.Done<NamedList, ListRefusal>(NamedList list) -> write(caller.account(), list, response);
      case Result.Refused<NamedList, ListRefusal>(ListRefusal refusal) ->
          dialects.write(request, response, refusal.problem());
    }
  }

  private void write(AccountId account, NamedList list, HttpServletResponse response) throws IOException {
    response.setContentType("text/csv;charset=UTF-8");
    response.setHeader("Content-Disposition", "attachment; filename=\"" + list.urlName() + ".csv\"");
    try (Csv.Rows csv = Csv.rows(response.getOutputStream())) {
      csv.write(List.of("value", "added_at"));
      List<ListItems.Kept> page = items.page(account, list, new UUID(0, 0), PAGE_ROWS);
      while (!page.isEmpty()) {
        page.forEach(item -> csv.write(List.of(item.text(), item.addedAt())));
        page = items.page(account, list, page.getLast().key(), PAGE_ROWS);
      }
    }
  }

  private static UploadJson json(ListUpload upload) {
    return new UploadJson(upload.id(), upload.list(), upload.state().word(), upload.rowsRead(), upload.accepted(),
        upload.added(), upload.rejected(),
        upload.problems().stream().map(row -> new BadRowJson(row.row(), row.problem())).toList(), upload.reason(),
        upload.startedAt(), upload.updatedAt());
  }
}

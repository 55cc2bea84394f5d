package io.sluice.server.crm.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.server.FakeS3;
import io.sluice.server.Party;
import io.sluice.server.SluiceServer;
import io.sluice.server.crm.Crm;
import io.sluice.server.crm.avatar.Pictures;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.Result;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Contents in the database, and in a bucket of the operator's (decision 0121). */
class StoredFilesTest {

  private static final byte[] HELLO = "hello".getBytes(StandardCharsets.UTF_8);

  private final SluiceServer server = SluiceServer.shared();
  private final AccountId account = AccountId.of(server.open("Acme").accountId());
  private final StoredFiles files = server.bean(StoredFiles.class);
  private final TransactionTemplate transaction =
      new TransactionTemplate(server.bean(PlatformTransactionManager.class));

  @Test
  void a_file_is_its_accounts_alone() {
    String id = keep(files, account);
    StoredFile file = files.find(account, id).orElseThrow();
    assertThat(files.content(account, file)).contains(HELLO);
    AccountId globex = AccountId.of(server.open("Globex").accountId());
    assertThat(files.find(globex, id)).isEmpty();
    assertThat(files.content(globex, file)).isEmpty();
  }

  @Test
  void a_file_that_nobody_claims_or_that_was_let_go_is_swept_away() {
    String unclaimed = keep(files, account);
    String claimed = keep(files, account);
    String released = keep(files, account);
    transaction.executeWithoutResult(_ -> {
      files.claim(account, claimed);
      files.release(account, released, Instant.now().minusSeconds(1));
    });
    server.db().sql("UPDATE crm_file SET expires_at = expires_at - interval '61 minutes' WHERE id = ?")
        .param(unclaimed).update();
    files.sweep(1_000);
    assertThat(files.find(account, unclaimed)).isEmpty();
    assertThat(files.find(account, released)).isEmpty();
    assertThat(files.find(account, claimed)).isPresent();
    assertThat(server.db().sql("SELECT file_id FROM crm_file_content WHERE account_id = ?").param(account.value())
        .query(String.class).list()).containsExactly(claimed);
    assertThatThrownBy(() -> transaction.executeWithoutResult(_ -> files.claim(account, unclaimed)))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void no_content_is_moved_within_a_transaction() {
    assertThatThrownBy(() -> transaction.executeWithoutResult(_ ->
        keep(files, account))).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void with_a_bucket_set_new_contents_lie_there_and_are_served_from_there() {
    try (FakeS3 storage = FakeS3.start()) {
      storage.bucket("acme-files", "eu-central-1");
      try (SluiceServer other = SluiceServer.with(Map.of(
          "SLUICE_FILES_BUCKET", "acme-files", "SLUICE_FILES_ENDPOINT", storage.url(),
          "SLUICE_FILES_REGION", "eu-central-1", "SLUICE_FILES_ACCESS_KEY_ID", FakeS3.ACCESS_KEY,
          "SLUICE_FILES_SECRET_ACCESS_KEY", FakeS3.SECRET_KEY, "SLUICE_OUTBOUND_ALLOW", "10.9.9.9"))) {
        Party initech = other.open("Initech");
        String body = Pictures.json("\"user_id\": " + Crm.number(initech), Pictures.png(2, 2), "image/png");
        String route = initech.put("/api/v1/users/avatar", body).is(200).at("user.avatar_route");
        String object = "acme-files/" + initech.accountId() + route.substring(route.lastIndexOf('/'));
        assertThat(storage.objects()).containsOnlyKeys(object);
        assertThat(other.db().sql("SELECT count(*) FROM crm_file_content").query(Long.class).single()).isZero();
        initech.get(route).is(200);

        StoredFiles there = other.bean(StoredFiles.class);
        AccountId owner = AccountId.of(initech.accountId());
        String file = keep(there, owner);
        assertThat(there.content(owner, there.find(owner, file).orElseThrow())).contains(HELLO);
        storage.lose("acme-files/" + owner.value() + "/" + file);
        assertThat(there.content(owner, there.find(owner, file).orElseThrow())).isEmpty();

        storage.slowDown(1);
        assertThat(initech.put("/api/v1/users/avatar", body).is(503).header("Retry-After")).isPresent();
        initech.delete("/api/v1/users/avatar", "{\"user_id\": %d}".formatted(Crm.number(initech))).is(200);
        there.sweep(100);
        assertThat(storage.objects()).isEmpty();
        initech.get(route).is(404);
      }
    }
  }

  @Test
  void an_account_keeps_so_much_and_no_more() {
    keep(files, account);
    server.db().sql("UPDATE crm_file SET size_bytes = (1 << 30) - 7 WHERE account_id = ?").param(account.value())
        .update();
    assertThat(files.keep(account, FileKind.IMPORT, "text/csv", new byte[8]))
        .isEqualTo(Result.refused(new FilesFull()));
    assertThat(files.keep(account, FileKind.IMPORT, "text/csv", new byte[7])).isInstanceOf(Result.Done.class);
  }

  private static String keep(StoredFiles files, AccountId account) {
    return switch (files.keep(account, FileKind.IMPORT, "text/csv", HELLO)) {
      case Result.Done<String, FilesFull>(String id) -> id;
      case Result.Refused<String, FilesFull>(FilesFull full) -> throw new AssertionError(full);
    };
  }

  @Test
  void a_file_in_a_bucket_that_is_not_set_any_more_is_an_outage_not_a_loss() {
    StoredFile elsewhere = new StoredFile("x", FileKind.AVATAR, "image/png", 5, BucketStorage.WORD);
    assertThatThrownBy(() -> files.content(account, elsewhere))
        .isInstanceOf(DataAccessResourceFailureException.class).hasMessageContaining("SLUICE_FILES_BUCKET");
  }
}

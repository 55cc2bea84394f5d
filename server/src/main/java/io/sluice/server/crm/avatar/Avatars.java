package io.sluice.server.crm.avatar;

import io.sluice.server.account.Person;
import io.sluice.server.account.User;
import io.sluice.server.account.Users;
import io.sluice.server.audit.Audit;
import io.sluice.server.audit.AuditLine.Action;
import io.sluice.server.crm.access.Access;
import io.sluice.server.crm.access.CompanyLocks;
import io.sluice.server.crm.access.Standing;
import io.sluice.server.crm.access.Standings;
import io.sluice.server.crm.access.grant.UserAccesses;
import io.sluice.server.crm.company.Companies;
import io.sluice.server.crm.company.Company;
import io.sluice.server.crm.file.Base64File;
import io.sluice.server.crm.file.FileKind;
import io.sluice.server.crm.file.FilesFull;
import io.sluice.server.crm.file.StoredFile;
import io.sluice.server.crm.file.StoredFiles;
import io.sluice.server.crm.user.CrmUser;
import io.sluice.server.crm.user.CrmUsers;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.CompanyId;
import io.sluice.server.kernel.Result;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Pictures: looked at, stored, shown. One that is replaced is swept away. */
@Component
class Avatars {

  private final AvatarStore store;
  private final StoredFiles files;
  private final Users users;
  private final CrmUsers people;
  private final UserAccesses accesses;
  private final Companies companies;
  private final CompanyLocks locks;
  private final Standings standings;
  private final Audit audit;
  private final TransactionTemplate transaction;
  private final Clock clock;

  Avatars(AvatarStore store, StoredFiles files, Users users, CrmUsers people, UserAccesses accesses,
      Companies companies, CompanyLocks locks, Standings standings, Audit audit,
      PlatformTransactionManager transactions, Clock clock) {
    this.store = store;
    this.files = files;
    this.users = users;
    this.people = people;
    this.accesses = accesses;
    this.companies = companies;
    this.locks = locks;
    this.standings = standings;
    this.audit = audit;
    this.transaction = new TransactionTemplate(transactions);
    this.clock = clock;
  }

  /** A picture as it came. @param type as its sender calls it */
  record Sent(String base64, String type) {}

  Result<CrmUser, AvatarRefusal> showOfUser(Person by, long number, Sent sent) {
    return changeable(by, number).then(user ->
        picture(sent).then(picture -> kept(user.account(), picture)).map(file -> swap(by, user, file)));
  }

  Result<CrmUser, AvatarRefusal> removeOfUser(Person by, long number) {
    return changeable(by, number).map(user -> swap(by, user, null));
  }

  private CrmUser swap(Person by, User user, @Nullable String file) {
    transaction.executeWithoutResult(_ -> {
      claim(user.account(), file);
      audit.record(user.account(), by.user(), Action.UPDATE, "user", user.id().value(), told(file));
      users.showAvatar(user, file).ifPresent(before -> files.release(user.account(), before, clock.instant()));
    });
    return people.show(user.id());
  }

  /** By herself, or an admin of a company she has an access in. */
  private Result<User, AvatarRefusal> changeable(Person by, long number) {
    return users.byNumber(number)
        .filter(user -> user.id().equals(by.user()) || accesses.of(user.id()).stream()
            .anyMatch(access -> standings.in(access.company(), by)
                .filter(standing -> standing.may(Access.ADMIN)).isPresent()))
        .<Result<User, AvatarRefusal>>map(Result::done)
        .orElseGet(() -> Result.refused(new AvatarRefusal.Forbidden()));
  }

  Result<Company, AvatarRefusal> showOfCompany(Person by, long number, Sent sent) {
    return administered(by, number).then(standing ->
        picture(sent).then(picture -> kept(standing.account(), picture)).map(file -> swap(standing, file)));
  }

  Result<Company, AvatarRefusal> removeOfCompany(Person by, long number) {
    return administered(by, number).map(standing -> swap(standing, null));
  }

  private Company swap(Standing standing, @Nullable String file) {
    AccountId account = standing.account();
    CompanyId company = standing.company();
    Company shown = transaction.execute(_ -> {
      locks.hold(account, company);
      claim(account, file);
      audit.record(account, standing.user(), Action.UPDATE, "company", company.toString(), told(file));
      companies.find(account, company).map(Company::avatarFileId)
          .ifPresent(before -> files.release(account, before, clock.instant()));
      return companies.showAvatar(account, company, file);
    });
    return Objects.requireNonNull(shown);
  }

  private Result<Standing, AvatarRefusal> administered(Person by, long number) {
    Optional<Standing> standing = number <= 0 ? Optional.empty() : standings.in(new CompanyId(number), by);
    if (standing.isEmpty() || !standing.get().may(Access.ADMIN)) {
      return Result.refused(new AvatarRefusal.Forbidden());
    }
    return standing.get().readOnly()
        ? Result.refused(new AvatarRefusal.ReadOnly()) : Result.done(standing.get());
  }

  private Result<String, AvatarRefusal> kept(AccountId account, Looked picture) {
    return switch (files.keep(account, FileKind.AVATAR, picture.mediaType(), picture.content())) {
      case Result.Done<String, FilesFull>(String file) -> Result.done(file);
      case Result.Refused<String, FilesFull>(FilesFull full) -> Result.refused(new AvatarRefusal.Full(full.problem()));
    };
  }

  private static String told(@Nullable String file) {
    return file == null ? "took the picture away" : "set a picture";
  }

  private void claim(AccountId account, @Nullable String file) {
    if (file != null) {
      files.claim(account, file);
    }
  }

  private record Looked(String mediaType, byte[] content) {}

  /** What it is called must be what it is. */
  private static Result<Looked, AvatarRefusal> picture(Sent sent) {
    Map<String, List<String>> errors = new TreeMap<>();
    Optional<Picture.Format> called = Picture.Format.of(sent.type().strip().toLowerCase(Locale.ROOT));
    if (called.isEmpty()) {
      errors.put("type", List.of("must be image/png, image/jpeg or image/webp"));
    }
    byte[] content = new byte[0];
    switch (Base64File.decode("avatar_base64", sent.base64(), FileKind.AVATAR)) {
      case Result.Done<byte[], Base64File.Unreadable>(byte[] bytes) -> {
        content = bytes;
        Optional<Picture> picture = Picture.read(bytes);
        if (picture.isEmpty() || called.isPresent() && picture.get().format() != called.get()) {
          errors.put("avatar_base64", List.of("is not a picture of its type"));
        } else if (!picture.get().fits()) {
          errors.put("avatar_base64", List.of("must have at most " + Picture.MAX_SIDE_PIXELS + " pixels a side and "
              + Picture.MAX_PIXELS + " in all"));
        }
      }
      case Result.Refused<byte[], Base64File.Unreadable>(Base64File.Unreadable unreadable) ->
          errors.put(unreadable.field(), List.of(unreadable.sentence()));
    }
    return errors.isEmpty()
        ? Result.done(new Looked(called.orElseThrow().mediaType(), content))
        : Result.refused(new AvatarRefusal.Invalid(errors));
  }

  /** A picture as it is served. */
  record Shown(Picture.Format format, byte[] content) {}

  /** Of a user, to whom sees her; of a company, to whom has a standing in it. One that was replaced is nobody's. */
  Result<Shown, AvatarRefusal> find(Person by, String id) {
    return store.owner(id).filter(owner -> sees(by, owner))
        .flatMap(owner -> files.find(owner.account(), id).flatMap(file -> shown(owner.account(), file)))
        .<Result<Shown, AvatarRefusal>>map(Result::done)
        .orElseGet(() -> Result.refused(new AvatarRefusal.Unknown()));
  }

  private boolean sees(Person by, AvatarStore.Owner owner) {
    return switch (owner) {
      case AvatarStore.Owner.OfUser(AccountId account, var user) ->
          users.find(account, user).filter(known -> people.sees(by, known)).isPresent();
      case AvatarStore.Owner.OfCompany(_, CompanyId company) -> standings.in(company, by).isPresent();
    };
  }

  private Optional<Shown> shown(AccountId account, StoredFile file) {
    return Picture.Format.of(file.mediaType())
        .flatMap(format -> files.content(account, file).map(content -> new Shown(format, content)));
  }
}

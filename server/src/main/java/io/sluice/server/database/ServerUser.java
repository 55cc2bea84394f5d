package io.sluice.server.database;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** As whom the server runs. PostgreSQL refuses to run as root, so a Sluice that is root hands it to somebody else. */
sealed interface ServerUser {

  /** What to put before a command so that it runs as this user. */
  List<String> prefix();

  /** The owner the server's files must have. */
  int uid();

  int gid();

  record Ourselves(int uid, int gid) implements ServerUser {

    @Override
    public List<String> prefix() {
      return List.of();
    }
  }

  /** A real unprivileged user of this machine. */
  record Dropped(int uid, int gid) implements ServerUser {

    @Override
    public List<String> prefix() {
      return List.of("setpriv", "--reuid=" + uid, "--regid=" + gid, "--clear-groups", "--no-new-privs");
    }
  }

  /** A fresh user namespace: inside, the server sees itself as nobody; outside, its files stay root's. */
  record Namespace() implements ServerUser {

    @Override
    public List<String> prefix() {
      return List.of("unshare", "--user");
    }

    @Override
    public int uid() {
      return 0;
    }

    @Override
    public int gid() {
      return 0;
    }
  }

  /** Passes when the program can be run and the directory be entered: what a closed parent directory forbids. */
  String REACHES = "test -x \"$1\" && cd \"$2\"";

  /**
   * The user to run as, tried out on the paths it must reach.
   *
   * @param configured name or number of the user to drop to when we are root; else the owner of {@code directory},
   *     else {@code nobody}
   * @throws DatabaseUnavailable when we are root and every way down is barred
   */
  static ServerUser choose(Optional<String> configured, Path program, Path directory) throws IOException {
    // The owner of /proc/self is whoever this process is.
    int self = DirectoryTree.owner(Path.of("/proc/self"));
    if (self != 0) {
      return new Ourselves(self, DirectoryTree.group(Path.of("/proc/self")));
    }
    int owner = DirectoryTree.owner(directory);
    String wanted = configured.orElse(owner == 0 ? "nobody" : Integer.toString(owner));
    Optional<ServerUser> dropped = known(wanted);
    if (configured.isPresent() && dropped.isEmpty()) {
      throw new DatabaseUnavailable(
          "SLUICE_DATABASE_SYSTEM_USER names " + wanted + ", who is not an unprivileged user of this machine.");
    }
    List<ServerUser> candidates = new ArrayList<>();
    dropped.ifPresent(candidates::add);
    candidates.add(new Namespace());
    for (ServerUser candidate : candidates) {
      if (candidate.reaches(program, directory)) {
        return candidate;
      }
    }
    throw new DatabaseUnavailable("Sluice runs as root, which PostgreSQL refuses to do, and neither the user " + wanted
        + " can reach " + directory + " nor is a user namespace allowed here: run Sluice as an ordinary user, or put"
        + " SLUICE_DATA_DIR where that user may enter every parent directory, or set SLUICE_DATABASE_URL to a"
        + " PostgreSQL server of your own.");
  }

  default Command command(List<String> words) {
    List<String> all = new ArrayList<>(prefix());
    all.addAll(words);
    return new Command(all);
  }

  private boolean reaches(Path program, Path directory) {
    try {
      List<String> words = List.of("/bin/sh", "-c", REACHES, "sh", program.toString(), directory.toString());
      return command(words).run("", Duration.ofSeconds(10)).succeeded();
    } catch (IOException e) {
      // The tool itself (setpriv, unshare) is not installed: this way down does not exist here.
      return false;
    }
  }

  private static Optional<ServerUser> known(String user) throws IOException {
    Optional<Integer> uid = id("-u", user);
    Optional<Integer> gid = id("-g", user);
    return uid.isPresent() && gid.isPresent() && uid.get() != 0
        ? Optional.of(new Dropped(uid.get(), gid.get())) : Optional.empty();
  }

  private static Optional<Integer> id(String which, String user) throws IOException {
    Command.Outcome outcome = new Command(List.of("id", which, user)).run("", Duration.ofSeconds(10));
    return outcome.succeeded() ? Optional.of(Integer.valueOf(outcome.output())) : Optional.empty();
  }
}

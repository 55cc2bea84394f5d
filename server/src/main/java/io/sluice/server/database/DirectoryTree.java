package io.sluice.server.database;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/** Whole directories at once. Symbolic links are treated as files and never followed. */
final class DirectoryTree {

  private DirectoryTree() {}

  /** Readable whatever the umask: the server may run as another user. A directory that exists stays as it is. */
  static void createReadable(Path directory) throws IOException {
    if (Files.isDirectory(directory)) {
      return;
    }
    Path parent = directory.toAbsolutePath().getParent();
    if (parent != null) {
      createReadable(parent);
    }
    Files.createDirectories(directory);
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** Makes renames and new files in this directory outlive a power failure. */
  static void sync(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /** Does nothing when there is no such directory. */
  static void delete(Path root) throws IOException {
    if (Files.exists(root, LinkOption.NOFOLLOW_LINKS)) {
      Files.walkFileTree(root, new DepthFirst(Files::delete));
    }
  }

  static void changeOwner(Path root, int uid, int gid) throws IOException {
    Files.walkFileTree(root, new DepthFirst(path -> {
      Files.setAttribute(path, "unix:gid", gid, LinkOption.NOFOLLOW_LINKS);
      Files.setAttribute(path, "unix:uid", uid, LinkOption.NOFOLLOW_LINKS);
    }));
  }

  static int owner(Path path) throws IOException {
    return (Integer) Files.getAttribute(path, "unix:uid");
  }

  static int group(Path path) throws IOException {
    return (Integer) Files.getAttribute(path, "unix:gid");
  }

  private interface Step {
    void take(Path path) throws IOException;
  }

  private static final class DepthFirst extends SimpleFileVisitor<Path> {

    private final Step step;

    DepthFirst(Step step) {
      this.step = step;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      step.take(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure) throws IOException {
      if (failure != null) {
        throw failure;
      }
      step.take(directory);
      return FileVisitResult.CONTINUE;
    }
  }
}

package io.sluice.server.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a PostgreSQL server writes about itself into its data directory ({@code postmaster.pid}; one fact a line:
 * process, directory, start time, port, socket directory, address, shared memory, status).
 */
record PostmasterFile(long pid, int port, boolean ready) {

  private static final int PID_LINE = 0;
  private static final int PORT_LINE = 3;
  private static final int STATUS_LINE = 7;

  static Path in(Path cluster) {
    return cluster.resolve("postmaster.pid");
  }

  /** Empty when there is none. The server writes it in pieces: what is not there yet reads as port 0, not ready. */
  static Optional<PostmasterFile> read(Path cluster) throws IOException {
    List<String> lines;
    try {
      lines = Files.readAllLines(in(cluster));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
    if (!line(lines, PID_LINE).matches("-?[0-9]{1,10}")) {
      return Optional.empty();
    }
    // A stand-alone server (initdb, recovery by hand) notes its number with a minus sign.
    long pid = Math.abs(Long.parseLong(line(lines, PID_LINE)));
    String port = line(lines, PORT_LINE);
    return Optional.of(
        new PostmasterFile(pid, port.isEmpty() ? 0 : Integer.parseInt(port), "ready".equals(line(lines, STATUS_LINE))));
  }

  private static String line(List<String> lines, int index) {
    return index < lines.size() ? lines.get(index).strip() : "";
  }
}

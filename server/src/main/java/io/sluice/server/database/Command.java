package io.sluice.server.database;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A short-lived program run to its end, in an environment that tells PostgreSQL nothing. */
record Command(List<String> words) {

  private static final int MAX_OUTPUT_BYTES = 64 * 1024;

  record Outcome(int exitCode, String output) {

    boolean succeeded() {
      return exitCode == 0;
    }
  }

  Outcome run(String input, Duration limit) throws IOException {
    Process process = builder().redirectErrorStream(true).start();
    var output = CompletableFuture.supplyAsync(() -> read(process), Thread::startVirtualThread);
    try (var stdin = process.getOutputStream()) {
      stdin.write(input.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      // The program ended without reading its input; its exit code and output say why.
    }
    try {
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
        throw new IOException(words + " did not end within " + limit.toSeconds() + " s");
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while waiting for " + words, e);
    }
    return new Outcome(process.exitValue(), output.join());
  }

  ProcessBuilder builder() {
    ProcessBuilder builder = new ProcessBuilder(words);
    Map<String, String> environment = builder.environment();
    String path = environment.getOrDefault("PATH", "/usr/local/bin:/usr/bin:/bin");
    // PGDATA, PGPORT, PGOPTIONS and the like would otherwise reach the server.
    environment.clear();
    environment.put("PATH", path);
    environment.put("LC_ALL", "C");
    // Our own working directory may be closed to the user the server runs as.
    builder.directory(Path.of("/").toFile());
    return builder;
  }

  private static String read(Process process) {
    try (var stdout = process.getInputStream()) {
      String text = new String(stdout.readNBytes(MAX_OUTPUT_BYTES), StandardCharsets.UTF_8).strip();
      stdout.transferTo(java.io.OutputStream.nullOutputStream());
      return text;
    } catch (IOException e) {
      return "(output could not be read: " + e.getMessage() + ")";
    }
  }
}

package io.sluice.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What processes take of the machine, as Linux counts it in {@code /proc}. */
final class Usage {

  /** Linux reports CPU time to programs in hundredths of a second whatever its own clock (proc_pid_stat(5)). */
  private static final double TICKS_PER_SECOND = 100;
  private static final int UTIME = 11;
  private static final int STIME = 12;
  private static final int CHILDREN_STIME = 14;
  private static final Pattern COMPILERS = Pattern.compile("C[12] Compiler");
  private static final double KB_PER_MB = 1024;

  private Usage() {}

  /** CPU seconds of a process and of the children it has waited for. */
  static double cpuSeconds(long pid) {
    return cpuSeconds(read(of(pid, "stat")), CHILDREN_STIME);
  }

  private static double cpuSeconds(String stat, int lastField) {
    // The name, in brackets, may hold anything; what follows it is numbered from the state on.
    String[] fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ");
    long ticks = 0;
    for (int i = UTIME; fields.length > lastField && i <= lastField; i++) {
      ticks += Long.parseLong(fields[i]);
    }
    return ticks / TICKS_PER_SECOND;
  }

  /** CPU seconds that a Java machine spent on compiling what it runs; a lead costs that only until it is warm. */
  static double compilerCpuSeconds(long pid) {
    try (var threads = Files.list(Path.of("/proc", Long.toString(pid), "task"))) {
      return threads.filter(thread -> COMPILERS.matcher(read(thread.resolve("comm"))).lookingAt())
          .mapToDouble(thread -> cpuSeconds(read(thread.resolve("stat")), STIME)).sum();
    } catch (IOException e) {
      throw new UncheckedIOException("process " + pid + " cannot be looked at", e);
    }
  }

  /** CPU seconds of a process and of all below it, ended ones included. */
  static double cpuSecondsOfTree(long pid) {
    return tree(pid).mapToDouble(Usage::cpuSeconds).sum();
  }

  /** Resident memory in MB. */
  static double residentMb(long pid) {
    return kilobytes(read(of(pid, "status")), "VmRSS:") / KB_PER_MB;
  }

  /** Memory of a process and of all below it in MB, what they share counted once (proportional set size). */
  static double memoryOfTreeMb(long pid) {
    return tree(pid).mapToLong(each -> kilobytes(read(of(each, "smaps_rollup")), "Pss:")).sum() / KB_PER_MB;
  }

  private static Stream<Long> tree(long pid) {
    List<Long> below = ProcessHandle.of(pid).stream().flatMap(ProcessHandle::descendants)
        .map(ProcessHandle::pid).toList();
    return Stream.concat(Stream.of(pid), below.stream());
  }

  private static long kilobytes(String text, String name) {
    return text.lines().filter(line -> line.startsWith(name))
        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", ""))).findFirst().orElse(0);
  }

  private static Path of(long pid, String file) {
    return Path.of("/proc", Long.toString(pid), file);
  }

  /** Nothing when the process or thread has ended meanwhile. */
  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      if (!Files.exists(file)) {
        return "";
      }
      throw new UncheckedIOException(file + " cannot be read", e);
    }
  }
}

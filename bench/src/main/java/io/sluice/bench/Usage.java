package io.sluice.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What processes take of the machine, as Linux counts it in {@code /proc}. */
final class Usage {

  /** Linux reports CPU time to programs in hundredths of a second whatever its own clock (proc_pid_stat(5)). */
  private static final double TICKS_PER_SECOND = 100;
  private static final int UTIME = 11;
  private static final int CHILDREN_STIME = 14;
  private static final double KB_PER_MB = 1024;

  private Usage() {}

  /** CPU seconds of a process and of the children it has waited for. */
  static double cpuSeconds(long pid) {
    String stat = read(pid, "stat");
    // The name, in brackets, may hold anything; what follows it is numbered from the state on.
    String[] fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ");
    long ticks = 0;
    for (int i = UTIME; fields.length > CHILDREN_STIME && i <= CHILDREN_STIME; i++) {
      ticks += Long.parseLong(fields[i]);
    }
    return ticks / TICKS_PER_SECOND;
  }

  /** CPU seconds of a process and of all below it, ended ones included. */
  static double cpuSecondsOfTree(long pid) {
    return tree(pid).mapToDouble(Usage::cpuSeconds).sum();
  }

  /** Resident memory in MB. */
  static double residentMb(long pid) {
    return kilobytes(read(pid, "status"), "VmRSS:") / KB_PER_MB;
  }

  /** Memory of a process and of all below it in MB, what they share counted once (proportional set size). */
  static double memoryOfTreeMb(long pid) {
    return tree(pid).mapToLong(each -> kilobytes(read(each, "smaps_rollup"), "Pss:")).sum() / KB_PER_MB;
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

  /** Nothing when the process has ended meanwhile: then its parent has its time. */
  private static String read(long pid, String file) {
    try {
      return Files.readString(Path.of("/proc", Long.toString(pid), file));
    } catch (NoSuchFileException ended) {
      return "";
    } catch (IOException e) {
      if (ProcessHandle.of(pid).isEmpty()) {
        return "";
      }
      throw new java.io.UncheckedIOException("process " + pid + " cannot be looked at", e);
    }
  }
}

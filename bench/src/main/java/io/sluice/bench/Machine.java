package io.sluice.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the figures were taken on. Loads are Linux's averages of the last minute. */
record Machine(String processor, String system, String fileSystem, double loadBefore, double loadAfter) {

  private static final double BYTES_PER_GB = 1 << 30;

  static Machine seenFrom(Path dataDirectory, double loadBefore) throws IOException {
    String model;
    try (var lines = Files.lines(Path.of("/proc/cpuinfo"))) {
      model = lines.filter(line -> line.startsWith("model name")).findFirst()
          .map(line -> line.substring(line.indexOf(':') + 1).strip()).orElse(System.getProperty("os.arch"));
    }
    var os = ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class);
    return new Machine(
        "%d × %s, %.0f GB".formatted(os.getAvailableProcessors(), model, os.getTotalMemorySize() / BYTES_PER_GB),
        "Linux " + System.getProperty("os.version") + ", Java " + System.getProperty("java.runtime.version"),
        Files.getFileStore(dataDirectory).type(), loadBefore, load());
  }

  static double load() {
    return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
  }
}

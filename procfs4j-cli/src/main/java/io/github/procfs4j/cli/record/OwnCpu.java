package io.github.procfs4j.cli.record;

import io.github.procfs4j.sampling.KernelConstants;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Locale;

/**
 * The share of one CPU that this process took in the last seconds, from {@code /proc/self/stat}, so
 * that the screen shows the cost of measuring. JMX would also provide it, but takes memory and
 * time.
 */
public final class OwnCpu {
  private static final Path STAT = Path.of("/proc/self/stat");
  private static final long WINDOW_NANOS = 10_000_000_000L;

  private static final int UTIME = 11;
  private static final int STIME = 12;

  private final ArrayDeque<Point> points = new ArrayDeque<>();

  private record Point(long nanos, double seconds) {}

  /** The share over the last ten seconds, in percent; empty if it is not known. */
  public String share() {
    Point now;
    try {
      now =
          new Point(
              System.nanoTime(), seconds(Files.readString(STAT, StandardCharsets.ISO_8859_1)));
    } catch (IOException | RuntimeException e) {
      return "";
    }
    while (points.size() > 1 && now.nanos() - points.getFirst().nanos() > WINDOW_NANOS) {
      points.removeFirst();
    }
    points.addLast(now);
    Point first = points.getFirst();
    double elapsed = (now.nanos() - first.nanos()) / 1e9;
    return elapsed == 0
        ? ""
        : String.format(
            Locale.ROOT, "%.1f", Math.max(0, 100 * (now.seconds() - first.seconds()) / elapsed));
  }

  /**
   * The sum of the fields utime and stime, 14 and 15, located after the name, which may contain
   * anything.
   */
  public static double seconds(String stat) {
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return (double) (Long.parseLong(fields[UTIME]) + Long.parseLong(fields[STIME]))
        / KernelConstants.ofRunningKernel().ticksPerSecond();
  }
}

package io.github.procfs4j.cli.report;

import io.github.procfs4j.model.Row;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A file on which locks were held, over time: locks come and go within milliseconds, and programs
 * lock thousands of ranges, but a user looks for the file.
 *
 * @param name its path if that is known, otherwise its device and inode
 * @param holders who held a lock on it, in order of first occurrence
 * @param locks the number of locks in each interval
 * @param waiters the number of requests that waited for them, in each interval
 */
record LockedFile(String name, List<String> holders, Values locks, Values waiters) {
  /** The source of locks, and the table of those that are held. */
  static final String SOURCE = "locks";

  static final String TABLE = "lock";

  private static final String FILE = "file";
  private static final String PATH = "path";
  private static final String NONE = "-1";

  /**
   * The files of a source of locks: those with the most waiters first, then with the most locks.
   */
  static List<LockedFile> of(SourceFigures source) {
    Map<String, Sums> files = new LinkedHashMap<>();
    for (TableFigures table : source.tables()) {
      for (RowFigures row : table.rows()) {
        if (row.row().table().name().equals(TABLE) && row.row().table().labels().contains(FILE)) {
          files
              .computeIfAbsent(row.row().label(FILE), file -> new Sums(source.intervals().size()))
              .add(row);
        }
      }
    }
    return files.entrySet().stream()
        .map(entry -> entry.getValue().file(entry.getKey()))
        .sorted(
            Comparator.comparingDouble((LockedFile file) -> -mean(file.waiters, source.intervals()))
                .thenComparingDouble(file -> -mean(file.locks, source.intervals())))
        .toList();
  }

  /** The mean over the whole time. */
  static double mean(Values values, Intervals intervals) {
    return Windows.total("", values, intervals).map(Peak::value).orElse(0.0)
        / intervals.seconds(0, intervals.size());
  }

  /** The greatest number of waiters over some time. */
  Optional<Peak> mostWaiters(Intervals intervals) {
    String holder = holders.isEmpty() ? "an unknown process" : holders.getFirst();
    return Windows.highest(name, waiters, null, intervals, Watch.SECONDS)
        .map(peak -> peak.by(holder));
  }

  private static final class Sums {
    private final float[] locks;
    private final float[] waiters;
    private final Set<String> holders = new LinkedHashSet<>();
    private String path = "";

    Sums(int intervals) {
      locks = new float[intervals];
      waiters = new float[intervals];
    }

    void add(RowFigures row) {
      Values values = row.figures().getFirst().values();
      int from = 0;
      for (int run = 0; run < values.runs(); run++) {
        float value = values.ofRun(run);
        if (!Float.isNaN(value)) {
          for (int i = from; i < values.end(run); i++) {
            locks[i]++;
            waiters[i] += value;
          }
        }
        from = values.end(run);
      }
      Row lock = row.row();
      String holder = (label(lock, "pid") + " " + label(lock, "process")).strip();
      if (!holder.isEmpty() && !holder.equals(NONE)) {
        holders.add(RowFigures.cut(holder));
      }
      path = path.isEmpty() ? label(lock, PATH) : path;
    }

    private static String label(Row row, String name) {
      return row.table().labels().contains(name) ? row.label(name) : "";
    }

    LockedFile file(String inode) {
      return new LockedFile(
          RowFigures.cut(path.isEmpty() ? "inode " + inode : path),
          new ArrayList<>(holders),
          values(locks),
          values(waiters));
    }

    private static Values values(float[] numbers) {
      Values values = new Values();
      for (float number : numbers) {
        values.add(number);
      }
      return values;
    }
  }
}

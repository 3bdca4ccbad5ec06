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
 * @param file its device and inode
 * @param holders who held a lock on it, in order of first occurrence
 * @param waiting who waited for one, in order of first occurrence
 * @param locks the number of locks in each interval
 * @param waiters the number of requests that waited for them, in each interval
 */
record LockedFile(
    String name,
    String file,
    List<String> holders,
    List<String> waiting,
    Values locks,
    Values waiters) {
  /** The source of locks, and the tables of those that are held and of those that wait. */
  static final String SOURCE = "locks";

  private static final String TABLE = "lock";
  private static final String WAITER = "waiter";
  private static final String WAITERS = "waiters";
  private static final String FILE = "file";
  private static final String PATH = "path";

  /** A lock that belongs to an open file, which several processes may share. */
  private static final String NO_PROCESS = "-1";

  private static final int NAMES = 3;

  /**
   * The files of a source: those with the most waiters first, then with the most locks. None for
   * another source, and where the number of waiters was not computed.
   */
  static List<LockedFile> of(SourceFigures source) {
    if (!source.source().name().equals(SOURCE) || source.intervals().size() == 0) {
      return List.of();
    }
    Map<String, Rows> files = new LinkedHashMap<>();
    for (TableFigures table : source.tables()) {
      for (RowFigures row : table.rows()) {
        if (row.row().table().labels().contains(FILE)) {
          files.computeIfAbsent(row.row().label(FILE), file -> new Rows()).add(row);
        }
      }
    }
    List<LockedFile> found = new ArrayList<>();
    files.forEach(
        (file, rows) -> {
          if (!rows.held.isEmpty()) {
            found.add(rows.file(file, source.intervals().size()));
          }
        });
    found.sort(
        Comparator.comparingDouble((LockedFile file) -> -mean(file.waiters, source.intervals()))
            .thenComparingDouble(file -> -mean(file.locks, source.intervals())));
    return found;
  }

  /** Whether a table is one of single locks, whose files are shown instead. */
  static boolean isReplaced(SourceFigures source, TableFigures table) {
    return source.source().name().equals(SOURCE)
        && table.figures().stream()
            .anyMatch(figure -> figure.table().equals(TABLE) || figure.table().equals(WAITER));
  }

  /** The mean over the whole time. */
  static double mean(Values values, Intervals intervals) {
    return Windows.total("", values, intervals).map(Peak::value).orElse(0.0)
        / intervals.seconds(0, intervals.size());
  }

  /** The greatest number of waiters over some time. */
  Optional<Peak> mostWaiters(Intervals intervals) {
    String holder = holders.isEmpty() ? "an unknown process" : names(holders);
    return Windows.highest(name, waiters, null, intervals, Watch.SECONDS)
        .map(peak -> peak.by(holder));
  }

  /** The first of some names. */
  static String names(List<String> all) {
    String first = String.join(", ", all.subList(0, Math.min(NAMES, all.size())));
    return all.size() <= NAMES ? first : "%s and %,d more".formatted(first, all.size() - NAMES);
  }

  /** The locks of a file. */
  private static final class Rows {
    private final List<RowFigures> held = new ArrayList<>();
    private final Set<String> holders = new LinkedHashSet<>();
    private final Set<String> waiting = new LinkedHashSet<>();
    private String path = "";

    void add(RowFigures row) {
      Row lock = row.row();
      boolean isHeld = lock.table().name().equals(TABLE);
      if (isHeld && waiters(row).isPresent()) {
        held.add(row);
      }
      path = path.isEmpty() ? label(lock, PATH) : path;
      String pid = label(lock, "pid");
      String process =
          pid.equals(NO_PROCESS) ? "an open file" : (pid + " " + label(lock, "process")).strip();
      if (!process.isEmpty()) {
        (isHeld ? holders : waiting).add(RowFigures.cut(process));
      }
    }

    private static Optional<Values> waiters(RowFigures row) {
      return row.figures().stream()
          .filter(figure -> figure.figure().name().equals(WAITERS))
          .findFirst()
          .map(FigureValues::values);
    }

    private static String label(Row row, String name) {
      return row.table().labels().contains(name) ? row.label(name) : "";
    }

    LockedFile file(String file, int intervals) {
      ValueSums locks = new ValueSums();
      ValueSums waiters = new ValueSums();
      for (RowFigures row : held) {
        Values values = waiters(row).orElseThrow();
        locks.count(values);
        waiters.add(values);
      }
      String inode = RowFigures.cut(file);
      return new LockedFile(
          path.isEmpty() ? "inode " + inode : RowFigures.cut(path),
          inode,
          List.copyOf(holders),
          List.copyOf(waiting),
          locks.values(intervals, 0),
          waiters.values(intervals, 0));
    }
  }
}

package io.github.procfs4j.system;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Separate parsers of the files below sys and sysvipc, which split lines and know nothing else. */
@SuppressWarnings("NullAway") // what is missing fails the test
final class NaiveSysctls {
  private static final Map<String, List<String>> NAMES =
      Map.of(
          "file-nr",
          List.of("files", "nr_files", "nr_free_files", "max_files"),
          "inode-state",
          List.of(
              "inodes",
              "nr_inodes",
              "nr_unused",
              "preshrink",
              "dummy1",
              "dummy2",
              "dummy3",
              "dummy4"),
          "dentry-state",
          List.of(
              "dentries",
              "nr_dentry",
              "nr_unused",
              "age_limit",
              "want_pages",
              "nr_negative",
              "dummy"),
          "sched_schedstats",
          List.of("sched_schedstats", "sched_schedstats"));

  /** The fields of a line of sysvipc/shm that are not labels. */
  private static final String CELLS = "size lpid nattch atime dtime ctime rss swap";

  private NaiveSysctls() {}

  static Map<String, Long> cells(String file, String text) {
    Map<String, Long> cells = new LinkedHashMap<>();
    List<String> lines = text.lines().toList();
    if (file.equals("sysvipc/shm")) {
      lines.stream().skip(1).forEach(line -> segment(cells, line.strip().split(" +", -1)));
      return cells;
    }
    List<String> names = NAMES.get(file.substring(file.lastIndexOf('/') + 1));
    String[] numbers = lines.getFirst().split("\t", -1);
    if (lines.size() != 1 || numbers.length != names.size() - 1) {
      throw new AssertionError(text);
    }
    for (int i = 0; i < numbers.length; i++) {
      cells.put(names.getFirst() + "[]." + names.get(i + 1), Long.parseLong(numbers[i]));
    }
    return cells;
  }

  private static void segment(Map<String, Long> cells, String[] field) {
    String row =
        "segment[shmid=%s key=%s perms=%s cpid=%s uid=%s gid=%s cuid=%s cgid=%s]."
            .formatted(
                field[1], field[0], field[2], field[4], field[7], field[8], field[9], field[10]);
    String[] names = CELLS.split(" ", -1);
    int[] places = {3, 5, 6, 11, 12, 13, 14, 15};
    for (int i = 0; i < names.length; i++) {
      cells.put(row + names[i], Long.parseLong(field[places[i]]));
    }
  }

  /** The text of sysvipc/shm with only those numbers that are cells. */
  static String withoutLabels(String text) {
    StringBuilder cells = new StringBuilder();
    for (String line : text.lines().skip(1).toList()) {
      String[] field = line.strip().split(" +", -1);
      for (int place : new int[] {3, 5, 6, 11, 12, 13, 14, 15}) {
        cells.append(' ').append(field[place]);
      }
      cells.append('\n');
    }
    return cells.toString();
  }
}

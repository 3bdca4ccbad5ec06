package io.github.procfs4j.cli.report;

import io.github.procfs4j.model.Row;
import io.github.procfs4j.processes.ProcessTable;
import io.github.procfs4j.processes.WaitTable;
import java.util.ArrayList;
import java.util.List;

/** What people need of the many labels of a thread, or a wait of a thread. */
final class WaitRow {
  private WaitRow() {}

  /** Whether it is a wait. */
  static boolean isOne(Row row) {
    return row.table().name().equals(WaitTable.WAIT.name())
        && row.table().hasSameIdentifyingLabels(WaitTable.WAIT);
  }

  /** Whether it is a thread, of a table of waits or of processes. */
  static boolean isThread(Row row) {
    return row.table().name().equals(WaitTable.THREAD.name())
        && row.table().hasSameIdentifyingLabels(WaitTable.THREAD);
  }

  /** What identifies a thread, or the thread of a wait. */
  static List<String> thread(Row row) {
    return row.labels().subList(0, WaitTable.THREAD.identifying());
  }

  /** The number and the name of its thread, and the wait. */
  static String text(Row row) {
    return row.label("tid") + " " + ProcessTable.name(row) + " " + place(row, true);
  }

  /**
   * The wait: the state, the system call, the function of the kernel.
   *
   * @param isComplete whether the file or socket follows
   */
  static String place(Row row, boolean isComplete) {
    if (row.label("state").equals("R")) {
      return "running or runnable";
    }
    List<String> words = new ArrayList<>();
    for (String label : List.of("state", "call", "function")) {
      words.add(row.label(label));
    }
    if (isComplete) {
      words.add(row.label("on"));
    }
    words.removeIf(String::isEmpty);
    return String.join(" ", words);
  }
}

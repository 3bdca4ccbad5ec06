package io.github.procfs4j.cli.waits;

import io.github.procfs4j.cli.report.Times;
import io.github.procfs4j.process.SystemCallTable;
import io.github.procfs4j.processes.WaitTable;
import io.github.procfs4j.processes.WaitTableColumns;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a result lacks and what it cost, in sentences. */
final class WaitRemarks {
  private WaitRemarks() {}

  static List<String> of(WaitResult result) {
    List<String> remarks = new ArrayList<>();
    WaitTable table = result.table();
    if (result.intendedNanos() >= 0) {
      remarks.add(
          "all processes had ended after "
              + Times.duration(result.nanos())
              + " of "
              + Times.duration(result.intendedNanos()));
    }
    long calls = table.about(WaitTableColumns.WAITS_CALLS_HIDDEN);
    if (calls > 0) {
      remarks.add(
          count(calls, "thread")
              + ": the system call is hidden, as its reader must be allowed to attach a debugger"
              + " (with ptrace_scope 1 of Yama, only root and ancestors of the process are)");
    }
    long functions = table.about(WaitTableColumns.WAITS_FUNCTIONS_HIDDEN);
    if (functions > 0) {
      remarks.add(
          count(functions, "thread")
              + ": wchan is 0 in the last sample, although they wait: the kernel hides or does not"
              + " find the function");
    }
    long hidden = table.about(WaitTableColumns.WAITS_STACKS_HIDDEN);
    if (hidden > 0) {
      remarks.add(count(hidden, "thread") + ": the stack in the kernel is shown only to root");
    }
    long unread = table.about(WaitTableColumns.WAITS_UNREAD);
    if (unread > 0) {
      remarks.add(count(unread, "thread") + " could not be read in the last sample");
    }
    if (SystemCallTable.ofThisMachine().isEmpty()) {
      remarks.add(
          "system calls have no names but numbers: there is no table for "
              + System.getProperty("os.arch"));
    }
    if (result.count(thread -> thread.runningNanos().isEmpty()) > 0) {
      remarks.add(
          "the kernel does not count how long threads run (CONFIG_SCHED_INFO): running includes"
              + " runnable, and is estimated from samples");
    }
    long once = result.count(thread -> thread.elapsedNanos() == 0);
    if (once > 0) {
      remarks.add(count(once, "thread") + " had one sample only, and no share");
    }
    long unsteady = table.about(WaitTableColumns.WAITS_UNSTEADY);
    if (unsteady > 0) {
      remarks.add(
          count(unsteady, "sample")
              + " of threads that ran again and again while they were read: the function is not"
              + " known");
    }
    long merged = table.about(WaitTableColumns.WAITS_MERGED);
    if (merged > 0) {
      remarks.add(count(merged, "sample") + " of waits without a row of their own, of too many");
    }
    long opened = table.about(WaitTableColumns.WAITS_READ_BY_OPENING);
    if (opened > 0) {
      remarks.add(
          count(opened, "thread")
              + " were read by opening their files each time, which costs more: allow more open"
              + " files (ulimit -n)");
    }
    remarks.addAll(result.java().problems());
    remarks.addAll(result.java().cost());
    remarks.add(cost(result));
    return remarks;
  }

  private static String cost(WaitResult result) {
    String cpu =
        result.cpuNanos() < 0 || result.nanos() == 0
            ? "the cost of sampling is not known"
            : String.format(
                Locale.ROOT,
                "sampling took %.1f %% of one CPU (%s, including the start of this program's code)",
                100.0 * result.cpuNanos() / result.nanos(),
                Times.duration(result.cpuNanos()));
    return cpu
        + (result.late() == 0
            ? ""
            : "; " + count(result.late(), "sample") + " came too late and were skipped");
  }

  private static String count(long number, String what) {
    return String.format(Locale.ROOT, "%,d %s%s", number, what, number == 1 ? "" : "s");
  }
}

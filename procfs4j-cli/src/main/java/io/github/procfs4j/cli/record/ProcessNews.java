package io.github.procfs4j.cli.record;

import io.github.procfs4j.cli.options.CommandException;
import io.github.procfs4j.cli.report.Refusals;
import io.github.procfs4j.process.ProcessEntry;
import io.github.procfs4j.process.ProcessFile;
import io.github.procfs4j.process.ProcessFilter;
import io.github.procfs4j.process.ProcessTable;
import io.github.procfs4j.sampling.Outcome;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What there is to say of processes while they are recorded, each thing once. */
public final class ProcessNews {
  private final String source;
  private final ProcessFilter filter;
  private final Set<ProcessFile> files;
  private boolean areRefusalsSaid;
  private boolean haveEnded;

  /** What those are known by that were given by number. */
  private String names = "";

  /**
   * Of a source.
   *
   * @param source its name
   * @param files those that were asked for besides stat
   */
  ProcessNews(String source, ProcessFilter filter, Set<ProcessFile> files) {
    this.source = source;
    this.filter = filter;
    this.files = files;
  }

  /**
   * What to say after the first sample; an environment that is not as it should be if what was
   * given by number is not there.
   */
  List<String> first(ProcessTable table) {
    if (isEmpty(table) && filter instanceof ProcessFilter.Pids pids) {
      throw CommandException.environment(
          Arrays.stream(Outcome.values())
              .filter(reason -> table.unread(reason) > 0)
              .findFirst()
              .map(reason -> "process " + pids + " could not be read: " + reason.text())
              .orElse("no process " + pids));
    }
    names =
        filter instanceof ProcessFilter.Pids
            ? table.processes().stream().map(ProcessEntry::name).collect(Collectors.joining(", "))
            : "";
    return isEmpty(table)
        ? List.of(source + ": no such process yet; waiting for one")
        : after(table);
  }

  /** What to say after another sample. */
  List<String> after(ProcessTable table) {
    if (isEmpty(table)) {
      if (filter instanceof ProcessFilter.Pids pids && !haveEnded) {
        haveEnded = true;
        return List.of("process " + pids + " (" + names + ") has ended");
      }
    } else if (!areRefusalsSaid) {
      areRefusalsSaid = true;
      return Refusals.ofFiles(files, table.processCount(), table::refused).stream()
          .map(refusal -> source + ": " + refusal.text() + "; their numbers are missing")
          .toList();
    }
    return List.of();
  }

  private static boolean isEmpty(ProcessTable table) {
    return table.processCount() == 0;
  }

  /** Whether no process can come any more. */
  boolean haveEnded() {
    return haveEnded;
  }
}

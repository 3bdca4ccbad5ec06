package io.github.procfs4j.cli.record;

import io.github.procfs4j.cli.options.CommandException;
import io.github.procfs4j.cli.report.Refusals;
import io.github.procfs4j.processes.ProcessEntry;
import io.github.procfs4j.processes.ProcessFile;
import io.github.procfs4j.processes.ProcessFilter;
import io.github.procfs4j.processes.ProcessTable;
import io.github.procfs4j.sampling.Outcome;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Messages about processes while they are recorded, each of them once. */
public final class ProcessNews {
  /** After the name of a source whose processes have not been started. */
  static final String NONE_YET = ": no such process yet; waiting for one";

  private final String source;
  private final ProcessFilter filter;
  private final Set<ProcessFile> files;
  private boolean areRefusalsSaid;
  private boolean haveEnded;

  /** The names of the processes that were specified by number. */
  private String names = "";

  /**
   * Creates the messages for a source.
   *
   * @param source its name
   * @param files the files requested in addition to stat
   */
  ProcessNews(String source, ProcessFilter filter, Set<ProcessFile> files) {
    this.source = source;
    this.filter = filter;
    this.files = files;
  }

  /**
   * The messages after the first sample; throws an environment error if a process specified by
   * number does not exist.
   */
  List<String> first(ProcessTable table) {
    if (isEmpty(table) && filter instanceof ProcessFilter.Pids pids) {
      throw CommandException.environment(
          Arrays.stream(Outcome.values())
              .filter(reason -> table.unread(reason) > 0)
              .findFirst()
              .map(reason -> "process " + pids + " could not be read: " + Refusals.text(reason))
              .orElse("no process " + pids));
    }
    names =
        filter instanceof ProcessFilter.Pids
            ? table.processes().stream().map(ProcessEntry::name).collect(Collectors.joining(", "))
            : "";
    return isEmpty(table) && filter instanceof ProcessFilter.Descendants
        ? List.of() // the program has not been started yet
        : isEmpty(table) ? List.of(source + NONE_YET) : after(table);
  }

  /** The messages after another sample. */
  List<String> after(ProcessTable table) {
    if (isEmpty(table)) {
      if (filter instanceof ProcessFilter.Pids pids && !haveEnded) {
        haveEnded = true;
        return List.of("process " + pids + " (" + names + ") has ended");
      }
    } else if (!areRefusalsSaid) {
      areRefusalsSaid = true;
      return Refusals.ofFiles(files, table.processCount(), table::refused).stream()
          .map(refusal -> source + ": " + refusal.text() + "; these numbers are missing")
          .toList();
    }
    return List.of();
  }

  private static boolean isEmpty(ProcessTable table) {
    return table.processCount() == 0;
  }

  /** Whether these processes were selected by such a filter. */
  boolean isOf(Class<? extends ProcessFilter> kind) {
    return kind.isInstance(filter);
  }

  /** Whether all processes have ended and no others can match. */
  boolean haveEnded() {
    return haveEnded;
  }
}

package io.github.procfs4j.cli;

import io.github.procfs4j.process.ProcessChoice;
import io.github.procfs4j.process.ProcessEntry;
import io.github.procfs4j.process.ProcessIo;
import io.github.procfs4j.process.ProcessTable;
import java.util.List;
import java.util.stream.Collectors;

/** What there is to say of processes while they are recorded, each thing once. */
final class ProcessNews {
  private final String source;
  private final ProcessChoice choice;
  private boolean isIoLookedFor;
  private boolean haveEnded;

  /** What those are known by that were given by number. */
  private String names = "";

  /**
   * Of a source.
   *
   * @param source its name
   * @param hasIo whether the file io was asked for
   */
  ProcessNews(String source, ProcessChoice choice, boolean hasIo) {
    this.source = source;
    this.choice = choice;
    isIoLookedFor = hasIo;
  }

  /**
   * What to say after the first sample; an environment that is not as it should be if what was
   * given by number is not there.
   */
  List<String> first(ProcessTable table) {
    if (isEmpty(table) && choice instanceof ProcessChoice.Pids pids) {
      throw CommandException.environment(
          table.unread() > 0
              ? "process " + pids + " is not shown to this user"
              : "no process " + pids);
    }
    names =
        choice instanceof ProcessChoice.Pids
            ? table.processes().stream().map(ProcessEntry::name).collect(Collectors.joining(", "))
            : "";
    return isEmpty(table)
        ? List.of(source + ": there is no such process yet; waiting for one")
        : after(table);
  }

  /** What to say after another sample. */
  List<String> after(ProcessTable table) {
    if (isEmpty(table)) {
      if (choice instanceof ProcessChoice.Pids pids && !haveEnded) {
        haveEnded = true;
        return List.of("process " + pids + " (" + names + ") has ended");
      }
    } else if (isIoLookedFor) {
      isIoLookedFor = false;
      return ofIo(table);
    }
    return List.of();
  }

  private static boolean isEmpty(ProcessTable table) {
    return table.processCount() == 0;
  }

  private List<String> ofIo(ProcessTable table) {
    long all = table.processCount();
    long hidden = table.processes().stream().filter(ProcessNews::hasNoIo).count();
    return hidden == 0
        ? List.of()
        : List.of(
            source
                + ": io of "
                + (all == 1 ? "the process" : hidden + " of " + all + " processes")
                + " is not shown to this user: what they read and write is absent");
  }

  private static boolean hasNoIo(ProcessEntry process) {
    return process.amount(ProcessIo.RCHAR).isEmpty();
  }

  /** Whether no process can come any more. */
  boolean haveEnded() {
    return haveEnded;
  }
}

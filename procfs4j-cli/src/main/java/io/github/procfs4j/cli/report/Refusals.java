package io.github.procfs4j.cli.report;

import io.github.procfs4j.process.ProcessFile;
import io.github.procfs4j.sampling.Outcome;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.ToLongBiFunction;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/** Why processes, or files of theirs, could not be read, each with its reason. */
public final class Refusals {
  /** All except that a process has no memory: a kernel thread has none to report. */
  private static final List<Outcome> REASONS =
      List.of(
          Outcome.ABSENT, Outcome.DENIED, Outcome.NO_DESCRIPTOR, Outcome.MALFORMED, Outcome.FAILED);

  private Refusals() {}

  /**
   * Why processes that are listed are missing.
   *
   * @param unread how many could not be read for a reason
   */
  public static List<Remark> ofProcesses(ToLongFunction<Outcome> unread) {
    return REASONS.stream()
        .filter(reason -> unread.applyAsLong(reason) > 0)
        .map(
            reason -> {
              long count = unread.applyAsLong(reason);
              return new Remark(
                  Remark.kind(reason),
                  List.of(),
                  count,
                  0,
                  "%,d processes or threads could not be read: %s".formatted(count, reason.text()));
            })
        .toList();
  }

  /**
   * Which files are missing of how many processes, and why; those alike in one remark.
   *
   * @param files those that were asked for
   * @param all how many processes there are
   * @param refused of how many of them a file could not be read for a reason
   */
  public static List<Remark> ofFiles(
      Collection<ProcessFile> files, long all, ToLongBiFunction<ProcessFile, Outcome> refused) {
    SequencedMap<Refusal, List<ProcessFile>> alike = new LinkedHashMap<>();
    for (ProcessFile file : files) {
      for (Outcome reason : REASONS) {
        long count = refused.applyAsLong(file, reason);
        if (count > 0) {
          // Of one process its threads count, too: it is one all the same.
          Refusal refusal = new Refusal(reason, all == 1 ? 1 : count);
          alike.computeIfAbsent(refusal, key -> new ArrayList<>()).add(file);
        }
      }
    }
    return alike.entrySet().stream()
        .map(entry -> entry.getKey().remark(entry.getValue(), all))
        .toList();
  }

  /** Of so many processes a file could not be read for a reason. */
  private record Refusal(Outcome reason, long count) {
    Remark remark(List<ProcessFile> files, long all) {
      String names =
          files.stream().map(file -> name(file, reason)).collect(Collectors.joining(", "));
      return new Remark(
          Remark.kind(reason),
          files.stream().map(ProcessFile::fileName).toList(),
          count,
          all,
          "%s of %s could not be read: %s"
              .formatted(
                  names,
                  all == 1 ? "the process" : "%,d of %,d processes".formatted(count, all),
                  reason.text()));
    }
  }

  /** A file and, if there is none, what it would take. */
  private static String name(ProcessFile file, Outcome reason) {
    String requires = file.file().source().requires();
    return file.fileName()
        + (reason == Outcome.ABSENT && !requires.isEmpty() ? " (needs " + requires + ")" : "");
  }
}

package io.github.procfs4j.cli.report;

import io.github.procfs4j.processes.ProcessFile;
import io.github.procfs4j.sampling.Outcome;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.ToLongBiFunction;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/** Why processes or their files could not be read. */
public final class Refusals {
  /** All reasons except that a process has no memory: for a kernel thread nothing is missing. */
  private static final List<Outcome> REASONS =
      List.of(
          Outcome.ABSENT, Outcome.DENIED, Outcome.NO_DESCRIPTOR, Outcome.MALFORMED, Outcome.FAILED);

  private Refusals() {}

  /**
   * Why listed processes are missing.
   *
   * @param unread the number that could not be read for a reason
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
                  "%,d processes or threads could not be read: %s".formatted(count, text(reason)));
            })
        .toList();
  }

  /**
   * Which files are missing for how many processes, and why; similar ones share a remark.
   *
   * @param files the requested files
   * @param all the number of processes
   * @param refused the number of them for which a file could not be read for a reason
   */
  public static List<Remark> ofFiles(
      Collection<ProcessFile> files, long all, ToLongBiFunction<ProcessFile, Outcome> refused) {
    SequencedMap<Refusal, List<ProcessFile>> alike = new LinkedHashMap<>();
    for (ProcessFile file : files) {
      for (Outcome reason : REASONS) {
        long count = refused.applyAsLong(file, reason);
        if (count > 0) {
          // For a single process, its threads count too, but it is one process nevertheless.
          Refusal refusal = new Refusal(reason, all == 1 ? 1 : count);
          alike.computeIfAbsent(refusal, key -> new ArrayList<>()).add(file);
        }
      }
    }
    return alike.entrySet().stream()
        .map(entry -> entry.getKey().remark(entry.getValue(), all))
        .toList();
  }

  /** Whether a file of at least one process could not be read. */
  static boolean isRefused(ProcessFile file, ToLongBiFunction<ProcessFile, Outcome> refused) {
    return REASONS.stream().anyMatch(reason -> refused.applyAsLong(file, reason) > 0);
  }

  /** The number of processes for which a file could not be read, and the reason. */
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
                  text(reason)));
    }
  }

  /** The reason in words: processes are counted together, of which each may have another error. */
  public static String text(Outcome reason) {
    return reason == Outcome.FAILED ? "an error of reading, or not a regular file" : reason.text();
  }

  /** A file and, if it does not exist, what it requires. */
  private static String name(ProcessFile file, Outcome reason) {
    String requires = file.file().source().requires();
    return file.fileName()
        + (reason == Outcome.ABSENT && !requires.isEmpty() ? " (needs " + requires + ")" : "");
  }
}

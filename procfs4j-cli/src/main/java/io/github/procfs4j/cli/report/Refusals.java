package io.github.procfs4j.cli.report;

import io.github.procfs4j.process.ProcessFile;
import io.github.procfs4j.sampling.Outcome;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongBiFunction;
import java.util.function.ToLongFunction;

/** Why processes, or files of theirs, could not be read, in sentences without an end. */
public final class Refusals {
  /** All but that a process has no memory: nobody misses that of a kernel thread. */
  private static final List<Outcome> REASONS =
      List.of(
          Outcome.ABSENT, Outcome.DENIED, Outcome.NO_DESCRIPTOR, Outcome.MALFORMED, Outcome.FAILED);

  private Refusals() {}

  /**
   * Why processes that are listed are missing.
   *
   * @param unread how many could not be read for a reason
   */
  public static List<String> ofProcesses(ToLongFunction<Outcome> unread) {
    return REASONS.stream()
        .filter(reason -> unread.applyAsLong(reason) > 0)
        .map(
            reason ->
                "%,d processes or threads could not be read: %s"
                    .formatted(unread.applyAsLong(reason), reason.text()))
        .toList();
  }

  /**
   * Which files are missing of how many processes, and why; those alike in one sentence.
   *
   * @param files those that were asked for
   * @param all how many processes there are
   * @param refused of how many of them a file could not be read for a reason
   */
  public static List<String> ofFiles(
      Collection<ProcessFile> files, long all, ToLongBiFunction<ProcessFile, Outcome> refused) {
    Map<String, List<String>> alike = new LinkedHashMap<>();
    for (ProcessFile file : files) {
      for (Outcome reason : REASONS) {
        long count = refused.applyAsLong(file, reason);
        if (count > 0) {
          String text =
              " of %s could not be read: %s"
                  .formatted(
                      all == 1 ? "the process" : "%,d of %,d processes".formatted(count, all),
                      reason.text());
          alike.computeIfAbsent(text, key -> new ArrayList<>()).add(name(file, reason));
        }
      }
    }
    return alike.entrySet().stream()
        .map(e -> String.join(", ", e.getValue()) + e.getKey())
        .toList();
  }

  /** A file and, if there is none, what it would take. */
  private static String name(ProcessFile file, Outcome reason) {
    String requires = file.file().source().requires();
    return file.fileName()
        + (reason == Outcome.ABSENT && !requires.isEmpty() ? " (needs " + requires + ")" : "");
  }
}

package io.github.procfs4j.process;

import io.github.procfs4j.model.Layout;
import io.github.procfs4j.model.Row;
import io.github.procfs4j.model.Source;
import io.github.procfs4j.model.Table;
import io.github.procfs4j.sampling.FileReading;
import io.github.procfs4j.sampling.Printing;
import io.github.procfs4j.sampling.SampledFile;
import io.github.procfs4j.sampling.View;
import io.github.procfs4j.text.Cursor;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * {@code /proc/<pid>/limits}: the resource limits of a process.
 *
 * <pre>
 * Limit                     Soft Limit           Hard Limit           Units
 * Max cpu time              unlimited            unlimited            seconds
 * Max open files            1024                 4096                 files
 * Max nice priority         0                    0
 * </pre>
 *
 * <p>A row for each limit, identified by its name without {@code Max}. What is unlimited has no
 * number: the label {@code unlimited} names it, {@code soft}, {@code hard} or both. {@code
 * fs/proc/base.c} ({@code proc_pid_limits}), proc_pid_limits(5), getrlimit(2).
 */
public final class ProcessLimits extends View {
  private static final String UNLIMITED = "unlimited";
  private static final Table LIMIT =
      Table.of("limit", "limit").describedBy("unit").describedBy(UNLIMITED);

  /** The limits that kernels are known to print. Their names end where the numbers begin. */
  private static final Set<List<String>> NAMES =
      Stream.of(
              "cpu time",
              "file size",
              "data size",
              "stack size",
              "core file size",
              "resident set",
              "processes",
              "open files",
              "locked memory",
              "address space",
              "file locks",
              "pending signals",
              "msgqueue size",
              "nice priority",
              "realtime priority",
              "realtime timeout")
          .map(name -> List.of(name.split(" ", -1)))
          .collect(Collectors.toUnmodifiableSet());

  private static final int LONGEST_NAME = 3;

  private static final String HEADING = "Limit[ \t]+Soft Limit[ \t]+Hard Limit[ \t]+Units";

  /** The file as a source; its root is the directory of the process, {@code /proc/<pid>}. */
  public static final SampledFile<ProcessLimits> FILE =
      new SampledFile<>(
          new Source(
              "pid/limits",
              "The resource limits of a process",
              Source.Mode.SAMPLED,
              "2.6.24",
              "",
              "",
              "proc_pid_limits(5), getrlimit(2), fs/proc/base.c"),
          Printing.ONE_CALL,
          ProcessLimits::parse,
          List.of(),
          ProcessLimits::new,
          process -> process.resolve("limits"));

  private ProcessLimits(FileReading reading) {
    super(reading);
  }

  private static void parse(Cursor in, Layout.Builder out) {
    in.expectText();
    out.table(LIMIT);
    boolean[] isHead = {true};
    in.eachLine(
        line -> {
          if (isHead[0]) {
            isHead[0] = false;
            if (!line.lineAhead().strip().matches(HEADING)) {
              throw line.malformed("the heading \u00abLimit Soft Limit Hard Limit Units\u00bb");
            }
            line.rest();
          } else {
            limit(line, out);
          }
        });
  }

  private static void limit(Cursor line, Layout.Builder out) {
    List<String> words = List.of(line.lineAhead().strip().split("[ \t]+", -1));
    int length = lengthOfName(words);
    if (!words.getFirst().equals("Max") || length == 0 || words.size() < 1 + length + 2) {
      throw line.malformed("a name that begins with \u00abMax\u00bb, and two limits");
    }
    for (int i = 0; i <= length; i++) {
      line.word();
    }
    boolean isSoft = isNumber(line);
    int soft = isSoft ? line.unsigned() : Cursor.NONE;
    boolean isHard = isNumber(line);
    int hard = isHard ? line.unsigned() : Cursor.NONE;
    String unlimited = isSoft && isHard ? "" : isSoft ? "hard" : isHard ? "soft" : "soft, hard";
    String name = String.join(" ", words.subList(1, 1 + length));
    out.newRow(LIMIT, name, line.rest().strip(), unlimited)
        .cell(ProcessLimitsColumns.SOFT, soft)
        .cell(ProcessLimitsColumns.HARD, hard);
  }

  /**
   * The number of words of the name, which follow the first one. An unknown name ends before two
   * limits; 0 if there are none.
   */
  private static int lengthOfName(List<String> words) {
    for (int length = LONGEST_NAME; length > 0; length--) {
      if (words.size() > length && NAMES.contains(words.subList(1, 1 + length))) {
        return length;
      }
    }
    for (int i = 2; i + 1 < words.size(); i++) {
      if (isLimit(words.get(i)) && isLimit(words.get(i + 1))) {
        return i - 1;
      }
    }
    return 0;
  }

  private static boolean isLimit(String word) {
    return word.equals(UNLIMITED) || (word.charAt(0) >= '0' && word.charAt(0) <= '9');
  }

  /** Whether a number is next, valid or not; skips the word {@code unlimited}. */
  private static boolean isNumber(Cursor line) {
    boolean isUnlimited = line.wordAhead().equals(UNLIMITED);
    if (isUnlimited) {
      line.word();
    }
    return !isUnlimited;
  }

  /** {@return the limits, in the order of the text} */
  public List<Row> limits() {
    return rows(LIMIT);
  }

  /**
   * {@return the row of a limit; empty if this kernel does not print it}
   *
   * @param name the kernel's name without {@code Max}, such as {@code open files}
   */
  public Optional<Row> limit(String name) {
    Objects.requireNonNull(name, "name");
    return limits().stream().filter(row -> row.label("limit").equals(name)).findFirst();
  }

  /**
   * {@return the unit of a limit, such as {@code bytes}; empty for priorities}
   *
   * @param limit a row of {@link #limits}
   */
  public static String unit(Row limit) {
    return limit.label("unit");
  }

  /**
   * {@return the limit that the kernel enforces; empty if there is none}
   *
   * @param limit a row of {@link #limits}
   */
  public OptionalLong soft(Row limit) {
    return amount(limit, ProcessLimitsColumns.SOFT);
  }

  /**
   * {@return the limit up to which the process may raise the soft limit; empty if there is none}
   *
   * @param limit a row of {@link #limits}
   */
  public OptionalLong hard(Row limit) {
    return amount(limit, ProcessLimitsColumns.HARD);
  }
}

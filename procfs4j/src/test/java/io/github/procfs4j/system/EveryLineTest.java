package io.github.procfs4j.system;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.procfs4j.model.Layout;
import io.github.procfs4j.model.Row;
import io.github.procfs4j.sampling.SampledFile;
import io.github.procfs4j.sampling.Snapshot;
import io.github.procfs4j.testing.Corpus;
import io.github.procfs4j.text.Words;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * For files whose lines come and go: every line of every text is represented completely. Each
 * number is in the cell, and each word in the label, in which a separate, naive parser puts it, and
 * there is nothing else.
 *
 * <p>What carries no information is not represented: headings, rules, the words "nsecs" and "MHz",
 * and the name of a value after it, as in {@code 1 (logarithmic)}.
 */
class EveryLineTest {
  /** The files, and how the naive parser reads each. */
  private static final Map<String, Naive> NAIVE =
      Map.of(
          "locks", EveryLineTest::locks,
          "timer_list", EveryLineTest::timerList,
          "sched_debug", EveryLineTest::schedDebug);

  private interface Naive {
    void read(String text, Found found);
  }

  /**
   * The result: cells by row and column, and rows, including those without cells, by their text.
   */
  private static final class Found {
    final Map<String, Long> cells = new LinkedHashMap<>();
    final List<String> rows = new ArrayList<>();
    private final Map<String, Integer> times = new HashMap<>();

    /** A separate row, even if others are identical. */
    String row(String table, String labels) {
      int before = times.merge(table + labels, 1, Integer::sum) - 1;
      String row = table + "[" + labels + (before > 0 ? " #" + (before + 1) : "") + "]";
      rows.add(row);
      return row;
    }

    void cell(String row, String column, String number) {
      cells.put(row + "." + column, new BigInteger(number.replace(".", "")).longValue());
    }
  }

  static Stream<Corpus.Text> texts() {
    return Corpus.texts().filter(text -> Corpus.CHURNING.contains(text.file()));
  }

  @ParameterizedTest
  @MethodSource("texts")
  void isToldInFull(Corpus.Text text) {
    SampledFile<?> file =
        SystemFiles.ALL.stream()
            .filter(each -> each.source().name().equals(text.file()))
            .findFirst()
            .orElseThrow();
    Snapshot reading = Snapshot.of(file, text.tree());
    assertThat(reading.problems()).isEmpty();
    Found found = new Found();
    Objects.requireNonNull(NAIVE.get(text.file()))
        .read(new String(text.bytes(), ISO_8859_1), found);
    assertThat(cells(reading)).isEqualTo(found.cells);
    assertThat(
            reading.layout().tables().stream()
                .map(Layout.TableLayout::rows)
                .flatMap(List::stream)
                .map(EveryLineTest::text))
        .containsExactlyInAnyOrderElementsOf(found.rows);
  }

  private static Map<String, Long> cells(Snapshot reading) {
    Map<String, Long> cells = new LinkedHashMap<>();
    Layout layout = reading.layout();
    for (int cell = 0; cell < layout.cells(); cell++) {
      cells.put(text(layout.row(cell)) + "." + layout.column(cell), reading.value(cell));
    }
    return cells;
  }

  /** A row with all of its labels, empty ones too. */
  private static String text(Row row) {
    String labels =
        row.table().labels().stream()
            .map(label -> label + "=" + row.label(label))
            .collect(Collectors.joining(" "));
    String repeat = row.repeat() > 0 ? " #" + (row.repeat() + 1) : "";
    return row.table().name() + "[" + labels + repeat + "]";
  }

  /** Only numbers in signed columns are negative: others may be near 2^64. */
  @ParameterizedTest
  @MethodSource("texts")
  void isSignedWhereItIsNegative(Corpus.Text text) {
    SampledFile<?> file =
        SystemFiles.ALL.stream()
            .filter(each -> each.source().name().equals(text.file()))
            .findFirst()
            .orElseThrow();
    Snapshot reading = Snapshot.of(file, text.tree());
    Layout layout = reading.layout();
    for (int cell = 0; cell < layout.cells(); cell++) {
      if (reading.value(cell) < 0) {
        assertThat(layout.column(cell).signed()).as(layout.column(cell).name()).isTrue();
      }
      assertThat(layout.column(cell).meaning())
          .as(layout.row(cell) + "." + layout.column(cell))
          .doesNotContain("not described");
    }
  }

  /** The trees contain no names of processes. */
  private static void locks(String text, Found found) {
    List<String> path = new ArrayList<>();
    List<String> owners = new ArrayList<>();
    for (String line : text.lines().toList()) {
      String[] half = line.split(":", 2);
      int depth = half[1].contains("->") ? half[1].indexOf("->") : 0;
      String[] words = half[1].replace("->", "").strip().split(" +", -1);
      assertThat(words).as(line).hasSize(7);
      String labels =
          "kind=%s mode=%s access=%s pid=%s file=%s start=%s end=%s".formatted((Object[]) words);
      path.subList(depth, path.size()).clear();
      owners.subList(depth, owners.size()).clear();
      owners.add(words[3].equals("-1") ? "an open file" : "?(" + words[3] + ")");
      String row =
          depth == 0
              ? found.row("lock", labels + " process= path=")
              : found.row(
                  "waiter",
                  labels
                      + " depth="
                      + depth
                      + " waits_for="
                      + path.get(depth - 1)
                      + " process= chain="
                      + String.join(" <- ", owners.reversed())
                      + " path=");
      found.cell(row, "number", half[0]);
      path.add(String.join(" ", words));
    }
  }

  private static final Pattern EXPIRY =
      Pattern.compile(
          " # expires at ([0-9]+)-([0-9]+) nsecs \\[in (-?[0-9]+) to (-?[0-9]+) nsecs]");

  private static void timerList(String text, Found found) {
    String cpu = "";
    String clock = "";
    String device = "";
    String mode = "";
    String row = "";
    String timer = "";
    for (String line : text.lines().toList()) {
      String[] half = line.strip().split(": *", 2);
      Matcher expiry = EXPIRY.matcher(line);
      if (line.startsWith("Timer List Version")) {
        row = found.row("header", "version=" + half[1]);
      } else if (line.startsWith("now at")) {
        found.cell(row, "now", line.split(" ", -1)[2]);
      } else if (line.startsWith("cpu: ")) {
        cpu = half[1];
        row = found.row("cpu", "cpu=" + cpu);
      } else if (line.startsWith(" clock ")) {
        clock = half[0].substring(6);
        row = found.row("clock", "cpu=" + cpu + " clock=" + clock);
      } else if (line.equals("active timers:")) {
        row = "cpu[cpu=" + cpu + "]";
      } else if (expiry.matches()) {
        found.cell(timer, "soft_expires", expiry.group(1));
        found.cell(timer, "expires", expiry.group(2));
        found.cell(timer, "soft_in", expiry.group(3));
        found.cell(timer, "in", expiry.group(4));
      } else if (line.startsWith(" #")) {
        String[] words = half[1].split(", ", -1);
        timer =
            found.row(
                "timer",
                "cpu=%s clock=%s function=%s timer=%s"
                    .formatted(cpu, clock, words[1], words[0].replaceAll("[<>]", "")));
        if (!found.rows.contains("timers_of[function=" + words[1] + "]")) {
          found.row("timers_of", "function=" + words[1]);
        }
        found.cell(timer, "position", half[0].substring(1));
        found.cell(timer, "state", words[2].substring(2));
      } else if (line.startsWith("Tick Device")) {
        mode = half[1].replaceAll("[^0-9]", "");
      } else if (line.startsWith("Per CPU device")) {
        cpu = half[1];
      } else if (line.equals("Broadcast device")) {
        cpu = "broadcast";
      } else if (line.startsWith("Clock Event Device")) {
        device = half[1];
        row = found.row("device", "cpu=" + cpu + " device=" + device);
        found.cell(row, "tick_mode", mode);
      } else if (line.startsWith("tick_broadcast")) {
        assertThat(half[1]).as("CPUs of one word of the mask").hasSizeLessThan(9);
        found.cell(found.row("broadcast", "mask=" + half[0]), "cpus0", hexadecimal(half[1]));
      } else if (half.length == 2) {
        String name = half[0].strip().replaceFirst("^\\.", "");
        String number = half[1].replace(" nsecs", "");
        if (name.equals("base")) {
          found.cell(row, name, hexadecimal(number));
        } else if (number.matches("[0-9]+")) {
          found.cell(row, name, number);
        } else {
          String of = row.startsWith("clock") ? "clock " + clock : device;
          found.row(
              "function", "cpu=%s of=%s role=%s function=%s".formatted(cpu, of, name, half[1]));
        }
      } else {
        assertThat(line).isEmpty();
      }
    }
  }

  private static String hexadecimal(String number) {
    return new BigInteger(number, 16).toString();
  }

  private static final Pattern QUEUE = Pattern.compile("\n([a-z]+_rq)\\[([0-9]+)]:(.*)\n");

  /** A task of Linux 6.1, and of 6.12: everything after the name is recognized by its form. */
  private static final String FIXED = " +(-?[0-9]+[.][0-9]{6})";

  private static final String INT = " +(-?[0-9]+)";

  private static final Pattern OLD_TASK =
      Pattern.compile(
          "\n([> ].) (.{15})"
              + INT
              + FIXED
              + INT
              + INT
              + FIXED.repeat(4)
              + "(?:"
              + INT
              + INT
              + ")? (/.*)",
          Pattern.DOTALL);

  private static final List<String> OLD_COLUMNS =
      List.of(
          "tree-key",
          "switches",
          "prio",
          "wait-time",
          "sum-exec",
          "sum-sleep",
          "sum-block",
          "node",
          "group-id");

  private static final Pattern NEW_TASK =
      Pattern.compile(
          "\n([> ].) (.{15})"
              + INT
              + FIXED
              + " +([EN])"
              + FIXED
              + "( S)?"
              + FIXED.repeat(2)
              + INT.repeat(2)
              + FIXED.repeat(3)
              + INT.repeat(2)
              + " +(/.*)",
          Pattern.DOTALL);

  private static final List<String> NEW_COLUMNS =
      List.of(
          "vruntime",
          "",
          "deadline",
          "",
          "slice",
          "sum-exec",
          "switches",
          "prio",
          "wait-time",
          "sum-sleep",
          "sum-block",
          "node",
          "group-id");

  private static void schedDebug(String text, Found found) {
    String[] head = text.split("\n", 2)[0].split(": |, ", -1);
    String row = found.row("header", "version=" + head[1] + " kernel=" + head[2]);
    values(row, text.substring(0, text.indexOf("\ncpu#")).split("\n", 2)[1], found);
    for (String block : text.substring(text.indexOf("\ncpu#")).split("\ncpu#", -1)) {
      if (!block.isEmpty()) {
        cpu(block, found);
      }
    }
  }

  private static void cpu(String block, Found found) {
    String[] head = block.split("\n", 2)[0].split(", | MHz", -1);
    String row = found.row("cpu", "cpu=" + head[0]);
    if (head.length > 1) {
      found.cell(row, "MHz", head[1]);
    }
    int tasks = block.indexOf("\nrunnable tasks:");
    String queues = block.substring(0, tasks).split("\n", 2)[1] + "\n";
    Matcher queue = QUEUE.matcher(queues);
    int from = 0;
    while (queue.find()) {
      values(row, queues.substring(from, queue.start()), found);
      String cpu = "cpu=" + queue.group(2);
      row =
          found.row(
              queue.group(1),
              queue.group(1).equals("dl_rq") ? cpu : cpu + " group=" + queue.group(3));
      from = queue.end();
    }
    values(row, queues.substring(from), found);
    // A task begins where a line begins with a state; its name may hold newlines.
    String list = block.substring(block.indexOf("\n---", tasks) + 1);
    list = list.substring(list.indexOf('\n')).stripTrailing();
    for (String task : list.split("(?=\n[> ][A-Za-z] )", -1)) {
      task(head[0], task, found);
    }
  }

  private static void task(String cpu, String task, Found found) {
    boolean isOld = OLD_TASK.matcher(task).matches();
    Matcher matcher = (isOld ? OLD_TASK : NEW_TASK).matcher(task);
    assertThat(matcher.matches()).as(task).isTrue();
    List<String> columns = isOld ? OLD_COLUMNS : NEW_COLUMNS;
    byte[] bytes = matcher.group(2).replaceFirst("^ *", "").getBytes(ISO_8859_1);
    String labels = "pid=" + matcher.group(3) + " task=" + Words.of(bytes, 0, bytes.length);
    String row = found.row("task", labels);
    StringBuilder flags = new StringBuilder();
    for (int i = 0; i < columns.size(); i++) {
      String value = matcher.group(4 + i);
      if (value == null) {
        continue; // without flag, or a kernel without NUMA balancing
      }
      if (!columns.get(i).isEmpty()) {
        found.cell(row, columns.get(i), value);
      } else {
        flags.append(flags.isEmpty() ? "" : " ").append(value.strip());
      }
    }
    found.row(
        "placement",
        "%s cpu=%s state=%s flags=%s group=%s"
            .formatted(
                labels, cpu, matcher.group(1).strip(), flags, matcher.group(4 + columns.size())));
  }

  private static void values(String row, String lines, Found found) {
    for (String line : lines.lines().toList()) {
      if (!line.isEmpty() && !line.equals("sysctl_sched")) {
        String[] half = line.strip().replaceFirst("^\\.", "").split(" *: ", 2);
        found.cell(row, half[0], half[1].replaceFirst(" \\(logarithmic\\)", ""));
      }
    }
  }
}

package io.github.procfs4j.system;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.procfs4j.Procfs;
import io.github.procfs4j.model.Column;
import io.github.procfs4j.model.Layout;
import io.github.procfs4j.model.Unit;
import io.github.procfs4j.sampling.SampledFile;
import io.github.procfs4j.sampling.Snapshot;
import io.github.procfs4j.testing.Corpus;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every number of every text is in exactly one cell, under the name that a separate, naive parser
 * gives it, and there is nothing else.
 */
class EveryNumberTest {
  /** A number that stands for itself: not within the name of a CPU, a device or a key. */
  private static final Pattern NUMBER = Pattern.compile("(?<=[ \t\n:=(]|^)-?[0-9.]+(?=[ \t\n,)])");

  /**
   * A text without the words that become labels and may be numbers: the number of an interrupt at
   * its chip, and the rest of its text; the version of schedstat and the masks of its domains; the
   * number of a node or CPU, the orders in a heading; the version of slabinfo; the numbers of a
   * shared memory segment and its users. The comparison of cells checks that they are in the labels
   * of the row.
   */
  private static String withoutLabels(String file, String text) {
    return switch (file) {
      case "interrupts" -> text.replaceAll("(?m)^( *[^:\n]+:[ 0-9]*).*", "$1 ");
      case "schedstat" -> text.replaceAll("(?m)^(version|domain[0-9]+) [0-9a-f,]+", "$1");
      case "buddyinfo" -> text.replaceAll("Node +[0-9]+,", "");
      case "pagetypeinfo" -> text.replaceAll("Node +[0-9]+,|migrate type at order.*", "");
      case "zoneinfo" -> text.replaceAll("Node +[0-9]+,|cpu: [0-9]+", "");
      case "slabinfo" -> text.replace("version: 2.1", "");
      case "sysvipc/shm" -> NaiveSysctls.withoutLabels(text);
      default -> text;
    };
  }

  private static final List<String> MODES =
      List.of(
          "user",
          "nice",
          "system",
          "idle",
          "iowait",
          "irq",
          "softirq",
          "steal",
          "guest",
          "guest_nice");

  private static final List<String> SOFTIRQS =
      List.of(
          "HI",
          "TIMER",
          "NET_TX",
          "NET_RX",
          "BLOCK",
          "IRQ_POLL",
          "TASKLET",
          "SCHED",
          "HRTIMER",
          "RCU");

  private static final List<String> DISK =
      List.of(
          "major",
          "minor",
          "",
          "reads_completed",
          "reads_merged",
          "sectors_read",
          "time_reading",
          "writes_completed",
          "writes_merged",
          "sectors_written",
          "time_writing",
          "in_flight",
          "time_io",
          "weighted_time_io",
          "discards_completed",
          "discards_merged",
          "sectors_discarded",
          "time_discarding",
          "flushes_completed",
          "time_flushing");

  /**
   * The texts without {@link Corpus#CHURNING}, which have many numbers in labels: see {@link
   * EveryLineTest}.
   */
  static Stream<Corpus.Text> texts() {
    return Corpus.texts().filter(text -> Corpus.STEADY.contains(text.file()));
  }

  private static SampledFile<?> file(String name) {
    return Procfs.sampledFiles().stream()
        .filter(file -> file.source().name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @ParameterizedTest
  @MethodSource("texts")
  void isInTheCellThatANaiveParserPutsItIn(Corpus.Text text) {
    String string = new String(text.bytes(), ISO_8859_1);
    Snapshot reading = Snapshot.of(file(text.file()), text.tree());
    assertThat(Tree.cells(reading)).isEqualTo(naive(text.file(), string));
    assertThat(reading.problems()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("texts")
  void isACellInTheOrderOfTheText(Corpus.Text text) {
    String string = new String(text.bytes(), ISO_8859_1);
    Snapshot reading = Snapshot.of(file(text.file()), text.tree());
    List<String> numbers =
        text.file().equals("net/softnet_stat")
            ? NaiveNet.softnetNumbers(string)
            : NUMBER
                .matcher(withoutLabels(text.file(), string))
                .results()
                .map(match -> match.group())
                .toList();
    assertThat(numbers).hasSizeGreaterThan(text.file().endsWith("sched_schedstats") ? 0 : 1);
    assertThat(reading.layout().cells()).isEqualTo(numbers.size());
    for (int cell = 0; cell < numbers.size(); cell++) {
      Column column = reading.layout().column(cell);
      Unit unit = column.unit();
      assertThat(unit.exactAmount(reading.value(cell), column.signed()))
          .as(numbers.get(cell))
          .isEqualByComparingTo(
              new java.math.BigDecimal(numbers.get(cell))
                  .multiply(java.math.BigDecimal.valueOf(unit.factor())));
    }
  }

  @ParameterizedTest
  @MethodSource("texts")
  void isInARowAndAColumnOfItsTable(Corpus.Text text) {
    Layout layout = Snapshot.of(file(text.file()), text.tree()).layout();
    for (int cell = 0; cell < layout.cells(); cell++) {
      Layout.TableLayout table = layout.table(layout.row(cell).table().name()).orElseThrow();
      assertThat(table.rows()).contains(layout.row(cell));
      assertThat(table.columns()).contains(layout.column(cell));
      assertThat(layout.cell(layout.row(cell), layout.column(cell))).isEqualTo(cell);
    }
  }

  private static Map<String, Long> naive(String file, String text) {
    if (NaiveCounts.isOf(file)) {
      return NaiveCounts.cells(file, text);
    }
    if (file.startsWith("net/")) {
      return NaiveNet.cells(file, text);
    }
    if (file.startsWith("sys")) {
      return NaiveSysctls.cells(file, text);
    }
    return switch (file) {
      case "swaps" -> MemoryTexts.swaps(text);
      case "buddyinfo" -> MemoryTexts.buddyinfo(text);
      case "pagetypeinfo" -> MemoryTexts.pagetypeinfo(text);
      case "zoneinfo" -> MemoryTexts.zoneinfo(text);
      case "slabinfo" -> MemoryTexts.slabinfo(text);
      default -> byLine(file, text);
    };
  }

  private static Map<String, Long> byLine(String file, String text) {
    Map<String, Long> cells = new LinkedHashMap<>();
    for (String line : text.lines().toList()) {
      String[] field = line.strip().split("[ :]+", -1);
      switch (file) {
        case "stat" -> stat(cells, field);
        case "meminfo" -> cells.put("meminfo[]." + field[0], Long.parseLong(field[1]));
        case "vmstat" -> cells.put("vmstat[]." + field[0], Long.parseUnsignedLong(field[1]));
        case "diskstats" -> {
          for (int i = 0; i < field.length; i++) {
            if (i != 2) {
              cells.put("disk[device=" + field[2] + "]." + DISK.get(i), Long.parseLong(field[i]));
            }
          }
        }
        default -> {
          cells.put("uptime[].uptime", Math.round(Double.parseDouble(field[0]) * 100));
          cells.put("uptime[].idle", Math.round(Double.parseDouble(field[1]) * 100));
        }
      }
    }
    return cells;
  }

  private static void stat(Map<String, Long> cells, String[] field) {
    if (field[0].startsWith("cpu")) {
      String cpu = field[0].equals("cpu") ? "all" : field[0].substring(3);
      for (int i = 1; i < field.length; i++) {
        cells.put("cpu[cpu=" + cpu + "]." + MODES.get(i - 1), Long.parseLong(field[i]));
      }
      return;
    }
    cells.put("system[]." + field[0], Long.parseLong(field[1]));
    for (int i = 2; i < field.length; i++) {
      String row =
          field[0].equals("intr")
              ? "interrupt[irq=" + (i - 2)
              : "softirq[softirq=" + SOFTIRQS.get(i - 2);
      cells.put(row + "].count", Long.parseLong(field[i]));
    }
  }
}

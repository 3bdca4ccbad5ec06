package io.github.procfs4j.process;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.procfs4j.sampling.Snapshot;
import io.github.procfs4j.text.MalformedTextException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@SuppressWarnings("NullAway") // what is missing fails the test
class ProcessSchedTest {
  private static final String RULE = "-".repeat(67) + "\n";

  @TempDir Path root;

  static Stream<String> variants() {
    return ProcessTrees.variants();
  }

  private Snapshot read(String text) {
    ProcessTrees.write(root.resolve("sched"), text.getBytes(ISO_8859_1));
    return Snapshot.of(ProcessSched.FILE, root);
  }

  private ProcessSched view() {
    return ProcessSched.FILE.read(root);
  }

  private static Map<String, BigDecimal> cells(Snapshot reading) {
    Map<String, BigDecimal> cells = new LinkedHashMap<>();
    for (int cell = 0; cell < reading.layout().cells(); cell++) {
      var column = reading.layout().column(cell);
      String row = String.join("", reading.layout().row(cell).labels());
      cells.put(
          row + column.name(),
          column.unit().exactAmount(reading.value(cell), column.signed()).stripTrailingZeros());
    }
    return cells;
  }

  /** Splits lines, and knows nothing of the form of numbers. */
  private static Map<String, BigDecimal> naive(String text) {
    Map<String, BigDecimal> cells = new LinkedHashMap<>();
    String head = text.substring(0, text.indexOf("\n---"));
    put(cells, "threads", head.substring(head.lastIndexOf(' ') + 1, head.length() - 1));
    for (String line : text.substring(text.indexOf(RULE) + RULE.length()).lines().toList()) {
      if (line.contains(":")) {
        put(cells, line.split(":", -1)[0].strip(), line.split(":", -1)[1].strip());
        continue;
      }
      String node = "";
      for (String pair : line.replace(",", "").split(" ", -1)) {
        String[] words = pair.split("=", -1);
        if (words[0].equals("node")) {
          node = words[1];
        } else if (words.length == 2) {
          put(cells, node + words[0], words[1]);
        }
      }
    }
    return cells;
  }

  private static void put(Map<String, BigDecimal> cells, String name, String number) {
    cells.put(name, new BigDecimal(number).stripTrailingZeros());
  }

  @ParameterizedTest
  @MethodSource("variants")
  void eachNumberIsWhereANaiveParserPutsIt(String variant) {
    ProcessTrees processes = ProcessTrees.of(variant);
    List<String> directories = processes.directories("sched");
    assertThat(directories).hasSizeGreaterThan(50);
    for (String directory : directories) {
      String text = new String(processes.bytes(directory + "/sched"), ISO_8859_1);
      Snapshot reading = read(text);
      assertThat(reading.problems()).as(directory).isEmpty();
      assertThat(cells(reading)).as(directory).isEqualTo(naive(text));
    }
  }

  @Test
  void namesOfEveryForm() {
    for (String name :
        List.of(
            "",
            "a\nb\tc",
            "x) R 0 0 0",
            "y (1, #threads:",
            "z (2, #threads: 5)",
            "\n---",
            "\u00ff\u001b[2J")) {
      assertThat(read(name + " (17, #threads: 3)\n" + RULE + "nr_switches  :  7\n").problems())
          .isEmpty();
      assertThat(view().amount(ProcessSchedColumns.THREADS)).as(name).hasValue(3);
      assertThat(view().amount(ProcessSchedColumns.NR_SWITCHES)).hasValue(7);
    }
  }

  @Test
  void valuesByName() {
    ProcessTrees processes = ProcessTrees.of("amd64-6.12-smp4-numa2");
    String text =
        new String(processes.bytes("s1/" + processes.pid("threads") + "/sched"), ISO_8859_1);
    read(text);
    Map<String, BigDecimal> naive = naive(text);
    assertThat(view().voluntarySwitches())
        .isEqualTo(naive.get("nr_voluntary_switches").longValueExact());
    assertThat(view().involuntarySwitches())
        .isEqualTo(naive.get("nr_involuntary_switches").longValueExact());
    assertThat(view().migrations()).isEqualTo(naive.get("se.nr_migrations").longValueExact());
    assertThat(view().nanos(ProcessSchedColumns.SE_SUM_EXEC_RUNTIME))
        .hasValue(naive.get("se.sum_exec_runtime").movePointRight(6).longValueExact());
    assertThat(view().nodes()).extracting(row -> row.label("node")).containsExactly("0", "1");
    assertThatThrownBy(() -> view().nanos(ProcessSchedColumns.NR_SWITCHES))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("nr_switches");
  }

  /** As Linux 5.15 and earlier print it. */
  @Test
  void anOldPrefixIsLeftOut() {
    read("x (1, #threads: 1)\n" + RULE + "se.statistics.wait_sum : 1.500000\n");
    assertThat(view().nanos(ProcessSchedColumns.WAIT_SUM)).hasValue(1_500_000);
  }

  @Test
  void statisticsThatAreOffAreAbsent() {
    read("x (1, #threads: 1)\n" + RULE + "nr_switches : 7\n");
    assertThat(view().nanos(ProcessSchedColumns.WAIT_SUM)).isEmpty();
    assertThat(view().nodes()).isEmpty();
  }

  @Test
  void anotherFormThanDescribedHasAnotherName() {
    Snapshot reading =
        read(
            "x (1, #threads: 1)\n"
                + RULE
                + "wait_sum : 5\nnr_switches : 5.000001\nnew : -3\nnewer : 0.5\n");
    assertThat(cells(reading))
        .containsEntry("wait_sum (whole)", new BigDecimal(5))
        .containsEntry("nr_switches (decimals)", new BigDecimal("5.000001"))
        .containsEntry("new", new BigDecimal(-3))
        .doesNotContainKeys("wait_sum", "nr_switches", "newer");
    assertThat(reading.problems()).hasSize(1); // 0.5 has not six decimals
  }

  @Test
  void aLineOfAnotherFormCostsItself() {
    Snapshot reading =
        read(
            "x (1, #threads: y)\n"
                + RULE
                + "what\nprio : 1 2\ncurrent_node=0, z\nnr_switches : 7\n");
    assertThat(reading.problems().stream().mapToInt(p -> 1 + p.more()).sum()).isEqualTo(4);
    assertThat(view().amount(ProcessSchedColumns.THREADS)).isEmpty();
    assertThat(view().amount(ProcessSchedColumns.NR_SWITCHES)).hasValue(7);
    assertThatThrownBy(() -> read("nr_switches : 7\n")).isInstanceOf(MalformedTextException.class);
  }
}

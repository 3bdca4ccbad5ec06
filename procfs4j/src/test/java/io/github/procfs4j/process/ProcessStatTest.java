package io.github.procfs4j.process;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.procfs4j.model.Column;
import io.github.procfs4j.model.Layout;
import io.github.procfs4j.sampling.Snapshot;
import io.github.procfs4j.text.MalformedTextException;
import io.github.procfs4j.text.Words;
import java.nio.file.Path;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProcessStatTest {
  /** The text after the name on a current kernel. */
  private static final String REST =
      " S 1 17 17 34816 -1 4194560 1051 5309 3 4 19 381 -1 -2 20 -5 7 0 52 2314240 456"
          + " 18446744073709551615 4198400 5785993 140723466239616 0 0 0 0 4 65538 1 0 0 17 3 0 0"
          + " 9 8 -7 6141704 6178576 35811328 140723466244042 140723466244064 140723466244064"
          + " 140723466244082 -9\n";

  /** What Linux 2.4 prints from startstack on. */
  private static final String REST_OF_2_4 = " 0 0 0 0 0 0 0 0 0 17 3\n";

  @TempDir Path root;

  private ProcessStat read(String text) {
    ProcessTrees.write(root.resolve("stat"), text.getBytes(ISO_8859_1));
    return ProcessStat.FILE.read(root);
  }

  @Test
  void tellsEachField() {
    ProcessStat stat = read("17 (init)" + REST);
    assertThat(stat.pid()).isEqualTo(17);
    assertThat(stat.comm()).isEqualTo("init");
    assertThat(stat.state()).isEqualTo('S');
    assertThat(stat.ppid()).isEqualTo(1);
    assertThat(stat.amount(ProcessStatColumns.TTY_NR)).hasValue(34816);
    assertThat(stat.amount(ProcessStatColumns.TPGID)).hasValue(-1);
    assertThat(stat.minflt()).isEqualTo(1051);
    assertThat(stat.amount(ProcessStatColumns.CMAJFLT)).hasValue(4);
    assertThat(stat.utime()).isEqualTo(19);
    assertThat(stat.stime()).isEqualTo(381);
    assertThat(stat.amount(ProcessStatColumns.CUTIME)).hasValue(-1);
    assertThat(stat.nice()).isEqualTo(-5);
    assertThat(stat.numThreads()).isEqualTo(7);
    assertThat(stat.starttime()).isEqualTo(52);
    assertThat(stat.vsize()).isEqualTo(2_314_240);
    assertThat(stat.rss()).isEqualTo(456);
    assertThat(stat.amount(ProcessStatColumns.RSSLIM).orElseThrow())
        .as("none, as 2^64 - 1")
        .isEqualTo(-1);
    assertThat(stat.amount(ProcessStatColumns.STARTCODE)).hasValue(4_198_400);
    assertThat(stat.amount(ProcessStatColumns.EXIT_SIGNAL)).hasValue(17);
    assertThat(stat.processor()).isEqualTo(3);
    assertThat(stat.amount(ProcessStatColumns.DELAYACCT_BLKIO_TICKS)).hasValue(9);
    assertThat(stat.amount(ProcessStatColumns.GUEST_TIME)).hasValue(8);
    assertThat(stat.amount(ProcessStatColumns.CGUEST_TIME)).hasValue(-7);
    assertThat(
            stat.amount(ProcessStatColumns.ARG_END).orElseThrow()
                - stat.amount(ProcessStatColumns.ARG_START).orElseThrow())
        .isEqualTo(22);
    assertThat(stat.amount(ProcessStatColumns.EXIT_CODE)).hasValue(-9);
    assertThat(ProcessStatColumns.COLUMNS).hasSize(50).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        ") (",
        "a) S 1 2 3",
        "\n",
        "new\nline\ttab",
        "x) R 0 0 0) S 1\n17 (x",
        "\\n",
        "\u001b[2J",
        "((((((("
      })
  void aNameMayHoldAnything(String comm) {
    ProcessStat stat = read("17 (" + comm + ")" + REST);
    assertThat(stat.comm()).isEqualTo(comm);
    assertThat(stat.ppid()).isEqualTo(1);
    assertThat(stat.amount(ProcessStatColumns.EXIT_CODE)).hasValue(-9);
  }

  @Test
  void aNameThatIsNotUtf8KeepsItsBytesApart() {
    assertThat(read("17 (\u00ff\u00fe bad)" + REST).comm()).isEqualTo("\\xff\\xfe bad");
    assertThat(read("17 (gr\u00c3\u00bc)" + REST).comm()).isEqualTo("gr\u00fc");
    assertThat(read("17 (gr\u00c3)" + REST).comm()).as("cut").isEqualTo("gr\\xc3");
  }

  @Test
  void whatANewerKernelAppendsIsKept() {
    ProcessStat stat = read("17 (init)" + REST.replace("\n", " 5 6\n"));
    assertThat(stat.amount(Column.undescribed("field53", ProcessStatColumns.RSS.unit())))
        .hasValue(5);
    assertThat(stat.amount(Column.undescribed("field54", ProcessStatColumns.RSS.unit())))
        .hasValue(6);
    assertThat(stat.amount(ProcessStatColumns.EXIT_CODE)).hasValue(-9);
  }

  @Test
  void whatAKernelDoesNotPrintIsAbsent() {
    // As Linux 2.4 prints it.
    ProcessStat stat =
        read("17 (init) S 1 17 17 0 -1 0 0 0 0 0 0 0 0 0 20 0 1 0 5 6 7 8 1 1 0" + REST_OF_2_4);
    assertThat(stat.amount(ProcessStatColumns.SESSION)).hasValue(17);
    assertThat(stat.processor()).isEqualTo(3);
    assertThat(stat.amount(ProcessStatColumns.RT_PRIORITY)).isEmpty();
    assertThatThrownBy(() -> stat.reading().amount(stat.row(), ProcessStatColumns.RT_PRIORITY))
        .isInstanceOf(NoSuchElementException.class)
        .hasMessageContaining("rt_priority");
  }

  /** Made up: one field is missing, and it is not known which. */
  @ParameterizedTest
  @ValueSource(strings = {" 34816", " 9", " -9"})
  void asManyFieldsAsNoKernelPrintsHaveNoNames(String field) {
    ProcessTrees.write(
        root.resolve("stat"), ("17 (init)" + REST.replace(field, "")).getBytes(ISO_8859_1));
    Snapshot reading = Snapshot.of(ProcessStat.FILE, root);
    assertThat(ProcessTrees.cells(reading))
        .hasSize(49)
        .containsKeys("state", "field4", "field51")
        .doesNotContainKey("utime");
    assertThat(reading.problems())
        .singleElement()
        .satisfies(
            problem ->
                assertThat(problem.toString()).contains("expected 52 fields before this, not 51"));
  }

  /**
   * The end of a copied file may be missing: the fields before it are identified by their
   * positions.
   */
  @Test
  void aTextThatIsCutHasNames() {
    ProcessStat stat = read("17 (init)" + REST.substring(0, REST.indexOf(" 2314240")));
    assertThat(stat.numThreads()).isEqualTo(7);
    assertThat(stat.amount(ProcessStatColumns.STARTTIME)).as("may be cut").isEmpty();
  }

  @Test
  void aBadFieldCostsThatCellOnly() {
    ProcessTrees.write(
        root.resolve("stat"),
        ("17 (init) S 1 x 17 18446744073709551616 -1 4194560x 5" + " x".repeat(29) + "\n")
            .getBytes(ISO_8859_1));
    Snapshot reading = Snapshot.of(ProcessStat.FILE, root);
    assertThat(ProcessTrees.cells(reading))
        .containsOnlyKeys("state", "ppid", "session", "tpgid", "minflt")
        .containsEntry("state", (long) 'S')
        .containsEntry("minflt", 5L);
    assertThat(reading.problems()).hasSize(2);
    assertThat(reading.problems().getFirst().more()).isPositive();
  }

  @Test
  void aStateThatIsNoLetterCostsThatCellOnly() {
    ProcessTrees.write(
        root.resolve("stat"), ("17 (init)" + REST.replace("S", "5")).getBytes(ISO_8859_1));
    Snapshot reading = Snapshot.of(ProcessStat.FILE, root);
    assertThat(ProcessTrees.cells(reading))
        .hasSize(49)
        .containsKey("ppid")
        .doesNotContainKey("state");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\n",
        "17 init S 1\n",
        "17 (init S 1\n",
        "17(init) S 1\n",
        "x (init) S 1\n",
        "(init) S 1\n",
        "17 (init) S 1\n17 S 1\n",
        "17 (init) S 1\n\n"
      })
  void whatIsNoStatIsNotTaken(String text) {
    assertThatThrownBy(() -> read(text)).isInstanceOf(MalformedTextException.class);
  }

  static java.util.stream.Stream<String> variants() {
    return ProcessTrees.variants();
  }

  /** The naive parser splits at the last parenthesis, then at blanks. */
  @ParameterizedTest
  @MethodSource("variants")
  void everyFieldOfEveryProcessIsWhereANaiveParserPutsIt(String variant) {
    ProcessTrees processes = ProcessTrees.of(variant);
    int read = 0;
    for (String directory : processes.directories("stat")) {
      if (!directory.startsWith("s1/")) {
        continue; // EveryProcessTest reads all files
      }
      byte[] bytes = processes.bytes(directory + "/stat");
      ProcessTrees.write(root.resolve("stat"), bytes);
      Snapshot reading = Snapshot.of(ProcessStat.FILE, root);
      String text = new String(bytes, ISO_8859_1);
      int last = text.lastIndexOf(')');
      String[] field = text.substring(last + 2).strip().split(" ", -1);
      assertThat(reading.problems()).as(directory).isEmpty();
      assertThat(reading.layout().cells()).as(directory).isEqualTo(field.length).isEqualTo(50);
      for (int i = 0; i < field.length; i++) {
        Column column = reading.layout().column(i);
        assertThat(column).isEqualTo(ProcessStatColumns.COLUMNS.get(i));
        String number =
            i == 0
                ? String.valueOf((char) reading.value(i))
                : column.signed()
                    ? Long.toString(reading.value(i))
                    : Long.toUnsignedString(reading.value(i));
        assertThat(number).as(directory + " " + column).isEqualTo(field[i]);
      }
      Layout layout = reading.layout();
      assertThat(layout.row(0).label("pid"))
          .isEqualTo(directory.substring(directory.lastIndexOf('/') + 1));
      assertThat(layout.row(0).label("comm"))
          .as(directory)
          .isEqualTo(Words.of(bytes, text.indexOf('(') + 1, last));
      read++;
    }
    assertThat(read).isGreaterThan(100);
  }

  @ParameterizedTest
  @CsvSource({"odd_paren,a) (b c", "odd_trick,x) R 0 0 0", "odd_bs,back\\slash\\n", "odd_empty,''"})
  void oddNamesOfRealProcesses(String role, String comm) {
    ProcessTrees.variants()
        .map(ProcessTrees::of)
        .forEach(
            processes -> {
              processes.unpack("s1/" + processes.pid(role), root);
              assertThat(ProcessStat.FILE.read(root).comm()).isEqualTo(comm);
            });
  }

  @Test
  void aReaderWithoutAccessSeesNoAddresses() {
    // Made up after the kernel's source, because every process of the corpus was read by root.
    ProcessStat stat =
        read("17 (init) S 1 17 17 0 -1 0 0 0 0 0 0 0 0 0 20 0 1 0 5 6 7 8 1 1 0" + REST_OF_2_4);
    assertThat(stat.amount(ProcessStatColumns.STARTCODE)).hasValue(1);
    assertThat(stat.amount(ProcessStatColumns.STARTSTACK)).hasValue(0);
  }
}

package io.github.procfs4j.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.procfs4j.Procfs;
import io.github.procfs4j.model.Column;
import io.github.procfs4j.model.Kind;
import io.github.procfs4j.sampling.Snapshot;
import io.github.procfs4j.testing.Corpus;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** All texts here are made up like those of older and newer kernels; the corpus has 20 columns. */
class DiskStatsTest {
  /** The columns of a line with 17 numbers. */
  private static final List<Column> DISK_COLUMNS = DiskStatsColumns.COLUMNS.subList(2, 19);

  private final Tree tree;

  DiskStatsTest(@TempDir Path root) {
    tree = new Tree(root);
  }

  private Snapshot read(String text) {
    return tree.with("diskstats", text).read(DiskStats.FILE);
  }

  private DiskStats view() {
    return Procfs.at(tree.root()).diskStats();
  }

  private static String line(String name, int columns) {
    StringBuilder line = new StringBuilder("   8       0 " + name);
    for (int i = 3; i < columns; i++) {
      line.append(' ').append(i + 1);
    }
    return line.append('\n').toString();
  }

  @ParameterizedTest
  @ValueSource(ints = {14, 18, 20})
  void everyNumberOfColumnsThatKernelsPrint(int columns) {
    Snapshot reading = read(line("sda", columns));
    assertThat(reading.layout().cells()).isEqualTo(columns - 1);
    assertThat(reading.problems()).isEmpty();
    for (int i = 0; i < DISK_COLUMNS.size(); i++) {
      var amount = view().amount(view().device("sda"), DISK_COLUMNS.get(i));
      if (i + 4 <= columns) {
        assertThat(amount).as(DISK_COLUMNS.get(i).name()).hasValue(i + 4);
      } else {
        assertThat(amount).as(DISK_COLUMNS.get(i).name()).isEmpty();
      }
    }
  }

  @Test
  void moreColumnsOfANewerKernelAreKeptByTheirPlace() {
    Snapshot reading = read(line("sda", 22) + line("sdb", 22));
    assertThat(Tree.cells(reading))
        .hasSize(42)
        .containsEntry("disk[device=sda].time_flushing", 20L)
        .containsEntry("disk[device=sda].field21", 21L)
        .containsEntry("disk[device=sda].field22", 22L);
    assertThat(reading.problems()).isEmpty();
  }

  /**
   * Made up: an extra number, which may be any of them, and the line of a disk truncated after
   * four.
   */
  @Test
  void aSingleLineWithMoreNumbersProvesNothing() {
    Snapshot reading = read(line("sda", 21) + line("sdb", 20) + line("sdc", 7));
    assertThat(Tree.cells(reading))
        .containsEntry("disk[device=sda].field4", 4L)
        .containsEntry("disk[device=sdb].reads_completed", 4L)
        .containsEntry("disk[device=sdc].field4", 4L)
        .doesNotContainKey("disk[device=sdc].reads_issued");
    assertThat(reading.problems())
        .satisfiesExactly(
            p -> assertThat(p.toString()).contains("not 18 in a single line"),
            p -> assertThat(p.toString()).contains("not 4 beside lines of other than 11"));
  }

  /** Made up: with another number before the name, nothing on the line has a name. */
  @ParameterizedTest
  @ValueSource(strings = {"7 8 0 sda", "8 7 0 sda", "8 0 7 sda"})
  void aThirdNumberBeforeTheNameCostsTheNames(String beginning) {
    Snapshot reading = read(line("sda", 20).replaceFirst(".*sda", beginning));
    assertThat(reading.problems())
        .anySatisfy(p -> assertThat(p.toString()).contains("the name of a device"));
    assertThat(Tree.cells(reading).keySet()).isNotEmpty().allMatch(n -> n.contains("].field"));
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 6, 8, 13, 15, 16, 17, 19})
  void aCountThatNoKernelPrintsIsAProblemAndNoNumberIsTakenForAnother(int columns) {
    Snapshot reading = read(line("sda", columns) + line("sdb", 14));
    assertThat(Tree.cells(reading))
        .hasSize(columns - 1 + 13)
        .containsEntry("disk[device=sda].field4", 4L)
        .containsEntry("disk[device=sda].field" + columns, (long) columns)
        .doesNotContainKey("disk[device=sda].reads_completed")
        .containsEntry("disk[device=sdb].reads_completed", 4L);
    assertThat(reading.problems())
        .singleElement()
        .satisfies(problem -> assertThat(problem.line()).isEqualTo(1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"8 0\n", "8\n", "8 0 sdx\n", "8 x\n", "x y\n", "8 0  \n"})
  void aLineThatEndsEarlyCostsNothingElse(String line) {
    Snapshot after = read(line("sda", 20) + line + line("sdb", 20));
    assertThat(after.problems()).isNotEmpty().allMatch(problem -> problem.line() == 2);
    assertThat(view().amount(view().device("sda"), DiskStatsColumns.TIME_FLUSHING)).hasValue(20);
    assertThat(view().amount(view().device("sdb"), DiskStatsColumns.TIME_FLUSHING)).hasValue(20);
    Snapshot last = read(line("sda", 20) + line);
    assertThat(view().amount(view().device("sda"), DiskStatsColumns.TIME_FLUSHING)).hasValue(20);
    assertThat(last.problems()).isNotEmpty();
    Tree.cells(last); // each cell has its row and column
  }

  @Test
  void aBadFieldCostsThatCellOnly() {
    Snapshot reading = read(line("sda", 14).replace(" 6 ", " x ").replace(" 9 ", " 9x "));
    assertThat(Tree.problems(reading)).isEqualTo(2);
    assertThat(Tree.cells(reading))
        .hasSize(11)
        .doesNotContainKey("disk[device=sda].sectors_read")
        .containsEntry("disk[device=sda].time_reading", 7L)
        .doesNotContainKey("disk[device=sda].writes_merged")
        .containsEntry("disk[device=sda].sectors_written", 10L);
  }

  @Test
  void noDisksAtAllIsAText() {
    Snapshot reading = read("");
    assertThat(reading.layout().cells()).isZero();
    assertThat(reading.layout().table("disk")).isPresent();
    assertThat(view().devices()).isEmpty();
  }

  @Test
  void namesOfAnyBytes() {
    Snapshot reading = read(line("c0d0!p1", 14) + line("\u00ff\u00fe", 14) + line("12a", 14));
    assertThat(view().devices())
        .extracting(row -> row.label("device"))
        .containsExactly("c0d0!p1", "\\xff\\xfe", "12a");
    assertThat(reading.problems()).isEmpty();
  }

  @Test
  void aNumberNear2To64() {
    read(line("sda", 14).replace(" 12 ", " 18446744073709551615 "));
    Snapshot reading = tree.read(DiskStats.FILE);
    assertThat(Tree.cells(reading)).containsEntry("disk[device=sda].in_flight", -1L);
  }

  @Test
  void aDeviceIsKnownByItsNameWhereverItStands() {
    DiskStats before = Procfs.at(Corpus.tree("amd64-6.1-smp8-numa2", "s0")).diskStats();
    DiskStats after = Procfs.at(Corpus.tree("amd64-6.1-smp8-numa2", "s2")).diskStats();
    assertThat(before.devices()).contains(before.device("sr0"));
    assertThat(after.devices()).doesNotContain(after.device("sr0")).contains(after.device("zram2"));
    // zram1 was removed and added again: its row moved and its counters fell.
    assertThat(before.amount(before.device("zram1"), DiskStatsColumns.WRITES_COMPLETED))
        .hasValue(384);
    assertThat(after.amount(before.device("zram1"), DiskStatsColumns.WRITES_COMPLETED))
        .hasValue(32);
    assertThat(after.device("zram1")).isEqualTo(before.device("zram1"));
    assertThat(after.amount(after.device("sr0"), DiskStatsColumns.READS_COMPLETED)).isEmpty();
  }

  @Test
  void inFlightIsAGaugeAndTheOthersCounters() {
    assertThat(DISK_COLUMNS)
        .allMatch(
            column ->
                column.kind()
                    == (column.equals(DiskStatsColumns.IN_FLIGHT) ? Kind.GAUGE : Kind.COUNTER));
  }
}

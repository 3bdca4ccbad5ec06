package io.github.procfs4j.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.procfs4j.Procfs;
import io.github.procfs4j.model.Kind;
import io.github.procfs4j.model.Row;
import io.github.procfs4j.sampling.Snapshot;
import io.github.procfs4j.testing.Corpus;
import io.github.procfs4j.text.MalformedTextException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Texts that are not from the corpus are made up like those of older and newer kernels. */
class NetDevTest {
  private static final String HEADER =
      """
      Inter-|   Receive                                                |  Transmit
       face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed
      """;

  private static final String NUMBERS = "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16";

  private final Tree tree;

  NetDevTest(@TempDir Path root) {
    tree = new Tree(root);
  }

  private Snapshot read(String text) {
    return tree.with("net/dev", text).read(NetDev.FILE);
  }

  private NetDev view() {
    return Procfs.at(tree.root()).netDev();
  }

  private void assertIsWhole(Row device) {
    for (int i = 0; i < NetDevColumns.COLUMNS.size(); i++) {
      assertThat(view().amount(device, NetDevColumns.COLUMNS.get(i)))
          .as(NetDevColumns.COLUMNS.get(i).name())
          .hasValue(i + 1);
    }
  }

  @Test
  void theTypedViewNamesWhatTheFileSays() {
    NetDev dev = Procfs.at(Corpus.tree("amd64-6.12-smp4-numa2", "s2")).netDev();
    assertThat(dev.devices())
        .extracting(row -> row.label("device"))
        .containsExactly("lo", "eth0", "eth1", "long.name-0123", "vdummy9");
    Row eth1 = NetDev.device("eth1");
    assertThat(dev.amount(eth1, NetDevColumns.RECEIVE_BYTES)).hasValue(526);
    assertThat(dev.amount(eth1, NetDevColumns.RECEIVE_PACKETS)).hasValue(5);
    assertThat(dev.amount(eth1, NetDevColumns.TRANSMIT_BYTES)).hasValue(1174);
    assertThat(dev.amount(eth1, NetDevColumns.TRANSMIT_PACKETS)).hasValue(13);
    assertThat(dev.amount(eth1, NetDevColumns.TRANSMIT_COMPRESSED)).hasValue(0);
    assertThat(dev.amount(NetDev.device("long.name-0123"), NetDevColumns.TRANSMIT_BYTES))
        .hasValue(210);
    assertThat(dev.amount(NetDev.device("eth9"), NetDevColumns.TRANSMIT_BYTES)).isEmpty();
  }

  @Test
  void everyColumnIsThatOfItsHalfOfTheHeader() {
    read(HEADER + "  eth0: " + NUMBERS + "\n");
    assertIsWhole(NetDev.device("eth0"));
  }

  @Test
  void theFirstNumberMayTouchTheColon() {
    Snapshot reading = read(HEADER + "  eth0:1234567890 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16\n");
    assertThat(reading.problems()).isEmpty();
    assertThat(view().amount(NetDev.device("eth0"), NetDevColumns.RECEIVE_BYTES))
        .hasValue(1234567890L);
    assertThat(view().amount(NetDev.device("eth0"), NetDevColumns.TRANSMIT_COMPRESSED))
        .hasValue(16);
  }

  @ParameterizedTest
  @ValueSource(strings = {"team0:1: ", "team0:1:", "  team0:1:    "})
  void theNameOfAnAliasEndsAtTheLastColon(String name) {
    Snapshot reading = read(HEADER + name + NUMBERS + "\n  eth0: " + NUMBERS + "\n");
    assertThat(reading.problems()).isEmpty();
    assertIsWhole(NetDev.device("team0:1"));
    assertIsWhole(NetDev.device("eth0"));
  }

  @Test
  void moreColumnsOfANewerKernelAreNamedByItsHeader() {
    Snapshot reading =
        read(
            HEADER.replace("multicast|", "multicast missed|").replace("carrier ", "carrier late ")
                + "eth0: 1 2 3 4 5 6 7 8 80 9 10 11 12 13 14 15 150 16\n");
    assertThat(reading.problems()).isEmpty();
    assertIsWhole(NetDev.device("eth0"));
    assertThat(Tree.cells(reading))
        .containsEntry("device[device=eth0].receive_missed", 80L)
        .containsEntry("device[device=eth0].transmit_late", 150L);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "eth1: 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15\n",
        "eth1: 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17\n",
        "eth1: 1\n",
        "eth1:\n"
      })
  void aLineOfAnotherCountIsAProblemAndNoNumberIsTakenForAnother(String line) {
    Snapshot reading = read(HEADER + line + "eth0: " + NUMBERS + "\n");
    assertThat(reading.problems())
        .singleElement()
        .satisfies(problem -> assertThat(problem.line()).isEqualTo(3));
    assertIsWhole(NetDev.device("eth0"));
    int numbers = line.split(" ", -1).length - 1;
    assertThat(Tree.cells(reading))
        .hasSize(16 + numbers)
        .doesNotContainKey("device[device=eth1].receive_bytes");
    for (int i = 1; i <= numbers; i++) {
      assertThat(Tree.cells(reading))
          .containsEntry("device[device=eth1].field" + (i + 1), (long) i);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"eth1 1 2 3\n", ": 1 2\n", "   : 1\n", "eth1\n"})
  void aLineWithoutANameCostsThatLineOnly(String line) {
    Snapshot reading = read(HEADER + line + "eth0: " + NUMBERS + "\n");
    assertThat(reading.problems())
        .singleElement()
        .satisfies(problem -> assertThat(problem.line()).isEqualTo(3));
    assertThat(reading.layout().cells()).isEqualTo(16);
    assertIsWhole(NetDev.device("eth0"));
  }

  @Test
  void aHeaderThatIsNoneIsAProblemAndTheNumbersAreKept() {
    Snapshot reading = read("Devices\n face |bytes|bytes\neth0: 1 2\n");
    assertThat(reading.problems()).isNotEmpty();
    assertThat(reading.problems().getFirst().line()).isEqualTo(1);
    assertThat(Tree.cells(reading))
        .containsOnlyKeys("device[device=eth0].field2", "device[device=eth0].field3");
  }

  @Test
  void aBadFieldCostsThatCellOnly() {
    Snapshot reading =
        read(
            HEADER
                + "eth0: 1 x 3 -4 18446744073709551615 18446744073709551616 7 8"
                + " 9 10 11 12 13 14 15 16\n");
    assertThat(reading.problems())
        .singleElement()
        .satisfies(p -> assertThat(p.more()).isEqualTo(1));
    assertThat(Tree.cells(reading))
        .hasSize(14)
        .doesNotContainKey("device[device=eth0].receive_packets")
        .containsEntry("device[device=eth0].receive_drop", -4L)
        .containsEntry("device[device=eth0].receive_fifo", -1L)
        .doesNotContainKey("device[device=eth0].receive_frame")
        .containsEntry("device[device=eth0].receive_compressed", 7L);
  }

  @Test
  void namesOfAnyBytes() {
    read(HEADER + "\u00ff\u001b: " + NUMBERS + "\n%s|d: " + NUMBERS + "\n");
    assertThat(view().devices())
        .extracting(row -> row.label("device"))
        .containsExactly("\\xff\u001b", "%s|d");
    view().devices().forEach(this::assertIsWhole);
  }

  @Test
  void noDeviceAtAllIsATextAndNothingIsNone() {
    assertThat(read(HEADER).problems()).isEmpty();
    assertThat(view().devices()).isEmpty();
    assertThatThrownBy(() -> read("")).isInstanceOf(MalformedTextException.class);
  }

  @Test
  void aDeviceThatCameHasNoRatesAndTheOthersHave() throws IOException {
    Figures figures = Figures.of(tree.root(), NetDev.FILE, "amd64-6.12-smp4-numa2", "s0", "s2");
    // 927446 - 334638 bytes and 1724 - 637 packets each way.
    assertThat(figures.of(NetDev.device("lo"), "rxB/s")).isCloseTo(592_808, within(1e-3));
    assertThat(figures.of(NetDev.device("lo"), "txpck/s")).isCloseTo(1087, within(1e-6));
    assertThat(figures.of(NetDev.device("eth1"), "rxB/s")).isCloseTo(86, within(1e-6));
    assertThat(figures.of(NetDev.device("eth1"), "txerr/s")).isZero();
    assertThat(figures.of(NetDev.device("vdummy9"), "txB/s")).isNaN();
  }

  /** A copied tree that is replaced; on procfs a sampler stays with the file that it opened. */
  @Test
  void aSamplerFollowsTheNameOutsideProcfs() throws IOException {
    read(HEADER + "eth0: " + NUMBERS + "\n");
    try (var sampler = NetDev.FILE.sampler(tree.root())) {
      sampler.sample();
      Files.move(tree.root().resolve("net"), tree.root().resolve("net.before"));
      tree.with("net/dev", HEADER);
      sampler.sample();
      assertThat(sampler.view().devices()).isEmpty();
    }
  }

  @Test
  void allAreCounters() {
    assertThat(NetDevColumns.COLUMNS).hasSize(16).allMatch(column -> column.kind() == Kind.COUNTER);
  }
}

package io.github.procfs4j.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.procfs4j.Procfs;
import io.github.procfs4j.model.Kind;
import io.github.procfs4j.model.Layout;
import io.github.procfs4j.model.Row;
import io.github.procfs4j.model.Unit;
import io.github.procfs4j.sampling.Outcome;
import io.github.procfs4j.sampling.Snapshot;
import io.github.procfs4j.testing.Corpus;
import io.github.procfs4j.text.MalformedTextException;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * {@code net/sockstat}, {@code net/snmp6} and {@code net/softnet_stat}. Texts that are not from the
 * corpus are made up like those of older and newer kernels.
 */
class NetSocketsTest {
  private static final String NEW = "amd64-6.12-smp4-numa2";
  private final Tree tree;

  NetSocketsTest(@TempDir Path root) {
    tree = new Tree(root);
  }

  private Snapshot sockstat(String text) {
    return tree.with("net/sockstat", text).read(NetSockstat.FILE);
  }

  private Snapshot softnet(String text) {
    return tree.with("net/softnet_stat", text).read(NetSoftnetStat.FILE);
  }

  /** A line of hexadecimal numbers, each of which is its position; the 13th is the CPU. */
  private static String line(int columns, String cpu) {
    StringBuilder line = new StringBuilder();
    for (int i = 1; i <= columns; i++) {
      line.append(i == 13 ? cpu : "%08x".formatted(i)).append(i == columns ? "\n" : " ");
    }
    return line.toString();
  }

  @Test
  void theTypedViewNamesWhatSockstatSays() {
    NetSockstat sockstat = Procfs.at(Corpus.tree(NEW, "s1")).netSockstat();
    assertThat(sockstat.used()).isEqualTo(27);
    assertThat(sockstat.protocols())
        .extracting(row -> row.label("protocol"))
        .containsExactly("sockets", "TCP", "UDP", "UDPLITE", "RAW", "FRAG");
    assertThat(sockstat.inUse(NetSockstat.protocol("TCP"))).hasValue(8);
    assertThat(sockstat.inUse(NetSockstat.protocol("UDP"))).hasValue(2);
    assertThat(sockstat.inUse(NetSockstat.protocol("RAW"))).hasValue(1);
    assertThat(sockstat.inUse(NetSockstat.protocol("SCTP"))).isEmpty();
    assertThat(sockstat.tcpOrphans()).isZero();
    assertThat(sockstat.tcpTimeWait()).isEqualTo(2);
    assertThat(sockstat.tcpAllocated()).isEqualTo(12);
    assertThat(sockstat.pages(NetSockstat.protocol("TCP"))).hasValue(0);
    assertThat(sockstat.pages(NetSockstat.protocol("RAW"))).isEmpty();
    assertThat(sockstat.amount(NetSockstat.protocol("FRAG"), "memory")).hasValue(0);
  }

  @Test
  void everyAccessorOfSockstatNamesItsOwnColumn() {
    Snapshot reading =
        sockstat("sockets: used 1\nTCP: inuse 2 orphan 3 tw 4 alloc 5 mem -6\nFRAG: memory 7\n");
    NetSockstat sockstat = Procfs.at(tree.root()).netSockstat();
    Row tcp = NetSockstat.protocol("TCP");
    assertThat(sockstat.used()).isEqualTo(1);
    assertThat(sockstat.inUse(tcp)).hasValue(2);
    assertThat(sockstat.tcpOrphans()).isEqualTo(3);
    assertThat(sockstat.tcpTimeWait()).isEqualTo(4);
    assertThat(sockstat.tcpAllocated()).isEqualTo(5);
    assertThat(sockstat.pages(tcp)).hasValue(-6);
    Layout layout = reading.layout();
    assertThat(layout.column(layout.cell(tcp, "mem")).unit()).isEqualTo(Unit.PAGES);
    assertThat(layout.column(layout.cell(NetSockstat.protocol("FRAG"), "memory")).unit())
        .isEqualTo(Unit.BYTES);
    for (int cell = 0; cell < layout.cells(); cell++) {
      assertThat(layout.column(cell).kind()).isEqualTo(Kind.GAUGE);
      assertThat(layout.column(cell).signed())
          .isEqualTo(!layout.column(cell).name().equals("memory"));
    }
  }

  @Test
  void aProtocolAndAKeyThatAreNewAreKept() {
    Snapshot reading = sockstat("sockets: used 1\nMPTCP: inuse 2 subflows 3\n");
    assertThat(reading.problems()).isEmpty();
    assertThat(Tree.cells(reading))
        .containsEntry("sockets[protocol=MPTCP].inuse", 2L)
        .containsEntry("sockets[protocol=MPTCP].subflows", 3L);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UDP: inuse\n",
        "UDP inuse 2\n",
        "UDP: inuse x\n",
        "UDP: inuse 9223372036854775808\n"
      })
  void aBadLineOfSockstatCostsNothingElse(String line) {
    Snapshot reading = sockstat("sockets: used 1\n" + line + "RAW: inuse 3\n");
    assertThat(reading.problems())
        .singleElement()
        .satisfies(problem -> assertThat(problem.line()).isEqualTo(2));
    assertThat(Tree.cells(reading))
        .containsOnlyKeys("sockets[protocol=sockets].used", "sockets[protocol=RAW].inuse");
  }

  @Test
  void figuresOfSockstatAreItsGauges() throws IOException {
    Figures figures = Figures.of(tree.root(), NetSockstat.FILE, "arm64-6.1-smp4", "s0", "s2");
    assertThat(figures.of(NetSockstat.protocol("sockets"), "used")).isEqualTo(27);
    assertThat(figures.of(NetSockstat.protocol("TCP"), "alloc")).isEqualTo(12);
    assertThat(figures.of(NetSockstat.protocol("TCP"), "tw")).isZero();
    assertThat(figures.of(NetSockstat.protocol("RAW"), "tw")).isNaN();
  }

  @Test
  void theTypedViewNamesWhatSnmp6Says() {
    NetSnmp6 snmp6 = Procfs.at(Corpus.tree(NEW, "s1")).netSnmp6();
    assertThat(snmp6.amount(NetSnmp6Columns.IP6_IN_RECEIVES)).hasValue(21);
    assertThat(snmp6.amount(NetSnmp6Columns.IP6_OUT_REQUESTS)).hasValue(40);
    assertThat(snmp6.amount(NetSnmp6Columns.IP6_IN_OCTETS)).hasValue(1910);
    assertThat(snmp6.amount(NetSnmp6Columns.IP6_OUT_OCTETS)).hasValue(3022);
    assertThat(snmp6.amount("Icmp6InType135")).hasValue(2);
    assertThat(snmp6.amount("Icmp6OutType143")).hasValue(8);
    assertThat(snmp6.amount("Icmp6OutType1")).isEmpty();
    assertThat(snmp6.amount("UdpLite6MemErrors")).hasValue(0);
  }

  @Test
  void everyAccessorOfSnmp6NamesItsOwnColumn() {
    tree.with(
        "net/snmp6",
        """
        Ip6InReceives                   \t1
        Ip6OutRequests                  \t2
        Ip6InOctets                     \t3
        Ip6OutOctets                    \t4
        Ip6InDiscards                   \t5
        Ip6OutDiscards                  \t6
        Udp6InDatagrams                 \t7
        Udp6OutDatagrams                \t8
        Udp6InErrors                    \t9
        Udp6RcvbufErrors                \t10
        """);
    NetSnmp6 snmp6 = Procfs.at(tree.root()).netSnmp6();
    assertThat(snmp6.amount(NetSnmp6Columns.IP6_IN_RECEIVES)).hasValue(1);
    assertThat(snmp6.amount(NetSnmp6Columns.IP6_OUT_REQUESTS)).hasValue(2);
    assertThat(snmp6.amount(NetSnmp6Columns.IP6_IN_OCTETS)).hasValue(3);
    assertThat(snmp6.amount(NetSnmp6Columns.IP6_OUT_OCTETS)).hasValue(4);
    assertThat(snmp6.amount(NetSnmp6Columns.IP6_IN_DISCARDS)).hasValue(5);
    assertThat(snmp6.amount(NetSnmp6Columns.IP6_OUT_DISCARDS)).hasValue(6);
    assertThat(snmp6.amount(NetSnmp6Columns.UDP6_IN_DATAGRAMS)).hasValue(7);
    assertThat(snmp6.amount(NetSnmp6Columns.UDP6_OUT_DATAGRAMS)).hasValue(8);
    assertThat(snmp6.amount(NetSnmp6Columns.UDP6_IN_ERRORS)).hasValue(9);
    assertThat(snmp6.amount(NetSnmp6Columns.UDP6_RCVBUF_ERRORS)).hasValue(10);
  }

  @Test
  void aKeyOfSnmp6ThatAppearsIsSampledInPlace() {
    tree.with("net/snmp6", "Icmp6InMsgs\t1\nIcmp6InType1\t1\n");
    try (var sampler = Procfs.at(tree.root()).sampler(NetSnmp6.FILE)) {
      sampler.sample();
      tree.with("net/snmp6", "Icmp6InMsgs\t3\nIcmp6InType1\t1\nIcmp6InType128\t2\n");
      assertThat(sampler.sample()).isEqualTo(Outcome.SAMPLED);
      assertThat(sampler.view().amount("Icmp6InType128")).hasValue(2);
      assertThat(sampler.view().amount("Icmp6InMsgs")).hasValue(3);
    }
  }

  @Test
  void badLinesOfSnmp6CostNothingElse() {
    Snapshot reading =
        tree.with(
                "net/snmp6", "Ip6InReceives 1\nNew\n\nUdp6NoPorts x\n\u00ff 2\nUdp6InErrors 3 4\n")
            .read(NetSnmp6.FILE);
    assertThat(Tree.problems(reading)).isEqualTo(3);
    assertThat(Tree.cells(reading))
        .containsOnlyKeys("snmp6[].Ip6InReceives", "snmp6[].\\xff", "snmp6[].Udp6InErrors (4)");
  }

  @Test
  void theLineIsNotTheCpu() {
    // CPU 1 went offline before s2: the second line is that of CPU 2.
    NetSoftnetStat softnet = Procfs.at(Corpus.tree(NEW, "s2")).netSoftnetStat();
    assertThat(softnet.rows())
        .containsExactly(NetSoftnetStat.cpu(0), NetSoftnetStat.cpu(2), NetSoftnetStat.cpu(3));
    Row two = NetSoftnetStat.cpu(2);
    assertThat(softnet.amount(two, NetSoftnetStatColumns.PROCESSED)).hasValue(0x1ba);
    assertThat(softnet.amount(two, NetSoftnetStatColumns.TIME_SQUEEZE)).hasValue(10);
    assertThat(softnet.amount(two, NetSoftnetStatColumns.DROPPED)).hasValue(0);
    assertThat(softnet.amount(two, NetSoftnetStatColumns.PROCESS_QLEN)).hasValue(0);
    assertThat(softnet.amount(NetSoftnetStat.cpu(1), NetSoftnetStatColumns.PROCESSED)).isEmpty();
    NetSoftnetStat old = Procfs.at(Corpus.tree("arm64-6.1-smp4", "s2")).netSoftnetStat();
    assertThat(old.amount(two, NetSoftnetStatColumns.PROCESSED)).hasValue(0x694);
    assertThat(old.amount(two, NetSoftnetStatColumns.PROCESS_QLEN)).isEmpty();
  }

  @Test
  void aCpuIsNumberedInHexadecimal() {
    softnet(line(15, "0000000a") + line(15, "0000001f"));
    assertThat(Procfs.at(tree.root()).netSoftnetStat().rows())
        .containsExactly(NetSoftnetStat.cpu(10), NetSoftnetStat.cpu(31));
  }

  @ParameterizedTest
  @ValueSource(ints = {9, 10, 11, 13, 15})
  void everyNumberOfColumnsThatKernelsPrint(int columns) {
    Snapshot reading = softnet(line(columns, "00000003"));
    assertThat(reading.problems()).isEmpty();
    assertThat(reading.layout().cells()).isEqualTo(columns > 12 ? columns - 1 : columns);
    NetSoftnetStat softnet = Procfs.at(tree.root()).netSoftnetStat();
    Row row = columns > 12 ? NetSoftnetStat.cpu(3) : NetSoftnetStat.line(1);
    assertThat(softnet.rows()).containsExactly(row);
    assertThat(softnet.amount(row, NetSoftnetStatColumns.PROCESSED)).hasValue(1);
    assertThat(softnet.amount(row, NetSoftnetStatColumns.DROPPED)).hasValue(2);
    assertThat(softnet.amount(row, NetSoftnetStatColumns.TIME_SQUEEZE)).hasValue(3);
    is(softnet, row, NetSoftnetStatColumns.RECEIVED_RPS, 10, columns);
    is(softnet, row, NetSoftnetStatColumns.FLOW_LIMIT_COUNT, 11, columns);
    is(softnet, row, NetSoftnetStatColumns.SOFTNET_BACKLOG_LEN, 12, columns);
    is(softnet, row, NetSoftnetStatColumns.INPUT_QLEN, 14, columns);
    is(softnet, row, NetSoftnetStatColumns.PROCESS_QLEN, 15, columns);
  }

  private static void is(
      NetSoftnetStat softnet,
      Row row,
      io.github.procfs4j.model.Column column,
      int place,
      int columns) {
    if (place <= columns) {
      assertThat(softnet.amount(row, column)).as(column.name()).hasValue(place);
    } else {
      assertThat(softnet.amount(row, column)).as(column.name()).isEmpty();
    }
  }

  @Test
  void whereTheCpuIsNotToldLinesAreKnownByTheirPlaces() {
    softnet(line(11, "") + line(11, ""));
    assertThat(Procfs.at(tree.root()).netSoftnetStat().rows())
        .containsExactly(NetSoftnetStat.line(1), NetSoftnetStat.line(2));
    assertThat(NetSoftnetStat.line(1)).hasToString("line[line=1]");
  }

  @Test
  void moreColumnsOfANewerKernelAreKeptByTheirPlace() {
    Snapshot reading = softnet(line(17, "00000000") + line(17, "00000001"));
    assertThat(reading.problems()).isEmpty();
    assertThat(Tree.cells(reading))
        .hasSize(32)
        .containsEntry("cpu[cpu=0].process_qlen", 15L)
        .containsEntry("cpu[cpu=0].field16", 16L)
        .containsEntry("cpu[cpu=0].field17", 17L);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 8, 12, 14})
  void aCountThatNoKernelPrintsIsAProblemAndNoNumberIsTakenForAnother(int columns) {
    Snapshot reading = softnet(line(15, "00000000") + line(columns, "00000001"));
    assertThat(reading.problems())
        .singleElement()
        .satisfies(problem -> assertThat(problem.line()).isEqualTo(2));
    assertThat(Tree.cells(reading))
        .containsEntry("cpu[cpu=0].processed", 1L)
        .containsEntry("line[line=2].field1", 1L)
        .doesNotContainKey("line[line=2].processed");
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "100000000", "-1", "ffffffff", "0000000g", "\u00ff"})
  void aCpuThatIsNoNumberIsAProblemAndTheRowIsKnownByItsPlace(String cpu) {
    Snapshot reading = softnet(line(13, "00000000") + line(13, cpu));
    assertThat(reading.problems())
        .singleElement()
        .satisfies(problem -> assertThat(problem.line()).isEqualTo(2));
    assertThat(Tree.cells(reading))
        .containsEntry("cpu[cpu=0].processed", 1L)
        .containsEntry("line[line=2].processed", 1L);
  }

  @Test
  void badFieldsOfSoftnetCostTheirCells() {
    Snapshot reading = softnet("0000000x ffffffffffffffff 10000000000000000 0 0 0 0 0 0\n");
    assertThat(Tree.problems(reading)).isEqualTo(2);
    assertThat(Tree.cells(reading))
        .hasSize(7)
        .containsEntry("line[line=1].dropped", -1L)
        .doesNotContainKey("line[line=1].processed");
  }

  @Test
  void twoLinesOfOneCpuAreTwoRows() {
    assertThat(softnet(line(13, "00000000") + line(13, "00000000")).layout().cells()).isEqualTo(24);
  }

  @Test
  void nothingIsNoTextOfAnyOfThem() {
    assertThatThrownBy(() -> sockstat("")).isInstanceOf(MalformedTextException.class);
    assertThatThrownBy(() -> softnet("")).isInstanceOf(MalformedTextException.class);
    assertThatThrownBy(() -> softnet("0000000")).isInstanceOf(MalformedTextException.class);
    tree.with("net/snmp6", "");
    assertThatThrownBy(() -> tree.read(NetSnmp6.FILE)).isInstanceOf(MalformedTextException.class);
  }

  @Test
  void figuresOfTheCpusThatStayed() throws IOException {
    Figures figures = Figures.of(tree.root(), NetSoftnetStat.FILE, NEW, "s0", "s2");
    // The second line was that of CPU 1 and is that of CPU 2 now.
    Row two = NetSoftnetStat.cpu(2);
    assertThat(figures.of(two, "total/s")).isCloseTo(0x1ba - 0xaa, within(1e-6));
    assertThat(figures.of(two, "squeezd/s")).isCloseTo(10 - 5, within(1e-6));
    assertThat(figures.of(two, "dropd/s")).isZero();
    assertThat(figures.of(two, "blg_len")).isZero();
    assertThat(figures.values().keySet()).noneMatch(name -> name.startsWith("cpu[cpu=1]"));
  }

  @Test
  void figuresWhereTheCpuIsNotTold() throws IOException {
    Figures figures =
        Figures.of(
            tree.root(),
            NetSoftnetStat.FILE,
            line(11, "").getBytes(java.nio.charset.StandardCharsets.ISO_8859_1),
            line(11, "")
                .replace("00000002", "00000012")
                .getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
    assertThat(figures.of(NetSoftnetStat.line(1), "dropd/s")).isCloseTo(16, within(1e-6));
  }
}

package io.github.procfs4j.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.procfs4j.Procfs;
import io.github.procfs4j.model.Column;
import io.github.procfs4j.model.History;
import io.github.procfs4j.model.Kind;
import io.github.procfs4j.model.Layout;
import io.github.procfs4j.model.Row;
import io.github.procfs4j.model.Unit;
import io.github.procfs4j.sampling.Outcome;
import io.github.procfs4j.sampling.Snapshot;
import io.github.procfs4j.testing.Corpus;
import io.github.procfs4j.text.MalformedTextException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code net/snmp} and {@code net/netstat}. Texts that are not from the corpus are made up. */
class NetSnmpTest {
  private static final String NEW = "amd64-6.12-smp4-numa2";
  private final Tree tree;

  NetSnmpTest(@TempDir Path root) {
    tree = new Tree(root);
  }

  private Snapshot read(String text) {
    return tree.with("net/snmp", text).read(NetSnmp.FILE);
  }

  private Figures figures(String from, String to) throws IOException {
    return Figures.of(
        tree.root(),
        NetSnmp.FILE,
        from.getBytes(StandardCharsets.ISO_8859_1),
        to.getBytes(StandardCharsets.ISO_8859_1));
  }

  @Test
  void theTypedViewNamesWhatTheFileSays() {
    NetSnmp snmp = Procfs.at(Corpus.tree(NEW, "s1")).netSnmp();
    assertThat(snmp.amount("Tcp", "MaxConn")).hasValue(-1);
    assertThat(snmp.amount("Tcp", "ActiveOpens")).hasValue(150);
    assertThat(snmp.amount("Tcp", "PassiveOpens")).hasValue(6);
    assertThat(snmp.amount("Tcp", "AttemptFails")).hasValue(144);
    assertThat(snmp.amount("Tcp", "EstabResets")).hasValue(0);
    assertThat(snmp.amount("Tcp", "CurrEstab")).hasValue(9);
    assertThat(snmp.amount("Tcp", "InSegs")).hasValue(956);
    assertThat(snmp.amount("Tcp", "OutSegs")).hasValue(956);
    assertThat(snmp.amount("Tcp", "RetransSegs")).hasValue(0);
    assertThat(snmp.amount("Tcp", "InErrs")).hasValue(0);
    assertThat(snmp.amount("Udp", "InDatagrams")).hasValue(0);
    assertThat(snmp.amount("Udp", "OutDatagrams")).hasValue(164);
    assertThat(snmp.amount("Udp", "NoPorts")).hasValue(0);
    assertThat(snmp.amount("Udp", "InErrors")).hasValue(160);
    assertThat(snmp.amount("Udp", "RcvbufErrors")).hasValue(160);
    assertThat(snmp.amount("Udp", "SndbufErrors")).hasValue(0);
    assertThat(snmp.amount("Ip", "OutTransmits")).hasValue(1115);
    assertThat(snmp.amount("Ip", "Forwarding")).hasValue(2);
    assertThat(snmp.amount("Tcp", "OutRsts")).hasValue(144);
    assertThat(snmp.amount("Tcp", "NoSuch")).isEmpty();
    assertThat(snmp.amount("Quic", "InErrors")).isEmpty();
    assertThat(snmp.tcpRetransmittedShare()).hasValue(0);
    // Nobody reads: 160 datagrams found the receive buffer full, none was received.
    assertThat(snmp.udpUndeliveredShare()).hasValue(1);
    assertThat(
            Procfs.at(Corpus.tree("amd64-6.1-smp1", "s1")).netSnmp().amount("Ip", "OutTransmits"))
        .isEmpty();
  }

  @Test
  void theTypedViewNamesWhatNetstatSays() {
    NetNetstat netstat = Procfs.at(Corpus.tree(NEW, "s1")).netNetstat();
    assertThat(netstat.amount("TcpExt", "TCPOrigDataSent")).hasValue(326);
    assertThat(netstat.amount("TcpExt", "TCPPureAcks")).hasValue(11);
    assertThat(netstat.amount("TcpExt", "TCPDelivered")).hasValue(332);
    assertThat(netstat.amount("TcpExt", "TW")).hasValue(2);
    assertThat(netstat.amount("TcpExt", "DelayedACKs")).hasValue(4);
    assertThat(netstat.amount("MPTcpExt", "Blackhole")).hasValue(0);
    assertThat(netstat.amount("IpExt", "InOctets")).hasValue(601476);
    assertThat(netstat.amount("IpExt", "OutOctets")).hasValue(601476);
    assertThat(netstat.amount("TcpExt", "ListenDrops")).hasValue(0);
    assertThat(netstat.amount("TcpExt", "ListenOverflows")).hasValue(0);
    assertThat(netstat.amount("TcpExt", "TCPTimeouts")).hasValue(0);
    assertThat(netstat.amount("TcpExt", "TCPFastRetrans")).hasValue(0);
    assertThat(netstat.amount("TcpExt", "TCPSlowStartRetrans")).hasValue(0);
    assertThat(netstat.amount("TcpExt", "TCPSynRetrans")).hasValue(0);
    assertThat(netstat.amount("TcpExt", "TCPBacklogDrop")).hasValue(0);
    assertThat(netstat.amount("TcpExt", "TCPRcvQDrop")).hasValue(0);
    NetNetstat old = Procfs.at(Corpus.tree("amd64-6.1-smp1", "s1")).netNetstat();
    assertThat(old.amount("MPTcpExt", "Blackhole")).isEmpty();
    assertThat(old.amount("TcpExt", "TCPOrigDataSent")).hasValue(313);
  }

  /** All numbers differ, so that no accessor can mistake one for another. */
  @Test
  void everyAccessorNamesItsOwnColumn() {
    String names =
        "InDatagrams NoPorts InErrors OutDatagrams RcvbufErrors SndbufErrors InCsumErrors";
    read(
        "Tcp: RtoAlgorithm RtoMin RtoMax MaxConn ActiveOpens PassiveOpens AttemptFails EstabResets"
            + " CurrEstab InSegs OutSegs RetransSegs InErrs OutRsts InCsumErrors\n"
            + "Tcp: 1 2 3 -4 5 6 7 8 9 10 11 12 13 14 15\n"
            + ("Udp: " + names + "\nUdp: 21 22 23 24 25 26 27\n"));
    NetSnmp snmp = Procfs.at(tree.root()).netSnmp();
    assertThat(snmp.amount("Tcp", "MaxConn")).hasValue(-4);
    assertThat(snmp.amount("Tcp", "ActiveOpens")).hasValue(5);
    assertThat(snmp.amount("Tcp", "PassiveOpens")).hasValue(6);
    assertThat(snmp.amount("Tcp", "AttemptFails")).hasValue(7);
    assertThat(snmp.amount("Tcp", "EstabResets")).hasValue(8);
    assertThat(snmp.amount("Tcp", "CurrEstab")).hasValue(9);
    assertThat(snmp.amount("Tcp", "InSegs")).hasValue(10);
    assertThat(snmp.amount("Tcp", "OutSegs")).hasValue(11);
    assertThat(snmp.amount("Tcp", "RetransSegs")).hasValue(12);
    assertThat(snmp.amount("Tcp", "InErrs")).hasValue(13);
    assertThat(snmp.amount("Udp", "InDatagrams")).hasValue(21);
    assertThat(snmp.amount("Udp", "NoPorts")).hasValue(22);
    assertThat(snmp.amount("Udp", "InErrors")).hasValue(23);
    assertThat(snmp.amount("Udp", "OutDatagrams")).hasValue(24);
    assertThat(snmp.amount("Udp", "RcvbufErrors")).hasValue(25);
    assertThat(snmp.amount("Udp", "SndbufErrors")).hasValue(26);
    assertThat(snmp.tcpRetransmittedShare().orElseThrow()).isCloseTo(12.0 / 23, within(1e-12));
    assertThat(snmp.udpUndeliveredShare().orElseThrow()).isCloseTo(23.0 / 44, within(1e-12));
    read("Tcp: OutSegs RetransSegs\nTcp: 0 0\nUdp: InDatagrams InErrors\nUdp: 0 0\n");
    assertThat(Procfs.at(tree.root()).netSnmp().tcpRetransmittedShare()).isEmpty();
    assertThat(Procfs.at(tree.root()).netSnmp().udpUndeliveredShare()).isEmpty();
  }

  @Test
  void theSameOfNetstat() {
    tree.with(
        "net/netstat",
        """
        TcpExt: ListenOverflows ListenDrops TCPTimeouts TCPFastRetrans TCPSlowStartRetrans
        TcpExt: 1 2 3 4 5
        TcpExt: TCPSynRetrans TCPOrigDataSent TCPBacklogDrop TCPRcvQDrop
        TcpExt: 6 7 8 9
        IpExt: InOctets OutOctets
        IpExt: 10 11
        """);
    NetNetstat netstat = Procfs.at(tree.root()).netNetstat();
    assertThat(netstat.amount("TcpExt", "ListenOverflows")).hasValue(1);
    assertThat(netstat.amount("TcpExt", "ListenDrops")).hasValue(2);
    assertThat(netstat.amount("TcpExt", "TCPTimeouts")).hasValue(3);
    assertThat(netstat.amount("TcpExt", "TCPFastRetrans")).hasValue(4);
    assertThat(netstat.amount("TcpExt", "TCPSlowStartRetrans")).hasValue(5);
    assertThat(netstat.amount("TcpExt", "TCPSynRetrans")).hasValue(6);
    assertThat(netstat.amount("TcpExt", "TCPOrigDataSent")).hasValue(7);
    assertThat(netstat.amount("TcpExt", "TCPBacklogDrop")).hasValue(8);
    assertThat(netstat.amount("TcpExt", "TCPRcvQDrop")).hasValue(9);
    assertThat(netstat.amount("IpExt", "InOctets")).hasValue(10);
    assertThat(netstat.amount("IpExt", "OutOctets")).hasValue(11);
  }

  @Test
  void whatEachCorpusTextPrintsIsDescribed() {
    for (String variant : Corpus.variants()) {
      for (var file : java.util.List.of(NetSnmp.FILE, NetNetstat.FILE, NetSnmp6.FILE)) {
        Layout layout = Snapshot.of(file, Corpus.tree(variant, "s2")).layout();
        for (int cell = 0; cell < layout.cells(); cell++) {
          assertThat(layout.column(cell).reference())
              .as(layout.row(cell) + " " + layout.column(cell))
              .isNotEmpty();
        }
      }
    }
  }

  @Test
  void onlyMaxConnIsSigned() {
    Layout layout = Snapshot.of(NetSnmp.FILE, Corpus.tree(NEW, "s1")).layout();
    for (int cell = 0; cell < layout.cells(); cell++) {
      assertThat(layout.column(cell).signed())
          .isEqualTo(layout.column(cell).name().equals("MaxConn"));
    }
    assertThat(NetSnmpColumns.TCP_CURR_ESTAB.kind()).isEqualTo(Kind.GAUGE);
    assertThat(NetSnmpColumns.TCP_OUT_SEGS.kind()).isEqualTo(Kind.COUNTER);
    Column echoes = NetSnmpColumns.ICMP_MSG_DESCRIPTIONS.column("InType3", Unit.COUNT);
    assertThat(echoes.kind()).isEqualTo(Kind.COUNTER);
    assertThat(echoes).hasToString("InType3");
  }

  @Test
  void messagesByTypeComeInSeveralPairsOfLines() {
    Snapshot reading =
        read(
            """
            IcmpMsg: InType0 InType3
            IcmpMsg: 4 5
            IcmpMsg: OutType3 OutType8
            IcmpMsg: 6 7
            """);
    assertThat(reading.problems()).isEmpty();
    assertThat(Tree.cells(reading))
        .hasSize(4)
        .containsEntry("IcmpMsg[].InType0", 4L)
        .containsEntry("IcmpMsg[].InType3", 5L)
        .containsEntry("IcmpMsg[].OutType3", 6L)
        .containsEntry("IcmpMsg[].OutType8", 7L);
  }

  @Test
  void aTypeOfMessageThatAppearsIsSampledInPlace() {
    read("IcmpMsg: InType3\nIcmpMsg: 5\nTcp: OutSegs\nTcp: 7\n");
    try (var sampler = NetSnmp.FILE.sampler(tree.root(), History.keepingAll())) {
      sampler.sample();
      tree.with("net/snmp", "IcmpMsg: InType3 OutType3\nIcmpMsg: 6 1\nTcp: OutSegs\nTcp: 9\n");
      assertThat(sampler.sample()).isEqualTo(Outcome.SAMPLED);
      assertThat(sampler.view().amount("IcmpMsg", "OutType3")).hasValue(1);
      assertThat(sampler.history().series(NetSnmp.row("Tcp"), NetSnmpColumns.TCP_OUT_SEGS).value(1))
          .isEqualTo(9);
    }
  }

  @Test
  void aProtocolAndANameThatAreNewAreKept() {
    Snapshot reading = read("Quic: InPkts A\nQuic: 1 2\nTcp: New OutSegs\nTcp: 3 4\n");
    assertThat(reading.problems()).isEmpty();
    assertThat(Tree.cells(reading))
        .containsEntry("Quic[].InPkts", 1L)
        .containsEntry("Quic[].A", 2L)
        .containsEntry("Tcp[].New", 3L)
        .containsEntry("Tcp[].OutSegs", 4L);
  }

  @ParameterizedTest
  @CsvSource({"'Tcp: 1 2', 2", "'Tcp: 1 2 3 4', 4", "'Tcp:', 0", "'Tcp: 1 2 x 4', 3"})
  void anotherNumberOfNumbersThanNamesIsAProblem(String line, int numbers) {
    Snapshot reading =
        read("Tcp: InSegs OutSegs RetransSegs\n" + line + "\nUdp: NoPorts\nUdp: 9\n");
    assertThat(reading.problems()).isNotEmpty().allMatch(problem -> problem.line() == 2);
    assertThat(Tree.cells(reading))
        .hasSize(numbers + 1)
        .doesNotContainKey("Tcp[].InSegs")
        .containsEntry("Udp[].NoPorts", 9L);
    if (numbers > 0) {
      assertThat(Tree.cells(reading)).containsEntry("Tcp[].field2", 1L);
    }
  }

  @Test
  void numbersWithoutNamesAreAProblemAndKept() {
    Snapshot reading = read("Tcp: 1 2\nTcp: -3\nUdp: NoPorts\nUdp: 9\n");
    assertThat(Tree.problems(reading)).isEqualTo(2);
    assertThat(Tree.cells(reading))
        .hasSize(4)
        .containsEntry("Tcp[].field2", 1L)
        .containsEntry("Tcp[].field2#2", -3L)
        .containsEntry("Tcp[].field3", 2L)
        .containsEntry("Udp[].NoPorts", 9L);
  }

  @Test
  void aBadFieldCostsThatCellOnlyEvenTheFirst() {
    Snapshot reading = read("Tcp: A B C D\nTcp: x 18446744073709551615 18446744073709551616 4\n");
    assertThat(Tree.problems(reading)).isEqualTo(2);
    assertThat(Tree.cells(reading))
        .containsOnlyKeys("Tcp[].B", "Tcp[].D")
        .containsEntry("Tcp[].B", -1L);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Tcp: OutSegs\nTcp: 1", "Tcp: OutSe"})
  void nothingAndACutTextAreNone(String text) {
    assertThatThrownBy(() -> read(text)).isInstanceOf(MalformedTextException.class);
  }

  @Test
  void namesOfAnyBytes() {
    assertThat(Tree.cells(read("\u00fe: \u00ff\n\u00fe: 1\nno colon\n")))
        .containsExactly(java.util.Map.entry("\\xfe[].\\xff", 1L));
  }

  @Test
  void theShareOfRetransmissionsIsOfAllSegmentsSent() throws IOException {
    Figures figures =
        figures(
            "Tcp: OutSegs RetransSegs\nTcp: 1000 10\n", "Tcp: OutSegs RetransSegs\nTcp: 1090 20\n");
    assertThat(figures.of(NetSnmp.row("Tcp"), "retransmitted")).isCloseTo(10, within(1e-9));
    assertThat(figures.of(NetSnmp.row("Tcp"), "retrans/s")).isCloseTo(10, within(1e-6));
    Figures idle =
        figures(
            "Tcp: OutSegs RetransSegs\nTcp: 1000 10\n", "Tcp: OutSegs RetransSegs\nTcp: 1000 10\n");
    assertThat(idle.of(NetSnmp.row("Tcp"), "retransmitted")).isNaN();
  }

  @Test
  void figuresOfARealInterval() throws IOException {
    Figures figures = Figures.of(tree.root(), NetSnmp.FILE, NEW, "s0", "s1");
    Row tcp = NetSnmp.row("Tcp");
    assertThat(figures.of(tcp, "retransmitted")).isZero();
    assertThat(figures.of(tcp, "oseg/s")).isCloseTo(956 - 540, within(1e-6));
    assertThat(figures.of(tcp, "active/s")).isCloseTo(65, within(1e-6));
    assertThat(figures.of(tcp, "established")).isEqualTo(9);
    Row udp = NetSnmp.row("Udp");
    // All 65 datagrams of the interval found the receive buffer full.
    assertThat(figures.of(udp, "undelivered")).isEqualTo(100);
    assertThat(figures.of(udp, "rcvbuf/s")).isCloseTo(65, within(1e-6));
    assertThat(figures.of(udp, "odgm/s")).isCloseTo(65, within(1e-6));
    Figures netstat = Figures.of(tree.root(), NetNetstat.FILE, NEW, "s0", "s1");
    assertThat(netstat.of(NetNetstat.row("TcpExt"), "ListenDrops")).isZero();
    assertThat(netstat.of(NetNetstat.row("IpExt"), "in")).isPositive();
  }

  @Test
  void everyFigureIsOfAColumnThatTheNewestTextHas() throws IOException {
    for (var file : java.util.List.of(NetSnmp.FILE, NetNetstat.FILE, NetSnmp6.FILE)) {
      Figures figures = Figures.of(tree.root(), file, NEW, "s0", "s1");
      assertThat(figures.values()).hasSameSizeAs(file.figures());
      figures.values().forEach((name, value) -> assertThat(value.isNaN()).as(name).isFalse());
    }
  }
}

package io.github.procfs4j.fidelity;

import static io.github.procfs4j.fidelity.FidelityTable.NONE;
import static io.github.procfs4j.fidelity.FidelityTable.Unit.BYTES;
import static io.github.procfs4j.fidelity.FidelityTable.Unit.COUNT;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.procfs4j.fidelity.Worker.Answer;
import io.github.procfs4j.fidelity.Worker.Done;
import io.github.procfs4j.system.NetDev;
import io.github.procfs4j.system.NetSnmp;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the files of the network show when a process sends to itself: in a network namespace of its
 * own, and in that of the machine.
 */
class NetworkFidelityTest {
  private static final FidelityTable TABLE = new FidelityTable();
  private static final long COUNTED = 200;
  private static final long SIZE = 1000;

  /**
   * Headers of IPv4, of UDP, of TCP and its timestamps. The loopback device has an Ethernet header
   * too, but counts packets without it ({@code loopback_xmit}).
   */
  private static final long IP = 20;

  private static final long UDP = 8;
  private static final long TCP = 20;
  private static final long TIMESTAMPS = 12;

  @TempDir private static Path programs;
  private final Worker worker = new Worker(programs);
  private final Readings readings = new Readings();
  private boolean isAlone;

  @BeforeEach
  void start() {
    worker.ask("nothing");
  }

  @AfterEach
  void close() {
    readings.close();
    worker.close();
  }

  @AfterAll
  static void write() {
    TABLE.write("network");
  }

  private long lo(String column) {
    return readings.grew("net/dev", column, row -> row.label("device").equals("lo"));
  }

  /** If the process is alone, a count must be exact; otherwise it must not be less. */
  private void check(
      String work, String source, FidelityTable.Unit unit, long own, long said, String why) {
    String where = isAlone ? ", in a network of its own" : "";
    TABLE.check(
        work + where,
        source,
        unit,
        own,
        said,
        own,
        isAlone ? own : NONE,
        isAlone ? why : "with those of others");
  }

  @Test
  void alone() {
    Answer network = worker.ask("network");
    assumeTrue(network.result() == 0, "no network of its own here: errno " + -network.result());
    isAlone = true;
    udp();
    tcp();
  }

  @Test
  void amongOthers() {
    udp();
    tcp();
  }

  private void sockets() {
    worker.ask("sockets").orSkip();
    readings.with(NetDev.FILE, worker.directory()).with(NetSnmp.FILE, worker.directory());
  }

  private void udp() {
    sockets();
    worker.during(readings, "udp " + COUNTED + " " + SIZE);
    String work = COUNTED + " UDP datagrams of 1,000 bytes over lo";
    long bytes = COUNTED * (SIZE + UDP + IP);
    check(work, "net/snmp Udp OutDatagrams", COUNT, COUNTED, snmp("Udp", "OutDatagrams"), "exact");
    check(work, "net/snmp Udp InDatagrams", COUNT, COUNTED, snmp("Udp", "InDatagrams"), "exact");
    check(work, "net/snmp Ip OutRequests", COUNT, COUNTED, snmp("Ip", "OutRequests"), "exact");
    check(work, "net/dev lo transmit_packets", COUNT, COUNTED, lo("transmit_packets"), "exact");
    check(work, "net/dev lo receive_packets", COUNT, COUNTED, lo("receive_packets"), "the same");
    check(
        work,
        "net/dev lo transmit_bytes",
        BYTES,
        bytes,
        lo("transmit_bytes"),
        "with 28 bytes of UDP and IPv4 headers each");
    check(work, "net/dev lo receive_bytes", BYTES, bytes, lo("receive_bytes"), "the same");
  }

  private void tcp() {
    Done done = worker.during(readings, "tcp " + COUNTED + " " + SIZE);
    String work = COUNTED + " TCP segments of 1,000 bytes over lo";
    assumeTrue(done.most("retrans") == 0, "a segment was sent twice");
    long headers = IP + TCP + (done.work().result() == 1 ? TIMESTAMPS : 0);
    long segments = done.least("segs");
    check(
        work,
        "net/snmp Tcp OutSegs",
        COUNT,
        segments,
        snmp("Tcp", "OutSegs"),
        "with acknowledgments, by TCP_INFO of both ends");
    check(
        work,
        "net/snmp Tcp InSegs",
        COUNT,
        segments,
        snmp("Tcp", "InSegs"),
        "all arrive here, too");
    check(
        work,
        "net/dev lo transmit_packets",
        COUNT,
        segments,
        lo("transmit_packets"),
        "a packet each, as none is larger than the device takes");
    check(
        work,
        "net/dev lo transmit_bytes",
        BYTES,
        COUNTED * SIZE + segments * headers,
        lo("transmit_bytes"),
        "with " + headers + " bytes of headers for each packet");
  }

  private long snmp(String protocol, String column) {
    return readings.grew("net/snmp", column, NetSnmp.row(protocol)::equals);
  }
}

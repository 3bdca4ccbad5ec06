package io.github.procfs4j.system;

import io.github.procfs4j.model.Column;
import io.github.procfs4j.model.Figure;
import io.github.procfs4j.model.Layout;
import io.github.procfs4j.model.Source;
import io.github.procfs4j.sampling.Descriptions;
import io.github.procfs4j.sampling.FileReading;
import io.github.procfs4j.sampling.Printing;
import io.github.procfs4j.sampling.SampledFile;
import io.github.procfs4j.text.Cursor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * {@code /proc/net/netstat}: counters of TCP, IP and multipath TCP beyond the standards: full
 * listen queues, reasons for retransmissions, what was dropped and why.
 *
 * <pre>
 * TcpExt: SyncookiesSent SyncookiesRecv SyncookiesFailed EmbryonicRsts PruneCalled ...
 * TcpExt: 0 0 0 0 0 ...
 * </pre>
 *
 * <p>A line of names and a line of numbers for each group; represented as a table with one row for
 * each: <b>TcpExt</b>, <b>IpExt</b>, <b>MPTcpExt</b> (since Linux 5.6), and whatever else a kernel
 * prints. Nearly every version adds or removes some names; one that is not described here is kept
 * under the kernel's name. TCP is counted over IPv4 and IPv6 together, IpExt only over IPv4. {@code
 * net/ipv4/proc.c}, {@code net/mptcp/mib.h}, Documentation/networking/snmp_counter.rst.
 *
 * <p>The numbers are those of one network namespace; see {@link NetDev}. On 32-bit kernels most are
 * 32 bits wide and wrap.
 */
public final class NetNetstat extends ProtocolCounts {
  private static final String TCP = "TcpExt";
  private static final String IP = "IpExt";
  private static final Map<String, Descriptions> DESCRIPTIONS =
      Map.of(
          "TcpExt", NetNetstatColumns.TCP_EXT_DESCRIPTIONS,
          "IpExt", NetNetstatColumns.IP_EXT_DESCRIPTIONS,
          "MPTcpExt", NetNetstatColumns.MP_TCP_EXT_DESCRIPTIONS);

  /** The file as a source. */
  public static final SampledFile<NetNetstat> FILE =
      new SampledFile<>(
          new Source(
              "net/netstat",
              "TCP and IP in detail: listen queues, retransmissions and drops by cause",
              Source.Mode.SAMPLED,
              "",
              "CONFIG_INET",
              "",
              "net/ipv4/proc.c, Documentation/networking/snmp_counter.rst"),
          Printing.ONE_CALL,
          NetNetstat::parse,
          figures(),
          NetNetstat::new);

  private NetNetstat(FileReading reading) {
    super(reading);
  }

  private static List<Figure> figures() {
    List<Figure> figures = new ArrayList<>();
    for (String counter :
        List.of(
            "ListenDrops",
            "ListenOverflows",
            "TCPReqQFullDrop",
            "TCPReqQFullDoCookies",
            "SyncookiesSent",
            "TCPTimeouts",
            "TCPFastRetrans",
            "TCPSlowStartRetrans",
            "TCPLossProbes",
            "TCPSynRetrans",
            "TCPLostRetransmit",
            "TCPSpuriousRTOs",
            "TCPDSACKRecv",
            "TCPOFOQueue",
            "TCPBacklogDrop",
            "TCPRcvQDrop",
            "TCPZeroWindowDrop",
            "PruneCalled",
            "TCPRcvCollapsed",
            "TCPAbortOnMemory",
            "TCPAbortOnTimeout",
            "TCPMemoryPressures")) {
      figures.add(rate(TCP, counter, "/s", column(TCP, counter)));
    }
    figures.add(rate(IP, "in", "bytes/s", column(IP, "InOctets")));
    figures.add(rate(IP, "out", "bytes/s", column(IP, "OutOctets")));
    figures.add(rate(IP, "InCEPkts", "/s", column(IP, "InCEPkts")));
    figures.add(rate(IP, "InCsumErrors", "/s", column(IP, "InCsumErrors")));
    figures.add(rate("MPTcpExt", "MPTCPRetrans", "/s", column("MPTcpExt", "MPTCPRetrans")));
    return figures;
  }

  private static Figure rate(String group, String name, String unit, Column counter) {
    return Figure.rate(ProtocolLines.table(group), name, unit, counter);
  }

  private static void parse(Cursor in, Layout.Builder out) {
    ProtocolLines.parse(in, out, DESCRIPTIONS);
  }

  private static Column column(String group, String name) {
    return ProtocolLines.column(DESCRIPTIONS, group, name);
  }
}

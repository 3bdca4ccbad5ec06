package io.github.procfs4j.system;

import io.github.procfs4j.model.Column;
import io.github.procfs4j.model.Figure;
import io.github.procfs4j.model.Interval;
import io.github.procfs4j.model.Layout;
import io.github.procfs4j.model.Limits;
import io.github.procfs4j.model.Row;
import io.github.procfs4j.model.Source;
import io.github.procfs4j.sampling.Descriptions;
import io.github.procfs4j.sampling.FileReading;
import io.github.procfs4j.sampling.Printing;
import io.github.procfs4j.sampling.SampledFile;
import io.github.procfs4j.text.Cursor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.ToDoubleBiFunction;

/**
 * {@code /proc/net/snmp}: counters of IP, ICMP, TCP and UDP, as named by the standards for SNMP.
 *
 * <pre>
 * Tcp: RtoAlgorithm RtoMin RtoMax MaxConn ActiveOpens PassiveOpens AttemptFails EstabResets ...
 * Tcp: 1 200 120000 -1 150 6 144 0 ...
 * </pre>
 *
 * <p>A line of names and a line of numbers for each protocol; represented as a table with one row
 * for each, under the kernel's name: <b>Ip</b>, <b>Icmp</b>, <b>IcmpMsg</b> (messages by the number
 * of their type, beginning with the first message of the type), <b>Tcp</b>, <b>Udp</b>,
 * <b>UdpLite</b>, and whatever else a kernel prints. {@code Tcp MaxConn} is signed. TCP is counted
 * over IPv4 and IPv6 together, the others only over IPv4 ({@link NetSnmp6} has the rest). {@code
 * net/ipv4/proc.c}, Documentation/networking/snmp_counter.rst, RFC 4293, RFC 4022, RFC 4113.
 *
 * <p>The numbers are those of one network namespace; see {@link NetDev}. On 32-bit kernels most are
 * 32 bits wide and wrap.
 */
public final class NetSnmp extends ProtocolCounts {
  private static final String TCP = "Tcp";
  private static final String UDP = "Udp";
  private static final Map<String, Descriptions> DESCRIPTIONS =
      Map.of(
          "Ip", NetSnmpColumns.IP_DESCRIPTIONS,
          "Icmp", NetSnmpColumns.ICMP_DESCRIPTIONS,
          "IcmpMsg", NetSnmpColumns.ICMP_MSG_DESCRIPTIONS,
          "Tcp", NetSnmpColumns.TCP_DESCRIPTIONS,
          "Udp", NetSnmpColumns.UDP_DESCRIPTIONS,
          "UdpLite", NetSnmpColumns.UDP_LITE_DESCRIPTIONS);

  private static final Column OUT_SEGS = column(TCP, "OutSegs");
  private static final Column RETRANS_SEGS = column(TCP, "RetransSegs");
  private static final Column UDP_IN_DATAGRAMS = column(UDP, "InDatagrams");
  private static final Column UDP_IN_ERRORS = column(UDP, "InErrors");

  /** The file as a source. */
  public static final SampledFile<NetSnmp> FILE =
      new SampledFile<>(
          new Source(
              "net/snmp",
              "IP, ICMP, TCP and UDP: traffic, connections, retransmissions, errors",
              Source.Mode.SAMPLED,
              "",
              "CONFIG_INET",
              "",
              "net/ipv4/proc.c, Documentation/networking/snmp_counter.rst"),
          Printing.ONE_CALL,
          NetSnmp::parse,
          figures(),
          NetSnmp::new);

  private NetSnmp(FileReading reading) {
    super(reading);
  }

  private static List<Figure> figures() {
    List<Figure> figures = new ArrayList<>();
    figures.add(
        share(
            TCP,
            "retransmitted",
            "Share of retransmissions in the segments sent: RetransSegs / (OutSegs + RetransSegs);"
                + " OutSegs does not include them.",
            "RFC 4022, Documentation/networking/snmp_counter.rst",
            (i, row) -> i.growth(row, RETRANS_SEGS),
            "segments sent",
            (i, row) -> i.growth(row, OUT_SEGS) + i.growth(row, RETRANS_SEGS)));
    String tcp = "sar(1) -n TCP";
    String etcp = "sar(1) -n ETCP";
    rates(figures, TCP, tcp, "iseg/s InSegs oseg/s OutSegs");
    rates(figures, TCP, etcp, "retrans/s RetransSegs");
    rates(figures, TCP, tcp, "active/s ActiveOpens passive/s PassiveOpens");
    rates(figures, TCP, etcp, "atmptf/s AttemptFails estres/s EstabResets isegerr/s InErrs");
    rates(figures, TCP, etcp, "orsts/s OutRsts");
    figures.add(
        Figure.gauge(ProtocolLines.table(TCP), "established", "", column(TCP, "CurrEstab"))
            .within(Limits.COUNT));
    figures.add(
        share(
            UDP,
            "undelivered",
            "Share of the datagrams for a socket that did not reach it: InErrors / (InDatagrams +"
                + " InErrors).",
            "RFC 4113",
            (i, row) -> i.growth(row, UDP_IN_ERRORS),
            "datagrams",
            (i, row) -> i.growth(row, UDP_IN_DATAGRAMS) + i.growth(row, UDP_IN_ERRORS)));
    rates(
        figures,
        UDP,
        "sar(1) -n UDP",
        "idgm/s InDatagrams odgm/s OutDatagrams noport/s NoPorts idgmerr/s InErrors");
    rates(figures, UDP, "net/ipv4/udp.c", "rcvbuf/s RcvbufErrors sndbuf/s SndbufErrors");
    rates(
        figures,
        "Ip",
        "sar(1) -n IP",
        "irec/s InReceives idel/s InDelivers orq/s OutRequests fwddgm/s ForwDatagrams");
    rates(
        figures,
        "Ip",
        "sar(1) -n EIP",
        "ihdrerr/s InHdrErrors iadrerr/s InAddrErrors idisc/s InDiscards odisc/s OutDiscards"
            + " onort/s OutNoRoutes asmf/s ReasmFails fragf/s FragFails");
    rates(figures, "Icmp", "sar(1) -n ICMP", "imsg/s InMsgs omsg/s OutMsgs");
    rates(figures, "Icmp", "sar(1) -n EICMP", "ierr/s InErrors oerr/s OutErrors");
    return figures;
  }

  /** Adds rates of counters; the arguments are pairs of a name and the name of the counter. */
  private static void rates(
      List<Figure> figures, String protocol, String reference, String namesAndCounters) {
    String[] words = namesAndCounters.split(" ", -1);
    for (int i = 0; i < words.length; i += 2) {
      Column counter = column(protocol, words[i + 1]);
      figures.add(
          new Figure(
              ProtocolLines.table(protocol).name(),
              words[i],
              "/s",
              Limits.AMOUNT,
              counter.meaning(),
              reference,
              (interval, row) -> interval.perSecond(row, counter)));
    }
  }

  private static Figure share(
      String protocol,
      String name,
      String meaning,
      String reference,
      ToDoubleBiFunction<Interval, Row> part,
      String ofWhat,
      ToDoubleBiFunction<Interval, Row> whole) {
    return new Figure(
            ProtocolLines.table(protocol).name(),
            name,
            "%",
            Limits.SHARE,
            meaning,
            reference,
            (i, row) -> percent(part.applyAsDouble(i, row), whole.applyAsDouble(i, row)))
        .weightedBy(ofWhat, whole);
  }

  private static double percent(double part, double whole) {
    return whole == 0 ? Double.NaN : 100 * part / whole;
  }

  private static void parse(Cursor in, Layout.Builder out) {
    ProtocolLines.parse(in, out, DESCRIPTIONS);
  }

  private static Column column(String protocol, String name) {
    return ProtocolLines.column(DESCRIPTIONS, protocol, name);
  }

  /**
   * {@return the share of retransmissions among the TCP segments sent since the namespace began,
   * from 0 to 1; empty if none was sent} RetransSegs / (OutSegs + RetransSegs), because OutSegs
   * excludes retransmissions. RFC 4022, Documentation/networking/snmp_counter.rst.
   */
  public OptionalDouble tcpRetransmittedShare() {
    return share(TCP, NetSnmpColumns.TCP_RETRANS_SEGS, NetSnmpColumns.TCP_OUT_SEGS);
  }

  /**
   * {@return the share of the UDP datagrams for a socket that did not reach it since the namespace
   * began, from 0 to 1; empty if there was none} InErrors / (InDatagrams + InErrors), because
   * InDatagrams are those that programs received. RFC 4113.
   */
  public OptionalDouble udpUndeliveredShare() {
    return share(UDP, NetSnmpColumns.UDP_IN_ERRORS, NetSnmpColumns.UDP_IN_DATAGRAMS);
  }

  private OptionalDouble share(String protocol, Column part, Column others) {
    double counted = amountOf(row(protocol), part);
    double all = counted + amountOf(row(protocol), others);
    return all == 0 ? OptionalDouble.empty() : OptionalDouble.of(counted / all);
  }
}

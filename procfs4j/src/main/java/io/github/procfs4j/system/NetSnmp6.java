package io.github.procfs4j.system;

import io.github.procfs4j.model.Figure;
import io.github.procfs4j.model.Layout;
import io.github.procfs4j.model.Limits;
import io.github.procfs4j.model.Source;
import io.github.procfs4j.model.Table;
import io.github.procfs4j.sampling.Descriptions;
import io.github.procfs4j.sampling.FileReading;
import io.github.procfs4j.sampling.Printing;
import io.github.procfs4j.sampling.SampledFile;
import io.github.procfs4j.text.Cursor;
import java.util.List;

/**
 * {@code /proc/net/snmp6}: counters of IPv6, ICMPv6, UDP and UDP-Lite over IPv6. TCP over IPv6 is
 * counted together with TCP over IPv4, in {@link NetSnmp}.
 *
 * <pre>
 * Ip6InReceives                   	21
 * Icmp6InType135                  	2
 * Udp6InErrors                    	0
 * </pre>
 *
 * <p>A line for each key. {@code Icmp6InType}<i>n</i> and {@code Icmp6OutType}<i>n</i> appear with
 * the first message of their type, which changes the layout. {@code net/ipv6/proc.c}, RFC 4293.
 *
 * <p>The numbers are those of one network namespace; see {@link NetDev}. The file is missing if
 * IPv6 is neither built in nor loaded.
 */
public final class NetSnmp6 extends KeyedNumbers {
  private static final Table SNMP6 = Table.of("snmp6");
  private static final Descriptions DESCRIPTIONS = NetSnmp6Columns.DESCRIPTIONS;

  /** The file as a source. */
  public static final SampledFile<NetSnmp6> FILE =
      new SampledFile<>(
          new Source(
              "net/snmp6",
              "IPv6, ICMPv6 and UDP over IPv6: traffic, errors, drops",
              Source.Mode.SAMPLED,
              "",
              "CONFIG_IPV6",
              "",
              "net/ipv6/proc.c, RFC 4293"),
          Printing.ONE_CALL,
          NetSnmp6::parse,
          List.of(
              rate("irec6/s", "Ip6InReceives", "sar(1) -n IP6"),
              rate("orq6/s", "Ip6OutRequests", "sar(1) -n IP6"),
              octets("inB/s", "Ip6InOctets"),
              octets("outB/s", "Ip6OutOctets"),
              rate("ihdrer6/s", "Ip6InHdrErrors", "sar(1) -n EIP6"),
              rate("idisc6/s", "Ip6InDiscards", "sar(1) -n EIP6"),
              rate("odisc6/s", "Ip6OutDiscards", "sar(1) -n EIP6"),
              rate("onort6/s", "Ip6OutNoRoutes", "sar(1) -n EIP6"),
              rate("idgm6/s", "Udp6InDatagrams", "sar(1) -n UDP6"),
              rate("odgm6/s", "Udp6OutDatagrams", "sar(1) -n UDP6"),
              rate("idgmer6/s", "Udp6InErrors", "sar(1) -n UDP6"),
              rate("rcvbuf6/s", "Udp6RcvbufErrors", "net/ipv6/udp.c"),
              rate("sndbuf6/s", "Udp6SndbufErrors", "net/ipv6/udp.c")),
          NetSnmp6::new);

  private NetSnmp6(FileReading reading) {
    super(reading, SNMP6, NetSnmp6Columns.DESCRIPTIONS);
  }

  private static Figure rate(String name, String key, String reference) {
    return figure(name, "/s", key, reference);
  }

  private static Figure octets(String name, String key) {
    return figure(name, "bytes/s", key, "RFC 4293");
  }

  private static Figure figure(String name, String unit, String key, String reference) {
    return new Figure(
        SNMP6.name(),
        name,
        unit,
        Limits.AMOUNT,
        DESCRIPTIONS.column(key).meaning(),
        reference,
        (interval, row) -> interval.perSecond(row, DESCRIPTIONS.column(key)));
  }

  private static void parse(Cursor in, Layout.Builder out) {
    parse(in, out, SNMP6, NetSnmp6Columns.DESCRIPTIONS);
  }
}

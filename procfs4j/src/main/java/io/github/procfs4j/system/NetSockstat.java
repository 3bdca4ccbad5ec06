package io.github.procfs4j.system;

import io.github.procfs4j.model.Column;
import io.github.procfs4j.model.Figure;
import io.github.procfs4j.model.Layout;
import io.github.procfs4j.model.Limits;
import io.github.procfs4j.model.Row;
import io.github.procfs4j.model.Source;
import io.github.procfs4j.model.Table;
import io.github.procfs4j.model.Unit;
import io.github.procfs4j.sampling.Descriptions;
import io.github.procfs4j.sampling.FileReading;
import io.github.procfs4j.sampling.Printing;
import io.github.procfs4j.sampling.SampledFile;
import io.github.procfs4j.sampling.View;
import io.github.procfs4j.text.Cursor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * {@code /proc/net/sockstat}: the current number of sockets and the memory that they hold.
 *
 * <pre>
 * sockets: used 27
 * TCP: inuse 8 orphan 0 tw 2 alloc 12 mem 0
 * UDP: inuse 2 mem 0
 * UDPLITE: inuse 0
 * RAW: inuse 1
 * FRAG: inuse 0 memory 0
 * </pre>
 *
 * <p>A line for each protocol, with pairs of a key and a number; for protocols with separate IPv6
 * sockets (in {@code sockstat6}) only those of IPv4. {@code mem} is in pages, {@code memory} in
 * bytes. All are gauges, printed as signed numbers except those of {@code FRAG}. {@code
 * net/ipv4/proc.c}, {@code net/socket.c}.
 *
 * <p>{@code used}, {@code inuse} and {@code tw} count one network namespace (see {@link NetDev}),
 * but {@code used} and {@code tw} count the whole machine on older kernels; {@code orphan}, {@code
 * alloc} and {@code mem} always count the whole machine.
 */
public final class NetSockstat extends View {
  private static final String SAR = "sar(1) -n SOCK";
  private static final Table SOCKETS = Table.of("sockets", "protocol");
  private static final Descriptions DESCRIPTIONS = NetSockstatColumns.DESCRIPTIONS;

  /** What is printed for a protocol that {@link #PRINTED} does not list. */
  private static final Set<String> PRINTED_OF_OTHERS = names(NetSockstatColumns.INUSE);

  /** The names of the columns that are printed for each protocol. */
  private static final Map<String, Set<String>> PRINTED =
      Map.of(
          "sockets",
          names(NetSockstatColumns.USED),
          "TCP",
          names(
              NetSockstatColumns.INUSE,
              NetSockstatColumns.ORPHAN,
              NetSockstatColumns.TW,
              NetSockstatColumns.ALLOC,
              NetSockstatColumns.MEM),
          "UDP",
          names(NetSockstatColumns.INUSE, NetSockstatColumns.MEM),
          "FRAG",
          names(NetSockstatColumns.INUSE, NetSockstatColumns.MEMORY));

  private static final Row ALL = protocol("sockets");
  private static final Row TCP = protocol("TCP");

  /** The file as a source. */
  public static final SampledFile<NetSockstat> FILE =
      new SampledFile<>(
          new Source(
              "net/sockstat",
              "Number of sockets by protocol, and the memory that they use",
              Source.Mode.SAMPLED,
              "",
              "CONFIG_INET",
              "",
              "net/ipv4/proc.c, net/socket.c"),
          Printing.ONE_CALL,
          NetSockstat::parse,
          List.of(
              gauge(NetSockstatColumns.USED, "", SAR),
              gauge(NetSockstatColumns.INUSE, "", SAR),
              gauge(NetSockstatColumns.ORPHAN, "", "net/ipv4/proc.c"),
              gauge(NetSockstatColumns.TW, "", SAR),
              gauge(NetSockstatColumns.ALLOC, "", "net/ipv4/proc.c"),
              gauge(NetSockstatColumns.MEM, "pages", "net/ipv4/proc.c"),
              gauge(NetSockstatColumns.MEMORY, "bytes", "net/ipv4/proc.c")),
          NetSockstat::new);

  private NetSockstat(FileReading reading) {
    super(reading);
  }

  private static Set<String> names(Column... columns) {
    return Arrays.stream(columns).map(Column::name).collect(Collectors.toUnmodifiableSet());
  }

  private static Figure gauge(Column column, String unit, String reference) {
    return new Figure(
        SOCKETS.name(),
        column.name(),
        unit,
        Limits.COUNT,
        column.meaning(),
        reference,
        (interval, row) ->
            interval.has(row, column) || isPrinted(row, column)
                ? interval.amount(row, column)
                : interval.inapplicable());
  }

  /** Whether the kernel prints a number for a protocol. */
  private static boolean isPrinted(Row protocol, Column column) {
    return PRINTED
        .getOrDefault(protocol.labels().getFirst(), PRINTED_OF_OTHERS)
        .contains(column.name());
  }

  private static void parse(Cursor in, Layout.Builder out) {
    in.expectText();
    in.eachLine(
        line -> {
          Layout.Builder.RowBuilder row = out.newRow(SOCKETS, line.until(':'));
          while (!line.atLineEnd()) {
            Column column = DESCRIPTIONS.column(line.word(), Unit.COUNT);
            int cell = Descriptions.number(line, column);
            row.cell(Descriptions.alone(line, column), cell);
          }
        });
  }

  /** {@return the rows: all sockets together, then the protocols, in the order of the text} */
  public List<Row> protocols() {
    return rows(SOCKETS);
  }

  /**
   * {@return the row of a protocol by the kernel's name for it, such as {@code TCP}, or {@code
   * sockets}, whether or not the text contains it}
   *
   * @param name the text before the colon
   */
  public static Row protocol(String name) {
    Objects.requireNonNull(name, "name");
    return SOCKETS.row(name);
  }

  /**
   * {@return the number of sockets of every family in this network namespace: {@code used}, {@code
   * net/socket.c}}
   */
  public long used() {
    return amountOf(ALL, NetSockstatColumns.USED);
  }

  /**
   * {@return the number of sockets of a protocol that are bound or connected; for {@code FRAG}, of
   * packets being reassembled} Empty if this kernel has no such line.
   *
   * @param protocol {@link #protocol}
   */
  public OptionalLong inUse(Row protocol) {
    return amount(protocol, NetSockstatColumns.INUSE);
  }

  /**
   * {@return the number of TCP sockets that no process holds any longer, on the whole machine:
   * {@code orphan}}
   */
  public long tcpOrphans() {
    return amountOf(TCP, NetSockstatColumns.ORPHAN);
  }

  /** {@return the number of TCP connections in TIME-WAIT in this network namespace: {@code tw}} */
  public long tcpTimeWait() {
    return amountOf(TCP, NetSockstatColumns.TW);
  }

  /**
   * {@return the number of TCP sockets allocated, in any state, on the whole machine: {@code
   * alloc}}
   */
  public long tcpAllocated() {
    return amountOf(TCP, NetSockstatColumns.ALLOC);
  }

  /**
   * {@return the number of pages of memory that the sockets of a protocol hold on the whole
   * machine: what {@code tcp_mem} and {@code udp_mem} limit} Empty if the line has none.
   *
   * @param protocol {@link #protocol}
   */
  public OptionalLong pages(Row protocol) {
    return amount(protocol, NetSockstatColumns.MEM);
  }
}

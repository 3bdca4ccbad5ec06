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
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * {@code /proc/net/dev}: what each network device received, sent and dropped, and the errors it
 * met.
 *
 * <pre>
 * Inter-|   Receive                                                |  Transmit
 *  face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop ...
 *     lo:  778870    1420    0    0    0     0          0         0   778870    1420    0    0 ...
 *   eth0:     518       5    0    0    0     0          0         0     1182      13    0    0 ...
 * </pre>
 *
 * <p>Two lines of header, then a line for each device. A column is identified by its half of the
 * header and its word there, such as {@code receive_bytes}; {@link NetDevColumns} has them all. The
 * name of a device ends at the last colon of its line, because old kernels list an alias as {@code
 * team0:1:}, and the first number may touch that colon. A line whose count of numbers differs from
 * the count of words in the header is a problem, and its numbers are kept under generated names. A
 * device for which old kernels print {@code No statistics available.} is a row without numbers.
 * {@code net/core/net-procfs.c}, Documentation/networking/statistics.rst.
 *
 * <p>The devices are those of one network namespace: {@code /proc/net} is a link to {@code
 * self/net}, and a file kept open stays in the namespace of the process that opened it. The devices
 * of another process are below its directory: {@code Procfs.at(Path.of("/host/proc/1")).netDev()}.
 */
public final class NetDev extends View {
  /** What kernels before 2.6.36 print for a device without statistics. */
  private static final Pattern NO_NUMBERS = Pattern.compile("\\s*No statistics available\\.?\\s*");

  private static final String SAR_DEV = "sar(1) -n DEV";
  private static final String SAR_EDEV = "sar(1) -n EDEV";

  private static final Table DEVICE = Table.of("device", "device");
  private static final Descriptions DESCRIPTIONS = NetDevColumns.DESCRIPTIONS;

  /** The file as a source. */
  public static final SampledFile<NetDev> FILE =
      new SampledFile<>(
          new Source(
              "net/dev",
              "Network devices: bytes, packets, errors and drops in both directions",
              Source.Mode.SAMPLED,
              "",
              "CONFIG_NET",
              "",
              "net/core/net-procfs.c, Documentation/networking/statistics.rst"),
          Printing.RECORDS,
          NetDev::parse,
          List.of(
              rate("rxB/s", "bytes/s", NetDevColumns.RECEIVE_BYTES, SAR_DEV),
              rate("txB/s", "bytes/s", NetDevColumns.TRANSMIT_BYTES, SAR_DEV),
              rate("rxpck/s", "/s", NetDevColumns.RECEIVE_PACKETS, SAR_DEV),
              rate("txpck/s", "/s", NetDevColumns.TRANSMIT_PACKETS, SAR_DEV),
              rate("rxerr/s", "/s", NetDevColumns.RECEIVE_ERRS, SAR_EDEV),
              rate("txerr/s", "/s", NetDevColumns.TRANSMIT_ERRS, SAR_EDEV),
              rate("rxdrop/s", "/s", NetDevColumns.RECEIVE_DROP, SAR_EDEV),
              rate("txdrop/s", "/s", NetDevColumns.TRANSMIT_DROP, SAR_EDEV),
              rate("rxfifo/s", "/s", NetDevColumns.RECEIVE_FIFO, SAR_EDEV),
              rate("txfifo/s", "/s", NetDevColumns.TRANSMIT_FIFO, SAR_EDEV),
              rate("rxfram/s", "/s", NetDevColumns.RECEIVE_FRAME, SAR_EDEV),
              rate("txcarr/s", "/s", NetDevColumns.TRANSMIT_CARRIER, SAR_EDEV),
              rate("coll/s", "/s", NetDevColumns.TRANSMIT_COLLS, SAR_EDEV),
              rate("rxmcst/s", "/s", NetDevColumns.RECEIVE_MULTICAST, SAR_DEV)),
          NetDev::new);

  private NetDev(FileReading reading) {
    super(reading);
  }

  private static Figure rate(String name, String unit, Column counter, String reference) {
    return new Figure(
        DEVICE.name(),
        name,
        unit,
        Limits.AMOUNT,
        counter.meaning(),
        reference,
        (interval, row) -> interval.perSecond(row, counter));
  }

  private static void parse(Cursor in, Layout.Builder out) {
    in.expectText();
    out.table(DEVICE);
    Lines lines = new Lines(out);
    in.eachLine(lines::read);
  }

  /** The lines of one text: its header determines how the lines after it are read. */
  private static final class Lines {
    private final Layout.Builder out;
    private int line;
    private List<String> halves = List.of();
    private List<Column> columns = List.of();

    Lines(Layout.Builder out) {
      this.out = out;
    }

    void read(Cursor in) {
      line++;
      if (line == 1) {
        in.expect("Inter-|");
        halves = header(in);
      } else if (line == 2) {
        in.expect(" face |");
        columns = columns(header(in));
      } else {
        device(in);
      }
    }

    /** The rest of a line of the header, between its bars. */
    private static List<String> header(Cursor in) {
      StringBuilder words = new StringBuilder();
      while (!in.atLineEnd()) {
        words.append(in.word()).append(' ');
      }
      List<String> parts = new ArrayList<>();
      for (String part : words.toString().split("\\|", -1)) {
        parts.add(part.strip());
      }
      return parts;
    }

    /** The columns; empty if there is not one group of words for each half. */
    private List<Column> columns(List<String> groups) {
      List<Column> all = new ArrayList<>();
      for (int i = 0; i < groups.size() && groups.size() == halves.size(); i++) {
        String half = halves.get(i).toLowerCase(Locale.ROOT);
        for (String word : groups.get(i).split(" ", -1)) {
          all.add(DESCRIPTIONS.column(half + "_" + word, Unit.COUNT));
        }
      }
      return all;
    }

    private void device(Cursor in) {
      Layout.Builder.RowBuilder row = out.newRow(DEVICE, in.untilLast(':'));
      if (NO_NUMBERS.matcher(in.lineAhead()).matches()) {
        in.rest();
        return;
      }
      List<Integer> cells = new ArrayList<>();
      while (!in.atLineEnd()) {
        cells.add(in.unsigned());
      }
      boolean isAsTheHeaderSays = cells.size() == columns.size();
      for (int i = 0; i < cells.size(); i++) {
        row.cell(isAsTheHeaderSays ? columns.get(i) : Descriptions.unnamed(i + 2), cells.get(i));
      }
      if (!isAsTheHeaderSays) {
        throw in.malformed(
            columns.size() + " numbers, as the header has words, not " + cells.size());
      }
    }
  }

  /** {@return the devices, in the order of the text, which is that of their indexes} */
  public List<Row> devices() {
    return rows(DEVICE);
  }

  /**
   * {@return the row of a device by its name in this namespace, such as {@code eth0}, whether or
   * not the text contains it}
   *
   * @param name the kernel's name for it
   */
  public static Row device(String name) {
    Objects.requireNonNull(name, "name");
    return DEVICE.row(name);
  }
}

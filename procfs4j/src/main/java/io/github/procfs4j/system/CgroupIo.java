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
import io.github.procfs4j.sampling.Gathering;
import io.github.procfs4j.sampling.Printing;
import io.github.procfs4j.sampling.SampledFile;
import io.github.procfs4j.sampling.View;
import io.github.procfs4j.text.Cursor;
import java.util.List;

/**
 * {@code io.stat} of control groups: what they have read and written, by device.
 *
 * <pre>
 * 8:0 rbytes=90430464 wbytes=299008000 rios=8950 wios=1252 dbytes=50331648 dios=3021
 * </pre>
 *
 * <p>A row for each group and device that it has used, by the numbers of the device. In version 1
 * these are {@code blkio.throttle.io_service_bytes} and {@code blkio.throttle.io_serviced}, which
 * count the group without those below it. {@link Cgroups} selects the groups. {@code
 * block/blk-cgroup.c}, Documentation/admin-guide/cgroup-v2.rst.
 */
public final class CgroupIo extends View {
  private static final Table DEVICE = Table.of("device", "cgroup", "device");
  private static final Descriptions DESCRIPTIONS = CgroupIoColumns.DESCRIPTIONS;
  private static final String REFERENCE = "Documentation/admin-guide/cgroup-v2.rst";
  private static final Unit HUNDREDTHS = new Unit("count", 1, 2);
  private static final String VERSION_1 = "blkio.throttle.";
  private static final CgroupText TEXT = new CgroupText("blkio", DEVICE, CgroupIo::parse);

  /** The files of the group of this program as a source; {@link Cgroups#place} selects others. */
  public static final SampledFile<CgroupIo> FILE =
      new SampledFile<>(
          new Source(
              "cgroup/io",
              "What control groups have read and written, by device",
              Source.Mode.SAMPLED,
              "4.5",
              "CONFIG_BLK_CGROUP",
              "",
              REFERENCE + ", block/blk-cgroup.c"),
          Printing.ONE_CALL,
          TEXT,
          List.of(
              figure(
                  "read",
                  "bytes/s",
                  "Bytes read.",
                  CgroupIoColumns.RBYTES,
                  CgroupIoColumns.IO_SERVICE_BYTES_READ),
              figure(
                  "written",
                  "bytes/s",
                  "Bytes written.",
                  CgroupIoColumns.WBYTES,
                  CgroupIoColumns.IO_SERVICE_BYTES_WRITE),
              figure(
                  "reads",
                  "/s",
                  "Requests to read.",
                  CgroupIoColumns.RIOS,
                  CgroupIoColumns.IO_SERVICED_READ),
              figure(
                  "writes",
                  "/s",
                  "Requests to write.",
                  CgroupIoColumns.WIOS,
                  CgroupIoColumns.IO_SERVICED_WRITE)),
          CgroupIo::new,
          TEXT::place,
          new Gathering(
              Gathering.Reach.ITSELF,
              "",
              List.of("io.stat", VERSION_1 + "io_service_bytes", VERSION_1 + "io_serviced")));

  private CgroupIo(FileReading reading) {
    super(reading);
  }

  private static Figure figure(
      String name, String unit, String meaning, Column counter, Column ofVersion1) {
    return new Figure(
        DEVICE.name(),
        name,
        unit,
        Limits.AMOUNT,
        meaning,
        REFERENCE,
        (interval, row) ->
            interval.perSecond(row, interval.has(row, ofVersion1) ? ofVersion1 : counter));
  }

  private static void parse(String group, String file, Cursor line, Layout.Builder out) {
    String device = line.word();
    if (file.startsWith(VERSION_1)) {
      if (device.equals("Total")) {
        line.rest(); // the sum over all devices
        return;
      }
      String name = file.substring(VERSION_1.length()) + "." + line.word();
      Column column = DESCRIPTIONS.column(name, Unit.COUNT);
      int cell = line.unsigned();
      out.row(DEVICE, group, device).cell(Descriptions.alone(line, column), cell);
      return;
    }
    Layout.Builder.RowBuilder row = out.row(DEVICE, group, device);
    while (!line.atLineEnd()) {
      if (line.wordAhead().indexOf('=') < 1) {
        throw line.malformed("a name and \u00ab=\u00bb");
      }
      String name = line.until('=');
      // Those of blk-iocost, such as cost.vrate, may have decimals.
      boolean hasDecimals = line.wordAhead().indexOf('.') >= 0;
      Column column = DESCRIPTIONS.column(name, hasDecimals ? HUNDREDTHS : Unit.COUNT);
      row.cell(column, column.unit().decimals() == 0 ? line.unsigned() : line.hundredths());
    }
  }

  /** {@return the groups and the devices that they have used, a row for each pair} */
  public List<Row> devices() {
    return rows(DEVICE);
  }
}

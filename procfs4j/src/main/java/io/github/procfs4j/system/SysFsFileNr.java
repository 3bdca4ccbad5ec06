package io.github.procfs4j.system;

import io.github.procfs4j.model.Figure;
import io.github.procfs4j.model.Interval;
import io.github.procfs4j.model.Limits;
import io.github.procfs4j.model.Row;
import io.github.procfs4j.model.Source;
import io.github.procfs4j.model.Table;
import io.github.procfs4j.sampling.FileReading;
import io.github.procfs4j.sampling.Printing;
import io.github.procfs4j.sampling.SampledFile;
import io.github.procfs4j.sampling.View;
import java.util.List;

/**
 * {@code /proc/sys/fs/file-nr}: how many files are open in the whole system, and how many may be.
 *
 * <pre>
 * 826	0	2466177
 * </pre>
 *
 * <p>Three numbers. If there are fewer or more, they cannot be identified, and are named after
 * their positions. {@code fs/file_table.c}, Documentation/admin-guide/sysctl/fs.rst,
 * proc_sys_fs(5).
 */
public final class SysFsFileNr extends View {
  private static final Table FILES = Table.of("files");
  private static final Row ROW = FILES.row();
  private static final String REFERENCE = "Documentation/admin-guide/sysctl/fs.rst";

  /** The file as a source. */
  public static final SampledFile<SysFsFileNr> FILE =
      new SampledFile<>(
          new Source(
              "sys/fs/file-nr",
              "Open files of the whole system, and their limit",
              Source.Mode.SAMPLED,
              "",
              "CONFIG_PROC_SYSCTL",
              "",
              REFERENCE + ", fs/file_table.c"),
          Printing.ONE_CALL,
          (in, out) -> NumberLine.parse(in, out.row(FILES), SysFsFileNrColumns.COLUMNS),
          figures(),
          SysFsFileNr::new);

  private SysFsFileNr(FileReading reading) {
    super(reading);
  }

  private static List<Figure> figures() {
    return List.of(
        new Figure(
            FILES.name(),
            "open",
            "",
            Limits.AMOUNT,
            "Open files of the whole system: nr_files minus nr_free_files.",
            REFERENCE,
            (interval, row) -> open(interval, row)),
        new Figure(
            FILES.name(),
            "used",
            "%",
            Limits.AMOUNT,
            "Open files as a share of their limit, which privileged users may exceed.",
            REFERENCE,
            (interval, row) -> {
              double most = interval.amount(row, SysFsFileNrColumns.MAX_FILES);
              return most == 0 ? Double.NaN : 100 * open(interval, row) / most;
            }));
  }

  private static double open(Interval interval, Row row) {
    return interval.amount(row, SysFsFileNrColumns.NR_FILES)
        - interval.amount(row, SysFsFileNrColumns.NR_FREE_FILES);
  }

  /**
   * {@return {@code nr_files}: the open files of the whole system, including those that are
   * allocated but unused}
   */
  public long files() {
    return amountOf(ROW, SysFsFileNrColumns.NR_FILES);
  }

  /** {@return {@code nr_free_files}: allocated but unused; 0 since Linux 2.6} */
  public long freeFiles() {
    return amountOf(ROW, SysFsFileNrColumns.NR_FREE_FILES);
  }

  /** {@return {@code max_files}: the limit, sysctl {@code fs.file-max}} */
  public long maxFiles() {
    return amountOf(ROW, SysFsFileNrColumns.MAX_FILES);
  }
}

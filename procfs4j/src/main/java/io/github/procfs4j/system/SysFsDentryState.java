package io.github.procfs4j.system;

import io.github.procfs4j.model.Figure;
import io.github.procfs4j.model.Row;
import io.github.procfs4j.model.Source;
import io.github.procfs4j.model.Table;
import io.github.procfs4j.sampling.FileReading;
import io.github.procfs4j.sampling.Printing;
import io.github.procfs4j.sampling.SampledFile;
import io.github.procfs4j.sampling.View;
import java.util.List;

/**
 * {@code /proc/sys/fs/dentry-state}: how many names the directory cache contains.
 *
 * <pre>
 * 417987	415748	45	0	103731	0
 * </pre>
 *
 * <p>Six numbers. If there are fewer or more, they cannot be identified, and are named after their
 * positions. {@code fs/dcache.c}, Documentation/admin-guide/sysctl/fs.rst, proc_sys_fs(5).
 */
public final class SysFsDentryState extends View {
  private static final Table DENTRIES = Table.of("dentries");
  private static final Row ROW = DENTRIES.row();

  /** The file as a source. */
  public static final SampledFile<SysFsDentryState> FILE =
      new SampledFile<>(
          new Source(
              "sys/fs/dentry-state",
              "Names in the directory cache, used, unused and of files that do not exist",
              Source.Mode.SAMPLED,
              "",
              "CONFIG_PROC_SYSCTL",
              "",
              "Documentation/admin-guide/sysctl/fs.rst, fs/dcache.c"),
          Printing.ONE_CALL,
          (in, out) -> NumberLine.parse(in, out.row(DENTRIES), SysFsDentryStateColumns.COLUMNS),
          List.of(
              Figure.gauge(DENTRIES, "names", "", SysFsDentryStateColumns.NR_DENTRY),
              Figure.gauge(DENTRIES, "unused", "", SysFsDentryStateColumns.NR_UNUSED),
              Figure.gauge(DENTRIES, "negative", "", SysFsDentryStateColumns.NR_NEGATIVE)),
          SysFsDentryState::new);

  private SysFsDentryState(FileReading reading) {
    super(reading);
  }

  /** {@return {@code nr_dentry}: the names in the directory cache} */
  public long names() {
    return amountOf(ROW, SysFsDentryStateColumns.NR_DENTRY);
  }

  /** {@return {@code nr_unused}: those of them that nothing uses} */
  public long unused() {
    return amountOf(ROW, SysFsDentryStateColumns.NR_UNUSED);
  }

  /**
   * {@return {@code nr_negative}: the unused names of files that do not exist} Linux 5.0 and later;
   * earlier kernels print 0 in its place and do not count them.
   */
  public long negative() {
    return amountOf(ROW, SysFsDentryStateColumns.NR_NEGATIVE);
  }
}

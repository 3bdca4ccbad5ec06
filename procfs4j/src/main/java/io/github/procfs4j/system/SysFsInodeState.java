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
 * {@code /proc/sys/fs/inode-state}: how many inodes are in memory.
 *
 * <pre>
 * 18926	0	0	0	0	0	0
 * </pre>
 *
 * <p>Seven numbers, of which only the first two have a meaning today. If there are fewer or more,
 * they cannot be identified, and are named after their positions. {@code fs/inode.c},
 * Documentation/admin-guide/sysctl/fs.rst, proc_sys_fs(5).
 */
public final class SysFsInodeState extends View {
  private static final Table INODES = Table.of("inodes");
  private static final Row ROW = INODES.row();

  /** The file as a source. */
  public static final SampledFile<SysFsInodeState> FILE =
      new SampledFile<>(
          new Source(
              "sys/fs/inode-state",
              "Inodes in memory, used and unused",
              Source.Mode.SAMPLED,
              "",
              "CONFIG_PROC_SYSCTL",
              "",
              "Documentation/admin-guide/sysctl/fs.rst, fs/inode.c"),
          Printing.ONE_CALL,
          (in, out) -> NumberLine.parse(in, out.row(INODES), SysFsInodeStateColumns.COLUMNS),
          List.of(
              Figure.gauge(INODES, "inodes", "", SysFsInodeStateColumns.NR_INODES),
              Figure.gauge(INODES, "unused", "", SysFsInodeStateColumns.NR_UNUSED)),
          SysFsInodeState::new);

  private SysFsInodeState(FileReading reading) {
    super(reading);
  }

  /** {@return {@code nr_inodes}: the inodes in memory} */
  public long inodes() {
    return amountOf(ROW, SysFsInodeStateColumns.NR_INODES);
  }

  /** {@return {@code nr_unused}: those of them that nothing uses} */
  public long unused() {
    return amountOf(ROW, SysFsInodeStateColumns.NR_UNUSED);
  }
}

package io.github.procfs4j.process;

import io.github.procfs4j.model.Column;
import io.github.procfs4j.model.Layout;
import io.github.procfs4j.model.Row;
import io.github.procfs4j.model.Source;
import io.github.procfs4j.model.Table;
import io.github.procfs4j.model.Unit;
import io.github.procfs4j.sampling.Descriptions;
import io.github.procfs4j.sampling.FileReading;
import io.github.procfs4j.sampling.Outcome;
import io.github.procfs4j.sampling.Printing;
import io.github.procfs4j.sampling.SampledFile;
import io.github.procfs4j.sampling.UnreadableException;
import io.github.procfs4j.sampling.View;
import io.github.procfs4j.text.Cursor;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * {@code /proc/<pid>/smaps_rollup}: the memory of a process, all mappings together.
 *
 * <pre>
 * 55edc815a000-7ffd46390000 ---p 00000000 00:00 0                          [rollup]
 * Rss:               22012 kB
 * Pss:               11224 kB
 * Pss_Anon:           6854 kB
 * </pre>
 *
 * <p>A first line, with the range from the first address to the one after the last, and the sums of
 * the keys of {@link Smaps}, except those that cannot be summed; and {@code Pss} by the kind of its
 * pages. Since Linux 4.14. {@code fs/proc/task_mmu.c},
 * Documentation/ABI/testing/procfs-smaps_rollup.
 *
 * <p>The kernel walks the same page tables as for {@code smaps}, in a single pass: it prints less,
 * but holds the lock on the memory map for longer at a time.
 *
 * <p>A kernel thread and a zombie have the file but no memory: reading it fails with ESRCH, as if
 * they were gone, so the outcome of a sampler is {@link Outcome#GONE}. {@link #ifAny} distinguishes
 * the two cases.
 */
public final class SmapsRollup extends View implements MemorySizes {
  private static final Table ROLLUP = Table.of("smaps_rollup");
  private static final Row ROW = ROLLUP.row();
  private static final Descriptions DESCRIPTIONS =
      SmapsRollupColumns.DESCRIPTIONS.or(Smaps.DESCRIPTIONS);

  /** The file as a source; its root is the directory of the process, {@code /proc/<pid>}. */
  public static final SampledFile<SmapsRollup> FILE =
      new SampledFile<>(
          new Source(
              "pid/smaps_rollup",
              "The memory of a process, all mappings together",
              Source.Mode.SAMPLED,
              "4.14",
              Smaps.OPTION,
              Smaps.PRIVILEGE,
              "Documentation/ABI/testing/procfs-smaps_rollup, fs/proc/task_mmu.c"),
          Printing.ONE_CALL,
          SmapsRollup::parse,
          Smaps.figures(ROLLUP),
          SmapsRollup::new,
          process -> process.resolve("smaps_rollup"));

  private final Row row;

  private SmapsRollup(FileReading reading) {
    this(reading, ROW);
  }

  /** The view of the columns of this file in a row of the process table. */
  SmapsRollup(FileReading reading, Row row) {
    super(reading);
    this.row = row;
  }

  private static void parse(Cursor in, Layout.Builder out) {
    Layout.Builder.RowBuilder row = out.row(ROLLUP);
    if (in.atEnd()) {
      return; // no memory, on kernels before 4.18
    }
    boolean[] isHead = {true};
    in.eachLine(
        line -> {
          if (isHead[0]) {
            isHead[0] = false;
            row.cell(Smaps.START, line.hexadecimal());
            line.expect("-");
            row.cell(Smaps.END, line.hexadecimal());
            line.expect(" ---p 00000000 00:00 0");
            if (!line.rest().equals("[rollup]")) {
              throw line.malformed("«[rollup]» before this");
            }
          } else {
            String key = line.until(':');
            int cell = line.unsigned();
            row.cell(DESCRIPTIONS.sized(line, key), cell);
          }
        });
  }

  /**
   * Reads the file of a process if it has memory.
   *
   * @param process its directory, such as {@code /proc/1234}
   * @return the sizes; empty for a kernel thread, and for a process that has ended but whose parent
   *     has not waited for it yet (a zombie)
   * @throws UnreadableException if the process is gone, or its file may not be read
   */
  public static Optional<SmapsRollup> ifAny(Path process) {
    return ifAny(process, FILE, ProcessStatm.FILE);
  }

  /** As {@link #ifAny(Path)}, for a process of a tree. */
  static Optional<SmapsRollup> ifAny(ProcessDirectory process) {
    return ifAny(process.root(), process.placed(FILE), process.placed(ProcessStatm.FILE));
  }

  private static Optional<SmapsRollup> ifAny(
      Path root, SampledFile<SmapsRollup> file, SampledFile<ProcessStatm> statm) {
    try {
      SmapsRollup rollup = file.read(root);
      return rollup.rss().isPresent() ? Optional.of(rollup) : Optional.empty();
    } catch (UnreadableException e) {
      if (e.outcome() == Outcome.GONE && isWithoutMemory(root, statm)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private static boolean isWithoutMemory(Path root, SampledFile<ProcessStatm> statm) {
    try {
      return statm.read(root).size() == 0;
    } catch (UnreadableException e) {
      return false; // it is gone
    }
  }

  /**
   * The amount for one of the kernel's keys, in bytes; the addresses in the first line are not
   * sizes and not available here.
   */
  @Override
  public OptionalLong amount(String key) {
    Objects.requireNonNull(key, "key");
    Column column = DESCRIPTIONS.column(key, Unit.COUNT);
    return column.equals(Smaps.START) || column.equals(Smaps.END)
        ? OptionalLong.empty()
        : amount(row, column);
  }

  /** {@return {@code Pss_Anon}: the share of {@code Pss} in anonymous pages} Since Linux 5.3. */
  public OptionalLong pssAnon() {
    return amount("Pss_Anon");
  }

  /** {@return {@code Pss_File}: the share of {@code Pss} in pages of files} Since Linux 5.3. */
  public OptionalLong pssFile() {
    return amount("Pss_File");
  }

  /**
   * {@return {@code Pss_Shmem}: the share of {@code Pss} in shared memory and tmpfs} Since Linux
   * 5.3.
   */
  public OptionalLong pssShmem() {
    return amount("Pss_Shmem");
  }

  /** The line of its row. */
  @Override
  public String toString() {
    return reading().text(row);
  }
}

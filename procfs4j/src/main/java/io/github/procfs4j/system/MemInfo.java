package io.github.procfs4j.system;

import io.github.procfs4j.model.Column;
import io.github.procfs4j.model.Figure;
import io.github.procfs4j.model.Interval;
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
import io.github.procfs4j.text.Cursor;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * {@code /proc/meminfo}: memory in detail.
 *
 * <pre>
 * MemTotal:       24684096 kB
 * Active(anon):       1504 kB
 * HugePages_Total:       0
 * </pre>
 *
 * <p>A line for each key: its name, a colon, a number, and, for a size, {@code kB}, which means
 * 1,024 bytes. Keys differ by version, architecture and configuration; one that is not described
 * here is kept under its own name. Linux 2.4 and FreeBSD print a heading and two lines of bytes
 * before the others, with the same information. {@code fs/proc/meminfo.c}, proc_meminfo(5),
 * Documentation/filesystems/proc.rst.
 */
public final class MemInfo extends KeyedNumbers {
  private static final Table MEMINFO = Table.of("meminfo");
  private static final Descriptions DESCRIPTIONS = MemInfoColumns.DESCRIPTIONS;

  /** The lines of Linux 2.4 with a number in bytes for each word of its heading. */
  private static final Set<String> HEADED = Set.of("Mem", "Swap");

  /** The file as a source. */
  public static final SampledFile<MemInfo> FILE =
      new SampledFile<>(
          new Source(
              "meminfo",
              "Memory in detail",
              Source.Mode.SAMPLED,
              "",
              "",
              "",
              "proc_meminfo(5), fs/proc/meminfo.c"),
          Printing.ONE_CALL,
          MemInfo::parse,
          figures(),
          MemInfo::new);

  private MemInfo(FileReading reading) {
    super(reading, MEMINFO, MemInfoColumns.DESCRIPTIONS);
  }

  private static void parse(Cursor in, Layout.Builder out) {
    in.expectText();
    Layout.Builder.RowBuilder row = out.row(MEMINFO);
    List<String> heading = new ArrayList<>();
    in.eachLine(
        line -> {
          if (line.wordAhead().equals("total:")) {
            while (!line.atLineEnd()) {
              heading.add(line.until(':'));
            }
            return;
          }
          String key = line.until(':');
          if (!heading.isEmpty() && HEADED.contains(key)) {
            for (String what : heading) {
              row.cell(DESCRIPTIONS.column(key + "." + what, Unit.BYTES), line.unsigned());
              if (line.atLineEnd()) {
                return; // shared and cached swap do not exist
              }
            }
          } else {
            int cell = line.unsigned();
            row.cell(DESCRIPTIONS.sized(line, key), cell);
          }
        });
  }

  private static List<Figure> figures() {
    Column total = MemInfoColumns.MEM_TOTAL;
    Column free = MemInfoColumns.MEM_FREE;
    Column available = MemInfoColumns.MEM_AVAILABLE;
    Column swapTotal = MemInfoColumns.SWAP_TOTAL;
    Column swapFree = MemInfoColumns.SWAP_FREE;
    List<Figure> figures = new ArrayList<>();
    Limits part = Limits.AMOUNT.partOf(total);
    Limits used =
        part.replacedBy(
            "MemTotal minus MemFree is shown, as free(1) does",
            (interval, row) -> interval.amount(row, total) - interval.amount(row, free));
    figures.add(
        new Figure(
            MEMINFO.name(),
            "used",
            "bytes",
            used,
            "MemTotal minus MemAvailable: memory not available to a new program without"
                + " swapping.",
            "free(1)",
            (interval, row) -> interval.amount(row, total) - interval.amount(row, available)));
    figures.add(
        new Figure(
            MEMINFO.name(),
            "used (estimate)",
            "bytes",
            used,
            "Without MemAvailable, which Linux prints since 3.14: MemTotal minus MemFree,"
                + " Buffers, Cached and SReclaimable, which counts as 0 if it is not printed."
                + " Cached includes shared memory, which is not available to a new program, so the"
                + " estimate is too low by that amount.",
            "free(1) of procps before 4.0",
            MemInfo::estimateOfUsed));
    figures.add(
        new Figure(
            MEMINFO.name(),
            "used share",
            "%",
            Limits.SHARE,
            "The share of MemTotal that is used: used or, without MemAvailable, used (estimate).",
            "free(1)",
            MemInfo::usedShare));
    for (String key :
        List.of(
            "MemAvailable",
            "MemFree",
            "Buffers",
            "Cached",
            "AnonPages",
            "Slab",
            "Dirty",
            "Writeback")) {
      figures.add(Figure.gauge(MEMINFO, key, "bytes", DESCRIPTIONS.column(key)).within(part));
    }
    figures.add(
        Figure.gauge(MEMINFO, "Committed_AS", "bytes", MemInfoColumns.COMMITTED_AS)
            .within(
                Limits.AMOUNT
                    .partOf("the largest signed number of this kernel", MemInfo::mostSigned)
                    .remarked("this is a negative number, printed without its sign")));
    figures.add(
        new Figure(
            MEMINFO.name(),
            "swap used",
            "bytes",
            Limits.AMOUNT.partOf(swapTotal).limited("free(1)"),
            "SwapTotal minus SwapFree.",
            "free(1)",
            (interval, row) -> interval.amount(row, swapTotal) - interval.amount(row, swapFree)));
    return figures;
  }

  /**
   * The largest number of kB that fits in a signed {@code long} of the kernel, in bytes. Only
   * 32-bit kernels have less than 4 GiB of addresses for vmalloc.
   */
  private static double mostSigned(Interval interval, Row row) {
    boolean has32Bits = interval.amount(row, MemInfoColumns.VMALLOC_TOTAL) < 0x1p32;
    return has32Bits ? 0x1p31 * 1024 : 0x1p63;
  }

  private static double usedShare(Interval interval, Row row) {
    Column available = MemInfoColumns.MEM_AVAILABLE;
    double total = interval.amount(row, MemInfoColumns.MEM_TOTAL);
    double used =
        interval.has(row, available)
            ? total - interval.amount(row, available)
            : estimate(interval, row);
    return 100 * used / total;
  }

  private static double estimateOfUsed(Interval interval, Row row) {
    if (interval.has(row, MemInfoColumns.MEM_AVAILABLE)) {
      return interval.inapplicable();
    }
    return estimate(interval, row);
  }

  private static double estimate(Interval interval, Row row) {
    double used = interval.amount(row, MemInfoColumns.MEM_TOTAL);
    for (String key : List.of("MemFree", "Buffers", "Cached")) {
      used -= interval.amount(row, DESCRIPTIONS.column(key));
    }
    return used - interval.amountIfPrinted(row, MemInfoColumns.S_RECLAIMABLE);
  }

  /**
   * {@return {@code MemTotal}, in bytes: the RAM that the kernel manages: physical memory minus
   * what the firmware and the kernel image reserved at boot} It changes only when memory is
   * plugged, ballooned or taken offline.
   *
   * <p>Source: Documentation/filesystems/proc.rst.
   */
  public long memTotal() {
    return printed(MemInfoColumns.MEM_TOTAL);
  }

  /**
   * {@return {@code MemFree}, in bytes: unused RAM} A low value is normal, since free memory is
   * used as cache; use MemAvailable to judge memory pressure.
   *
   * <p>Source: Documentation/filesystems/proc.rst.
   */
  public long memFree() {
    return printed(MemInfoColumns.MEM_FREE);
  }

  /**
   * {@return {@code MemAvailable}, in bytes: an estimate of the memory available to new programs
   * without swapping, from free memory, file pages and reclaimable kernel memory minus the low
   * watermarks} It is not exact and not a sum of other lines.
   *
   * <p>Since Linux 3.14.
   *
   * <p>Source: Documentation/filesystems/proc.rst.
   */
  public long memAvailable() {
    return printed(MemInfoColumns.MEM_AVAILABLE);
  }

  /**
   * {@return {@code Buffers}, in bytes: the page cache of block devices themselves (raw disk blocks
   * and file-system metadata); not part of Cached}
   *
   * <p>Source: Documentation/filesystems/proc.rst.
   */
  public long buffers() {
    return printed(MemInfoColumns.BUFFERS);
  }

  /**
   * {@return {@code Cached}, in bytes: the page cache of files including tmpfs and shared memory
   * (Shmem), without Buffers and SwapCached; the Shmem part cannot be dropped like file cache, only
   * swapped}
   *
   * <p>Source: fs/proc/meminfo.c.
   */
  public long cached() {
    return printed(MemInfoColumns.CACHED);
  }

  /**
   * {@return {@code SwapTotal}, in bytes: the total size of all active swap areas}
   *
   * <p>Source: Documentation/filesystems/proc.rst.
   */
  public long swapTotal() {
    return printed(MemInfoColumns.SWAP_TOTAL);
  }

  /**
   * {@return {@code SwapFree}, in bytes: unused swap space; kernels have been seen to print a value
   * near 2^64 while swap areas change}
   *
   * <p>Source: proc(5).
   */
  public long swapFree() {
    return printed(MemInfoColumns.SWAP_FREE);
  }

  /**
   * {@return {@code Dirty}, in bytes: the page cache changed in memory and waiting to be written to
   * disk}
   *
   * <p>Source: Documentation/filesystems/proc.rst.
   */
  public long dirty() {
    return printed(MemInfoColumns.DIRTY);
  }

  /**
   * {@return {@code Slab}, in bytes: the memory of the kernel's slab caches, the sum of
   * SReclaimable and SUnreclaim}
   *
   * <p>Source: Documentation/filesystems/proc.rst.
   */
  public long slab() {
    return printed(MemInfoColumns.SLAB);
  }
}

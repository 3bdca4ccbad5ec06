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
import io.github.procfs4j.sampling.View;
import io.github.procfs4j.text.Cursor;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
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
 * <p>A line for each key: its name, a colon, a number, and {@code kB} where it is a size, which
 * means 1,024 bytes. Keys differ by version, architecture and configuration; one that is not
 * described here is kept under its own name. Linux 2.4 and FreeBSD print a heading and two lines of
 * bytes before the others, which say the same. {@code fs/proc/meminfo.c}, proc_meminfo(5),
 * Documentation/filesystems/proc.rst.
 */
public final class MemInfo extends View {
  private static final Table MEMINFO = Table.of("meminfo");
  private static final Row ROW = MEMINFO.row();
  private static final Descriptions COLUMNS = Descriptions.of(MemInfo.class, "meminfo");

  /** The lines of Linux 2.4 that have a number for each word of its heading, in bytes. */
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
    super(reading);
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
              row.cell(COLUMNS.column(key + "." + what, Unit.BYTES), line.unsigned());
              if (line.atLineEnd()) {
                return; // there is no shared and cached swap
              }
            }
          } else {
            int cell = line.unsigned();
            row.cell(COLUMNS.sized(line, key), cell);
          }
        });
  }

  private static List<Figure> figures() {
    Column total = COLUMNS.column("MemTotal");
    Column free = COLUMNS.column("MemFree");
    Column available = COLUMNS.column("MemAvailable");
    Column swapTotal = COLUMNS.column("SwapTotal");
    Column swapFree = COLUMNS.column("SwapFree");
    List<Figure> figures = new ArrayList<>();
    Limits part = Limits.AMOUNT.partOf(total);
    Limits used =
        part.replacedBy(
            "MemTotal less MemFree is shown, as free(1) does",
            (interval, row) -> interval.amount(row, total) - interval.amount(row, free));
    figures.add(
        new Figure(
            MEMINFO.name(),
            "used",
            "bytes",
            used,
            "MemTotal less MemAvailable: what could not be given to a new program without"
                + " swapping.",
            "free(1)",
            (interval, row) -> interval.amount(row, total) - interval.amount(row, available)));
    figures.add(
        new Figure(
            MEMINFO.name(),
            "used (estimate)",
            "bytes",
            used,
            "Where there is no MemAvailable, which Linux prints since 3.14: MemTotal less MemFree,"
                + " Buffers, Cached and SReclaimable, which counts as 0 where it is not printed."
                + " Cached holds shared memory, which could not be given to a new program: the"
                + " estimate is too low by that.",
            "free(1) of procps before 4.0",
            MemInfo::estimateOfUsed));
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
      figures.add(Figure.gauge(MEMINFO, key, "bytes", COLUMNS.column(key)).within(part));
    }
    figures.add(
        Figure.gauge(MEMINFO, "Committed_AS", "bytes", COLUMNS.column("Committed_AS"))
            .within(
                Limits.AMOUNT
                    .partOf("what a signed number of this kernel holds", MemInfo::mostSigned)
                    .remarked("that is a number below 0, printed without its sign")));
    figures.add(
        new Figure(
            MEMINFO.name(),
            "swap used",
            "bytes",
            Limits.AMOUNT.partOf(swapTotal).limited("free(1)"),
            "SwapTotal less SwapFree.",
            "free(1)",
            (interval, row) -> interval.amount(row, swapTotal) - interval.amount(row, swapFree)));
    return figures;
  }

  /**
   * The most kB that fit a signed {@code long} of this kernel, in bytes. All kernels of 32 bits,
   * and they alone, have less than 4 GiB of addresses for vmalloc.
   */
  private static double mostSigned(Interval interval, Row row) {
    boolean has32Bits = interval.amount(row, COLUMNS.column("VmallocTotal")) < 0x1p32;
    return has32Bits ? 0x1p31 * 1024 : 0x1p63;
  }

  private static double estimateOfUsed(Interval interval, Row row) {
    if (interval.has(row, COLUMNS.column("MemAvailable"))) {
      return interval.inapplicable();
    }
    double used = interval.amount(row, COLUMNS.column("MemTotal"));
    for (String key : List.of("MemFree", "Buffers", "Cached")) {
      used -= interval.amount(row, COLUMNS.column(key));
    }
    return used - interval.amountIfPrinted(row, COLUMNS.column("SReclaimable"));
  }

  /**
   * The amount under a key of the kernel's, such as {@code DirectMap2M}: sizes in bytes, counts as
   * they are. Empty if this kernel prints no such key.
   */
  public OptionalLong amount(String key) {
    return amountIfPrinted(ROW, COLUMNS.column(key, Unit.COUNT));
  }

  /**
   * {@code MemTotal}, in bytes: RAM the kernel manages: physical memory less what the firmware and
   * the kernel image reserved at boot; it changes only when memory is plugged, ballooned or taken
   * offline.
   *
   * <p>Source: Documentation/filesystems/proc.rst.
   */
  public long memTotal() {
    return amountOf(ROW, COLUMNS.column("MemTotal"));
  }

  /**
   * {@code MemFree}, in bytes: RAM in no use at all; a low value is normal, since free memory is
   * put to use as cache, so judge memory pressure by MemAvailable.
   *
   * <p>Source: Documentation/filesystems/proc.rst.
   */
  public long memFree() {
    return amountOf(ROW, COLUMNS.column("MemFree"));
  }

  /**
   * {@code MemAvailable}, in bytes: Estimate of how much memory new programs could take without
   * swapping, from free memory, file pages and reclaimable kernel memory less the low watermarks;
   * it is not exact and not a sum of other lines.
   *
   * <p>Since Linux 3.14.
   *
   * <p>Source: Documentation/filesystems/proc.rst.
   */
  public long memAvailable() {
    return amountOf(ROW, COLUMNS.column("MemAvailable"));
  }

  /**
   * {@code Buffers}, in bytes: Page cache of block devices themselves (raw disk blocks and file-
   * system metadata); not part of Cached.
   *
   * <p>Source: Documentation/filesystems/proc.rst.
   */
  public long buffers() {
    return amountOf(ROW, COLUMNS.column("Buffers"));
  }

  /**
   * {@code Cached}, in bytes: Page cache of files including tmpfs and shared memory (Shmem),
   * without Buffers and SwapCached; the Shmem part cannot be dropped like file cache, only swapped.
   *
   * <p>Source: fs/proc/meminfo.c.
   */
  public long cached() {
    return amountOf(ROW, COLUMNS.column("Cached"));
  }

  /**
   * {@code SwapCached}, in bytes: Memory that was swapped out and read back while its copy in swap
   * is still valid, so that it can be dropped again without writing.
   *
   * <p>Source: Documentation/filesystems/proc.rst.
   */
  public long swapCached() {
    return amountOf(ROW, COLUMNS.column("SwapCached"));
  }

  /**
   * {@code Active}, in bytes: Pages on the active LRU lists (used recently), the sum of
   * Active(anon) and Active(file).
   *
   * <p>Source: Documentation/filesystems/proc.rst.
   */
  public long active() {
    return amountOf(ROW, COLUMNS.column("Active"));
  }

  /**
   * {@code Inactive}, in bytes: Pages on the inactive LRU lists (used less recently, reclaimed
   * first), the sum of Inactive(anon) and Inactive(file).
   *
   * <p>Source: Documentation/filesystems/proc.rst.
   */
  public long inactive() {
    return amountOf(ROW, COLUMNS.column("Inactive"));
  }

  /**
   * {@code Active(anon)}, in bytes: Swap-backed pages (anonymous, tmpfs, shared memory) on the
   * active LRU list; tmpfs counts here although it is also in Cached.
   *
   * <p>Source: fs/proc/meminfo.c.
   */
  public long activeAnon() {
    return amountOf(ROW, COLUMNS.column("Active(anon)"));
  }

  /**
   * {@code Inactive(anon)}, in bytes: Swap-backed pages (anonymous, tmpfs, shared memory) on the
   * inactive LRU list, the candidates for swapping out.
   *
   * <p>Source: fs/proc/meminfo.c.
   */
  public long inactiveAnon() {
    return amountOf(ROW, COLUMNS.column("Inactive(anon)"));
  }

  /**
   * {@code Active(file)}, in bytes: File-backed page cache on the active LRU list.
   *
   * <p>Source: fs/proc/meminfo.c.
   */
  public long activeFile() {
    return amountOf(ROW, COLUMNS.column("Active(file)"));
  }

  /**
   * {@code Inactive(file)}, in bytes: File-backed page cache on the inactive LRU list, the first to
   * be reclaimed.
   *
   * <p>Source: fs/proc/meminfo.c.
   */
  public long inactiveFile() {
    return amountOf(ROW, COLUMNS.column("Inactive(file)"));
  }

  /**
   * {@code Unevictable}, in bytes: Pages that reclaim cannot take: locked memory, ramfs, secret
   * memory, pinned shared memory.
   *
   * <p>Source: Documentation/filesystems/proc.rst.
   */
  public long unevictable() {
    return amountOf(ROW, COLUMNS.column("Unevictable"));
  }

  /**
   * {@code Mlocked}, in bytes: Memory held in RAM by mlock(2) and its like; a part of Unevictable.
   *
   * <p>Source: Documentation/filesystems/proc.rst.
   */
  public long mlocked() {
    return amountOf(ROW, COLUMNS.column("Mlocked"));
  }

  /**
   * {@code HighTotal}, in bytes: Total high memory, the RAM a 32-bit kernel cannot address
   * permanently.
   *
   * <p>Depends on CONFIG_HIGHMEM; empty where this kernel does not print it.
   *
   * <p>Source: Documentation/filesystems/proc.rst.
   */
  public OptionalLong highTotal() {
    return amount("HighTotal");
  }

  /**
   * {@code HighFree}, in bytes: Free high memory.
   *
   * <p>Depends on CONFIG_HIGHMEM; empty where this kernel does not print it.
   *
   * <p>Source: Documentation/filesystems/proc.rst.
   */
  public OptionalLong highFree() {
    return amount("HighFree");
  }

  /**
   * {@code LowTotal}, in bytes: Total low memory, the RAM a 32-bit kernel addresses directly and
   * needs for its own data.
   *
   * <p>Depends on CONFIG_HIGHMEM; empty where this kernel does not print it.
   *
   * <p>Source: Documentation/filesystems/proc.rst.
   */
  public OptionalLong lowTotal() {
    return amount("LowTotal");
  }

  /**
   * {@code LowFree}, in bytes: Free low memory; on a 32-bit kernel this can run out while MemFree
   * is still large.
   *
   * <p>Depends on CONFIG_HIGHMEM; empty where this kernel does not print it.
   *
   * <p>Source: Documentation/filesystems/proc.rst.
   */
  public OptionalLong lowFree() {
    return amount("LowFree");
  }

  /**
   * {@code MmapCopy}, in bytes: Memory allocated for mappings on a machine without an MMU, where
   * mmap(2) copies.
   *
   * <p>Depends on !CONFIG_MMU; empty where this kernel does not print it.
   *
   * <p>Source: fs/proc/meminfo.c.
   */
  public OptionalLong mmapCopy() {
    return amount("MmapCopy");
  }

  /**
   * {@code SwapTotal}, in bytes: Total size of all active swap areas.
   *
   * <p>Source: Documentation/filesystems/proc.rst.
   */
  public long swapTotal() {
    return amountOf(ROW, COLUMNS.column("SwapTotal"));
  }

  /**
   * {@code SwapFree}, in bytes: Swap space not in use; while swap areas change, kernels have been
   * seen to print a value near 2^64.
   *
   * <p>Source: proc(5).
   */
  public long swapFree() {
    return amountOf(ROW, COLUMNS.column("SwapFree"));
  }

  /**
   * {@code Zswap}, in bytes: RAM that the zswap pool takes for compressed pages (compressed size).
   *
   * <p>Since Linux 5.19; depends on CONFIG_ZSWAP; empty where this kernel does not print it.
   *
   * <p>Source: Documentation/filesystems/proc.rst.
   */
  public OptionalLong zswap() {
    return amount("Zswap");
  }

  /**
   * {@code Zswapped}, in bytes: Uncompressed size of the anonymous memory kept in zswap; Zswapped
   * divided by Zswap is the compression ratio.
   *
   * <p>Since Linux 5.19; depends on CONFIG_ZSWAP; empty where this kernel does not print it.
   *
   * <p>Source: Documentation/filesystems/proc.rst.
   */
  public OptionalLong zswapped() {
    return amount("Zswapped");
  }

  /**
   * {@code Dirty}, in bytes: Page cache changed in memory and waiting to be written to disk.
   *
   * <p>Source: Documentation/filesystems/proc.rst.
   */
  public long dirty() {
    return amountOf(ROW, COLUMNS.column("Dirty"));
  }

  /**
   * {@code Writeback}, in bytes: Page cache being written to disk right now.
   *
   * <p>Source: Documentation/filesystems/proc.rst.
   */
  public long writeback() {
    return amountOf(ROW, COLUMNS.column("Writeback"));
  }

  /**
   * {@code AnonPages}, in bytes: Anonymous memory mapped into page tables of processes, huge pages
   * included.
   *
   * <p>Source: Documentation/filesystems/proc.rst.
   */
  public long anonPages() {
    return amountOf(ROW, COLUMNS.column("AnonPages"));
  }

  /**
   * {@code Mapped}, in bytes: Page cache (files, shared memory) mapped into at least one process.
   *
   * <p>Source: Documentation/filesystems/proc.rst.
   */
  public long mapped() {
    return amountOf(ROW, COLUMNS.column("Mapped"));
  }

  /**
   * {@code Shmem}, in bytes: Memory of tmpfs, shared memory segments and shared anonymous mappings;
   * it is part of Cached.
   *
   * <p>Source: Documentation/filesystems/proc.rst.
   */
  public long shmem() {
    return amountOf(ROW, COLUMNS.column("Shmem"));
  }

  /**
   * {@code KReclaimable}, in bytes: Kernel memory that can be given back under pressure:
   * SReclaimable plus other allocations with a shrinker.
   *
   * <p>Since Linux 4.20; empty where this kernel does not print it.
   *
   * <p>Source: Documentation/filesystems/proc.rst.
   */
  public OptionalLong kReclaimable() {
    return amount("KReclaimable");
  }

  /**
   * {@code Slab}, in bytes: Memory of the kernel's slab caches, the sum of SReclaimable and
   * SUnreclaim.
   *
   * <p>Source: Documentation/filesystems/proc.rst.
   */
  public long slab() {
    return amountOf(ROW, COLUMNS.column("Slab"));
  }

  /**
   * {@code SReclaimable}, in bytes: Part of Slab that can be reclaimed, such as dentry and inode
   * caches.
   *
   * <p>Source: Documentation/filesystems/proc.rst.
   */
  public long sReclaimable() {
    return amountOf(ROW, COLUMNS.column("SReclaimable"));
  }

  /**
   * {@code SUnreclaim}, in bytes: Part of Slab that cannot be reclaimed; steady growth suggests a
   * kernel leak.
   *
   * <p>Source: Documentation/filesystems/proc.rst.
   */
  public long sUnreclaim() {
    return amountOf(ROW, COLUMNS.column("SUnreclaim"));
  }

  /**
   * {@code KernelStack}, in bytes: Memory of the kernel stacks of all tasks.
   *
   * <p>Source: Documentation/filesystems/proc.rst.
   */
  public long kernelStack() {
    return amountOf(ROW, COLUMNS.column("KernelStack"));
  }

  /**
   * {@code ShadowCallStack}, in bytes: Memory of shadow call stacks, the second stacks that protect
   * return addresses; the value follows the colon without a space once it has eight digits.
   *
   * <p>Since Linux 5.8; depends on CONFIG_SHADOW_CALL_STACK; empty where this kernel does not print
   * it.
   *
   * <p>Source: fs/proc/meminfo.c.
   */
  public OptionalLong shadowCallStack() {
    return amount("ShadowCallStack");
  }

  /**
   * {@code PageTables}, in bytes: Memory of page tables of processes.
   *
   * <p>Source: Documentation/filesystems/proc.rst.
   */
  public long pageTables() {
    return amountOf(ROW, COLUMNS.column("PageTables"));
  }

  /**
   * {@code SecPageTables}, in bytes: Memory of secondary page tables: those of KVM guests and,
   * since 6.10, of IOMMUs.
   *
   * <p>Since Linux 6.1; empty where this kernel does not print it.
   *
   * <p>Source: Documentation/filesystems/proc.rst.
   */
  public OptionalLong secPageTables() {
    return amount("SecPageTables");
  }

  /**
   * {@code NFS_Unstable}, in bytes: NFS pages sent to the server but not yet committed there;
   * always 0 since 5.8, where they count in Writeback.
   *
   * <p>Source: Documentation/filesystems/proc.rst.
   */
  public long nfsUnstable() {
    return amountOf(ROW, COLUMNS.column("NFS_Unstable"));
  }

  /**
   * {@code Bounce}, in bytes: Memory of bounce buffers for block devices that cannot reach high
   * memory; always 0 since 6.16, where they were removed.
   *
   * <p>Source: Documentation/filesystems/proc.rst.
   */
  public long bounce() {
    return amountOf(ROW, COLUMNS.column("Bounce"));
  }

  /**
   * {@code WritebackTmp}, in bytes: Memory FUSE uses for temporary copies of pages under writeback;
   * always 0 on recent kernels (6.18), which need no copies.
   *
   * <p>Source: Documentation/filesystems/proc.rst.
   */
  public long writebackTmp() {
    return amountOf(ROW, COLUMNS.column("WritebackTmp"));
  }

  /**
   * {@code CommitLimit}, in bytes: Most memory that may be promised to processes when strict
   * overcommit is on (vm.overcommit_memory=2); without it the number binds nobody.
   *
   * <p>Source: Documentation/filesystems/proc.rst.
   */
  public long commitLimit() {
    return amountOf(ROW, COLUMNS.column("CommitLimit"));
  }

  /**
   * {@code Committed_AS}, in bytes: Memory promised to all processes, touched or not; it may exceed
   * RAM plus swap where overcommit is allowed.
   *
   * <p>Source: Documentation/filesystems/proc.rst.
   */
  public long committedAs() {
    return amountOf(ROW, COLUMNS.column("Committed_AS"));
  }

  /**
   * {@code VmallocTotal}, in bytes: Size of the kernel's virtual address range for vmalloc; an
   * address range, not memory, and huge on 64-bit.
   *
   * <p>Source: Documentation/filesystems/proc.rst.
   */
  public long vmallocTotal() {
    return amountOf(ROW, COLUMNS.column("VmallocTotal"));
  }

  /**
   * {@code VmallocUsed}, in bytes: Pages allocated through vmalloc; 0 from 4.4 to 5.2, where it was
   * not computed, and before 4.4 it counted address range instead of pages.
   *
   * <p>Source: fs/proc/meminfo.c.
   */
  public long vmallocUsed() {
    return amountOf(ROW, COLUMNS.column("VmallocUsed"));
  }

  /**
   * {@code VmallocChunk}, in bytes: Largest free stretch of the vmalloc range; always 0 since 4.4.
   *
   * <p>Source: fs/proc/meminfo.c.
   */
  public long vmallocChunk() {
    return amountOf(ROW, COLUMNS.column("VmallocChunk"));
  }

  /**
   * {@code Percpu}, in bytes: Memory of the per-CPU allocator, without its own bookkeeping.
   *
   * <p>Since Linux 4.19; empty where this kernel does not print it.
   *
   * <p>Source: Documentation/filesystems/proc.rst.
   */
  public OptionalLong percpu() {
    return amount("Percpu");
  }

  /**
   * {@code EarlyMemtestBad}, in bytes: RAM found bad by the memory test at boot; the line appears
   * only if the test ran, so 0 means tested and good.
   *
   * <p>Since Linux 6.4; depends on CONFIG_MEMTEST; empty where this kernel does not print it.
   *
   * <p>Source: Documentation/filesystems/proc.rst.
   */
  public OptionalLong earlyMemtestBad() {
    return amount("EarlyMemtestBad");
  }

  /**
   * {@code HardwareCorrupted}, in bytes: RAM taken out of use because the hardware reported it as
   * corrupted.
   *
   * <p>Depends on CONFIG_MEMORY_FAILURE; empty where this kernel does not print it.
   *
   * <p>Source: Documentation/filesystems/proc.rst.
   */
  public OptionalLong hardwareCorrupted() {
    return amount("HardwareCorrupted");
  }

  /**
   * {@code AnonHugePages}, in bytes: Anonymous transparent huge pages mapped by a whole page-table
   * entry of PMD size; smaller large folios (mTHP) are not in it.
   *
   * <p>Depends on CONFIG_TRANSPARENT_HUGEPAGE; empty where this kernel does not print it.
   *
   * <p>Source: Documentation/filesystems/proc.rst.
   */
  public OptionalLong anonHugePages() {
    return amount("AnonHugePages");
  }

  /**
   * {@code ShmemHugePages}, in bytes: Shared memory and tmpfs allocated as huge pages, mapped or
   * not.
   *
   * <p>Since Linux 4.8; depends on CONFIG_TRANSPARENT_HUGEPAGE; empty where this kernel does not
   * print it.
   *
   * <p>Source: Documentation/filesystems/proc.rst.
   */
  public OptionalLong shmemHugePages() {
    return amount("ShmemHugePages");
  }

  /**
   * {@code ShmemPmdMapped}, in bytes: Shared memory and tmpfs mapped into processes by huge page-
   * table entries.
   *
   * <p>Since Linux 4.8; depends on CONFIG_TRANSPARENT_HUGEPAGE; empty where this kernel does not
   * print it.
   *
   * <p>Source: Documentation/filesystems/proc.rst.
   */
  public OptionalLong shmemPmdMapped() {
    return amount("ShmemPmdMapped");
  }

  /**
   * {@code FileHugePages}, in bytes: Page cache of files allocated as huge pages.
   *
   * <p>Since Linux 5.4; depends on CONFIG_TRANSPARENT_HUGEPAGE; empty where this kernel does not
   * print it.
   *
   * <p>Source: Documentation/filesystems/proc.rst.
   */
  public OptionalLong fileHugePages() {
    return amount("FileHugePages");
  }

  /**
   * {@code FilePmdMapped}, in bytes: Page cache of files mapped into processes by huge page-table
   * entries.
   *
   * <p>Since Linux 5.4; depends on CONFIG_TRANSPARENT_HUGEPAGE; empty where this kernel does not
   * print it.
   *
   * <p>Source: Documentation/filesystems/proc.rst.
   */
  public OptionalLong filePmdMapped() {
    return amount("FilePmdMapped");
  }

  /**
   * {@code CmaTotal}, in bytes: Memory set aside for the contiguous memory allocator; it is part of
   * MemTotal and lent to movable pages meanwhile.
   *
   * <p>Since Linux 3.19; depends on CONFIG_CMA; empty where this kernel does not print it.
   *
   * <p>Source: Documentation/filesystems/proc.rst.
   */
  public OptionalLong cmaTotal() {
    return amount("CmaTotal");
  }

  /**
   * {@code CmaFree}, in bytes: Free part of the contiguous memory allocator's areas; it is part of
   * MemFree but usable for movable allocations only.
   *
   * <p>Since Linux 3.19; depends on CONFIG_CMA; empty where this kernel does not print it.
   *
   * <p>Source: Documentation/filesystems/proc.rst.
   */
  public OptionalLong cmaFree() {
    return amount("CmaFree");
  }

  /**
   * {@code Unaccepted}, in bytes: Memory of a confidential guest (TDX, SEV-SNP) that it has not
   * accepted from the host yet and takes on demand.
   *
   * <p>Since Linux 6.5; depends on CONFIG_UNACCEPTED_MEMORY; empty where this kernel does not print
   * it.
   *
   * <p>Source: fs/proc/meminfo.c.
   */
  public OptionalLong unaccepted() {
    return amount("Unaccepted");
  }

  /**
   * {@code Balloon}, in bytes: Guest memory handed back to the host by balloon drivers; only some
   * drivers report it.
   *
   * <p>Since Linux 6.16; empty where this kernel does not print it.
   *
   * <p>Source: fs/proc/meminfo.c.
   */
  public OptionalLong balloon() {
    return amount("Balloon");
  }

  /**
   * {@code HugePages_Total}, in huge-pages: Pages in the hugetlb pool of the default size
   * (Hugepagesize); pools of other sizes are in Hugetlb and /sys only; printed without a unit.
   *
   * <p>Depends on CONFIG_HUGETLB_PAGE; empty where this kernel does not print it.
   *
   * <p>Source: Documentation/admin-guide/mm/hugetlbpage.rst.
   */
  public OptionalLong hugePagesTotal() {
    return amount("HugePages_Total");
  }

  /**
   * {@code HugePages_Free}, in huge-pages: Pages of that pool not allocated yet, reserved ones
   * included.
   *
   * <p>Depends on CONFIG_HUGETLB_PAGE; empty where this kernel does not print it.
   *
   * <p>Source: Documentation/admin-guide/mm/hugetlbpage.rst.
   */
  public OptionalLong hugePagesFree() {
    return amount("HugePages_Free");
  }

  /**
   * {@code HugePages_Rsvd}, in huge-pages: Pages of that pool promised to mappings but not
   * allocated yet; truly free are HugePages_Free less HugePages_Rsvd.
   *
   * <p>Depends on CONFIG_HUGETLB_PAGE; empty where this kernel does not print it.
   *
   * <p>Source: Documentation/admin-guide/mm/hugetlbpage.rst.
   */
  public OptionalLong hugePagesRsvd() {
    return amount("HugePages_Rsvd");
  }

  /**
   * {@code HugePages_Surp}, in huge-pages: Pages in that pool beyond vm.nr_hugepages, allowed by
   * vm.nr_overcommit_hugepages.
   *
   * <p>Depends on CONFIG_HUGETLB_PAGE; empty where this kernel does not print it.
   *
   * <p>Source: Documentation/admin-guide/mm/hugetlbpage.rst.
   */
  public OptionalLong hugePagesSurp() {
    return amount("HugePages_Surp");
  }

  /**
   * {@code Hugepagesize}, in bytes: Size of the default huge page; it does not change while the
   * system runs.
   *
   * <p>Depends on CONFIG_HUGETLB_PAGE; empty where this kernel does not print it.
   *
   * <p>Source: Documentation/admin-guide/mm/hugetlbpage.rst.
   */
  public OptionalLong hugepagesize() {
    return amount("Hugepagesize");
  }

  /**
   * {@code Hugetlb}, in bytes: Memory of hugetlb pools of all sizes; none of it is in MemAvailable.
   *
   * <p>Since Linux 4.16; depends on CONFIG_HUGETLB_PAGE; empty where this kernel does not print it.
   *
   * <p>Source: Documentation/admin-guide/mm/hugetlbpage.rst.
   */
  public OptionalLong hugetlb() {
    return amount("Hugetlb");
  }

  /**
   * {@code DirectMap4k}, in bytes: RAM that the kernel's own linear mapping covers with 4 KiB
   * pages; DirectMap lines count mappings and do not add up to MemTotal.
   *
   * <p>Depends on x86, s390, powerpc radix; empty where this kernel does not print it.
   *
   * <p>Source: Documentation/filesystems/proc.rst.
   */
  public OptionalLong directMap4k() {
    return amount("DirectMap4k");
  }

  /**
   * {@code DirectMap64k}, in bytes: RAM that the kernel's own linear mapping covers with 64 KiB
   * pages.
   *
   * <p>Depends on powerpc radix; empty where this kernel does not print it.
   *
   * <p>Source: arch/powerpc/mm/book3s64/pgtable.c.
   */
  public OptionalLong directMap64k() {
    return amount("DirectMap64k");
  }

  /**
   * {@code DirectMap1M}, in bytes: RAM that the kernel's own linear mapping covers with 1 MiB
   * pages.
   *
   * <p>Depends on s390; empty where this kernel does not print it.
   *
   * <p>Source: arch/s390/mm/pageattr.c.
   */
  public OptionalLong directMap1M() {
    return amount("DirectMap1M");
  }

  /**
   * {@code DirectMap2M}, in bytes: RAM that the kernel's own linear mapping covers with 2 MiB
   * pages.
   *
   * <p>Depends on x86-64, x86 PAE, powerpc radix; empty where this kernel does not print it.
   *
   * <p>Source: Documentation/filesystems/proc.rst.
   */
  public OptionalLong directMap2M() {
    return amount("DirectMap2M");
  }

  /**
   * {@code DirectMap4M}, in bytes: RAM that the kernel's own linear mapping covers with 4 MiB
   * pages.
   *
   * <p>Depends on 32-bit x86 without PAE; empty where this kernel does not print it.
   *
   * <p>Source: arch/x86/mm/pat/set_memory.c.
   */
  public OptionalLong directMap4M() {
    return amount("DirectMap4M");
  }

  /**
   * {@code DirectMap1G}, in bytes: RAM that the kernel's own linear mapping covers with 1 GiB
   * pages.
   *
   * <p>Depends on x86-64 with 1 GiB pages, powerpc radix; empty where this kernel does not print
   * it.
   *
   * <p>Source: Documentation/filesystems/proc.rst.
   */
  public OptionalLong directMap1G() {
    return amount("DirectMap1G");
  }

  /**
   * {@code DirectMap2G}, in bytes: RAM that the kernel's own linear mapping covers with 2 GiB
   * pages.
   *
   * <p>Depends on s390; empty where this kernel does not print it.
   *
   * <p>Source: arch/s390/mm/pageattr.c.
   */
  public OptionalLong directMap2G() {
    return amount("DirectMap2G");
  }
}

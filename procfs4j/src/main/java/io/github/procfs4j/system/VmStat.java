package io.github.procfs4j.system;

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
import java.util.List;
import java.util.OptionalLong;
import java.util.function.ToDoubleBiFunction;

/**
 * {@code /proc/vmstat}: what the virtual memory system holds (pages, most names {@code nr_*}) and
 * has done (events, counters).
 *
 * <pre>
 * nr_free_pages 804603
 * pgfault 1034532
 * </pre>
 *
 * <p>A line for each key: its name, a space, a number. Which keys there are depends on the version
 * and on many options; one that is not described here is kept under its own name. {@code
 * mm/vmstat.c}, proc_vmstat(5).
 */
public final class VmStat extends View {
  private static final Table VMSTAT = Table.of("vmstat");
  private static final Row ROW = VMSTAT.row();
  private static final Descriptions COLUMNS = Descriptions.of(VmStat.class, "vmstat");

  /** The file as a source. */
  public static final SampledFile<VmStat> FILE =
      new SampledFile<>(
          new Source(
              "vmstat",
              "Virtual memory: what is held in pages, and counters of faults, paging and reclaim",
              Source.Mode.SAMPLED,
              "",
              "CONFIG_PROC_FS and, for the events, CONFIG_VM_EVENT_COUNTERS",
              "",
              "proc_vmstat(5), mm/vmstat.c"),
          Printing.RECORDS,
          VmStat::parse,
          figures(),
          VmStat::new);

  private VmStat(FileReading reading) {
    super(reading);
  }

  private static List<Figure> figures() {
    return List.of(
        rate("paged in", "bytes/s", "pgpgin"),
        rate("paged out", "bytes/s", "pgpgout"),
        rate("swapped in", "pages/s", "pswpin"),
        rate("swapped out", "pages/s", "pswpout"),
        rate("faults", "/s", "pgfault"),
        rate("major faults", "/s", "pgmajfault"),
        rate("freed", "pages/s", "pgfree"),
        reclaim("scanned by kswapd", "pgscan_kswapd", VmStatReclaim::scannedByKswapd),
        reclaim("scanned directly", "pgscan_direct", VmStatReclaim::scannedDirectly),
        reclaim("stolen by kswapd", "pgsteal_kswapd", VmStatReclaim::stolenByKswapd),
        reclaim("stolen directly", "pgsteal_direct", VmStatReclaim::stolenDirectly),
        new Figure(
            VMSTAT.name(),
            "reclaim efficiency",
            "%",
            Limits.AMOUNT,
            "Pages stolen of the pages scanned; little where reclaim finds few pages to take.",
            "sar(1) -B, %vmeff",
            (interval, row) -> 100 * VmStatReclaim.efficiency(interval, row)),
        rate("OOM kills", "/s", "oom_kill"));
  }

  /** Of all zones together, where the kernel counts by zone. */
  private static Figure reclaim(String name, String key, ToDoubleBiFunction<Interval, Row> growth) {
    return new Figure(
        VMSTAT.name(),
        name,
        "pages/s",
        Limits.AMOUNT,
        COLUMNS.column(key).meaning() + " Before Linux 4.8 the sum of all zones.",
        "sar(1) -B",
        (interval, row) -> growth.applyAsDouble(interval, row) / interval.secondsPassed());
  }

  private static Figure rate(String name, String unit, String key) {
    return Figure.rate(VMSTAT, name, unit, COLUMNS.column(key));
  }

  private static void parse(Cursor in, Layout.Builder out) {
    in.expectText();
    Layout.Builder.RowBuilder row = out.row(VMSTAT);
    in.eachLine(
        line -> {
          String key = line.word();
          row.cell(COLUMNS.column(key, Unit.COUNT), line.unsigned());
        });
  }

  /**
   * The amount under a key of the kernel's, such as {@code pgfault}. Empty if this kernel prints no
   * such key.
   */
  public OptionalLong amount(String key) {
    return amountIfPrinted(ROW, COLUMNS.column(key, Unit.COUNT));
  }

  /**
   * {@code nr_free_pages}, in pages: Free pages in all zones; batched per CPU, so it lags by a few
   * pages per CPU, as do all nr_ values.
   *
   * <p>Source: include/linux/mmzone.h.
   */
  public long nrFreePages() {
    return amountOf(ROW, COLUMNS.column("nr_free_pages"));
  }

  /**
   * {@code numa_hit}: Allocations served from the node they were meant for; one per allocation
   * whatever its size, except bulk ones that count pages. Switching vm.numa_stat off (4.15) sets it
   * to 0.
   *
   * <p>Depends on CONFIG_NUMA; empty where this kernel does not print it.
   *
   * <p>Source: Documentation/admin-guide/numastat.rst.
   */
  public OptionalLong numaHit() {
    return amount("numa_hit");
  }

  /**
   * {@code numa_miss}: Allocations served from a node although another one was meant. Switching
   * vm.numa_stat off (4.15) sets it to 0.
   *
   * <p>Depends on CONFIG_NUMA; empty where this kernel does not print it.
   *
   * <p>Source: Documentation/admin-guide/numastat.rst.
   */
  public OptionalLong numaMiss() {
    return amount("numa_miss");
  }

  /**
   * {@code workingset_refault_anon}, in pages: Evicted anonymous pages that were brought back while
   * the kernel still remembered their eviction.
   *
   * <p>Since Linux 5.9; empty where this kernel does not print it.
   *
   * <p>Source: mm/workingset.c.
   */
  public OptionalLong workingsetRefaultAnon() {
    return amount("workingset_refault_anon");
  }

  /**
   * {@code workingset_refault_file}, in pages: Evicted file pages that were read again while the
   * kernel still remembered their eviction.
   *
   * <p>Since Linux 5.9; empty where this kernel does not print it.
   *
   * <p>Source: mm/workingset.c.
   */
  public OptionalLong workingsetRefaultFile() {
    return amount("workingset_refault_file");
  }

  /**
   * {@code nr_dirty}, in pages: Page cache pages changed and waiting to be written.
   *
   * <p>Source: include/linux/mmzone.h.
   */
  public long nrDirty() {
    return amountOf(ROW, COLUMNS.column("nr_dirty"));
  }

  /**
   * {@code nr_writeback}, in pages: Page cache pages being written right now.
   *
   * <p>Source: include/linux/mmzone.h.
   */
  public long nrWriteback() {
    return amountOf(ROW, COLUMNS.column("nr_writeback"));
  }

  /**
   * {@code nr_dirtied}, in pages: Pages that became dirty since boot; redirtying by a file system
   * is subtracted, so that it may step back a little.
   *
   * <p>Source: include/linux/mmzone.h.
   */
  public long nrDirtied() {
    return amountOf(ROW, COLUMNS.column("nr_dirtied"));
  }

  /**
   * {@code nr_written}, in pages: Pages whose writeback ended since boot; per-CPU batching may make
   * it step back by a few pages on older kernels.
   *
   * <p>Source: include/linux/mmzone.h.
   */
  public long nrWritten() {
    return amountOf(ROW, COLUMNS.column("nr_written"));
  }

  /**
   * {@code pgpgin}, in bytes: KiB submitted to block devices for reading, page cache and direct I/O
   * alike; despite the name not pages.
   *
   * <p>Depends on CONFIG_VM_EVENT_COUNTERS.
   *
   * <p>Source: mm/vmstat.c.
   */
  public long pgpgin() {
    return amountOf(ROW, COLUMNS.column("pgpgin"));
  }

  /**
   * {@code pgpgout}, in bytes: KiB submitted to block devices for writing, page cache and direct
   * I/O alike; despite the name not pages.
   *
   * <p>Depends on CONFIG_VM_EVENT_COUNTERS.
   *
   * <p>Source: mm/vmstat.c.
   */
  public long pgpgout() {
    return amountOf(ROW, COLUMNS.column("pgpgout"));
  }

  /**
   * {@code pswpin}, in pages: Pages read from swap.
   *
   * <p>Depends on CONFIG_VM_EVENT_COUNTERS.
   *
   * <p>Source: include/linux/vm_event_item.h.
   */
  public long pswpin() {
    return amountOf(ROW, COLUMNS.column("pswpin"));
  }

  /**
   * {@code pswpout}, in pages: Pages written to swap.
   *
   * <p>Depends on CONFIG_VM_EVENT_COUNTERS.
   *
   * <p>Source: include/linux/vm_event_item.h.
   */
  public long pswpout() {
    return amountOf(ROW, COLUMNS.column("pswpout"));
  }

  /**
   * {@code pgfree}, in pages: Pages freed, each page of a larger block counted.
   *
   * <p>Depends on CONFIG_VM_EVENT_COUNTERS.
   *
   * <p>Source: include/linux/vm_event_item.h.
   */
  public long pgfree() {
    return amountOf(ROW, COLUMNS.column("pgfree"));
  }

  /**
   * {@code pgactivate}, in pages: Pages moved to the active LRU list.
   *
   * <p>Depends on CONFIG_VM_EVENT_COUNTERS.
   *
   * <p>Source: include/linux/vm_event_item.h.
   */
  public long pgactivate() {
    return amountOf(ROW, COLUMNS.column("pgactivate"));
  }

  /**
   * {@code pgdeactivate}, in pages: Pages moved to the inactive LRU list.
   *
   * <p>Depends on CONFIG_VM_EVENT_COUNTERS.
   *
   * <p>Source: include/linux/vm_event_item.h.
   */
  public long pgdeactivate() {
    return amountOf(ROW, COLUMNS.column("pgdeactivate"));
  }

  /**
   * {@code pgfault}: Page faults of processes, minor and major together.
   *
   * <p>Depends on CONFIG_VM_EVENT_COUNTERS.
   *
   * <p>Source: include/linux/vm_event_item.h.
   */
  public long pgfault() {
    return amountOf(ROW, COLUMNS.column("pgfault"));
  }

  /**
   * {@code pgmajfault}: Page faults that needed I/O; a part of pgfault.
   *
   * <p>Depends on CONFIG_VM_EVENT_COUNTERS.
   *
   * <p>Source: include/linux/vm_event_item.h.
   */
  public long pgmajfault() {
    return amountOf(ROW, COLUMNS.column("pgmajfault"));
  }

  /**
   * {@code pgsteal_kswapd}, in pages: Pages reclaimed by kswapd, the background reclaimer. Reclaim
   * forced by a cgroup limit is not in it.
   *
   * <p>Since Linux 4.8; depends on CONFIG_VM_EVENT_COUNTERS; empty where this kernel does not print
   * it.
   *
   * <p>Source: include/linux/vm_event_item.h.
   */
  public OptionalLong pgstealKswapd() {
    return amount("pgsteal_kswapd");
  }

  /**
   * {@code pgsteal_direct}, in pages: Pages reclaimed by allocating tasks in direct reclaim.
   * Reclaim forced by a cgroup limit is not in it.
   *
   * <p>Since Linux 4.8; depends on CONFIG_VM_EVENT_COUNTERS; empty where this kernel does not print
   * it.
   *
   * <p>Source: include/linux/vm_event_item.h.
   */
  public OptionalLong pgstealDirect() {
    return amount("pgsteal_direct");
  }

  /**
   * {@code pgscan_kswapd}, in pages: Pages scanned on the inactive lists by kswapd, the background
   * reclaimer. Reclaim forced by a cgroup limit is not in it.
   *
   * <p>Since Linux 4.8; depends on CONFIG_VM_EVENT_COUNTERS; empty where this kernel does not print
   * it.
   *
   * <p>Source: include/linux/vm_event_item.h.
   */
  public OptionalLong pgscanKswapd() {
    return amount("pgscan_kswapd");
  }

  /**
   * {@code pgscan_direct}, in pages: Pages scanned on the inactive lists by allocating tasks in
   * direct reclaim. Reclaim forced by a cgroup limit is not in it.
   *
   * <p>Since Linux 4.8; depends on CONFIG_VM_EVENT_COUNTERS; empty where this kernel does not print
   * it.
   *
   * <p>Source: include/linux/vm_event_item.h.
   */
  public OptionalLong pgscanDirect() {
    return amount("pgscan_direct");
  }

  /**
   * {@code kswapd_low_wmark_hit_quickly}: Times kswapd was woken before its nap of a tenth of a
   * second was over, because free memory fell below the low watermark.
   *
   * <p>Depends on CONFIG_VM_EVENT_COUNTERS.
   *
   * <p>Source: include/linux/vm_event_item.h.
   */
  public long kswapdLowWmarkHitQuickly() {
    return amountOf(ROW, COLUMNS.column("kswapd_low_wmark_hit_quickly"));
  }

  /**
   * {@code drop_pagecache}: Times page cache was dropped through vm.drop_caches.
   *
   * <p>Since Linux 3.15; depends on CONFIG_VM_EVENT_COUNTERS; empty where this kernel does not
   * print it.
   *
   * <p>Source: include/linux/vm_event_item.h.
   */
  public OptionalLong dropPagecache() {
    return amount("drop_pagecache");
  }

  /**
   * {@code oom_kill}: Processes chosen and killed for lack of memory, by the machine's or a
   * cgroup's limit.
   *
   * <p>Since Linux 4.13; depends on CONFIG_VM_EVENT_COUNTERS; empty where this kernel does not
   * print it.
   *
   * <p>Source: include/linux/vm_event_item.h.
   */
  public OptionalLong oomKill() {
    return amount("oom_kill");
  }

  /**
   * {@code numa_pages_migrated}, in pages: Pages NUMA balancing moved to another node.
   *
   * <p>Depends on CONFIG_NUMA_BALANCING; empty where this kernel does not print it.
   *
   * <p>Source: include/linux/vm_event_item.h.
   */
  public OptionalLong numaPagesMigrated() {
    return amount("numa_pages_migrated");
  }

  /**
   * {@code pgmigrate_success}, in pages: Pages moved to another physical place, for compaction,
   * NUMA, CMA or offlining.
   *
   * <p>Depends on CONFIG_MIGRATION; empty where this kernel does not print it.
   *
   * <p>Source: include/linux/vm_event_item.h.
   */
  public OptionalLong pgmigrateSuccess() {
    return amount("pgmigrate_success");
  }

  /**
   * {@code compact_stall}: Times an allocation had to compact memory itself.
   *
   * <p>Depends on CONFIG_COMPACTION; empty where this kernel does not print it.
   *
   * <p>Source: Documentation/admin-guide/mm/transhuge.rst.
   */
  public OptionalLong compactStall() {
    return amount("compact_stall");
  }

  /**
   * {@code compact_fail}: Times such direct compaction did not yield the block wanted.
   *
   * <p>Depends on CONFIG_COMPACTION; empty where this kernel does not print it.
   *
   * <p>Source: Documentation/admin-guide/mm/transhuge.rst.
   */
  public OptionalLong compactFail() {
    return amount("compact_fail");
  }

  /**
   * {@code compact_success}: Times such direct compaction yielded the block wanted.
   *
   * <p>Depends on CONFIG_COMPACTION; empty where this kernel does not print it.
   *
   * <p>Source: Documentation/admin-guide/mm/transhuge.rst.
   */
  public OptionalLong compactSuccess() {
    return amount("compact_success");
  }

  /**
   * {@code thp_fault_alloc}, in huge-pages: Huge pages allocated and charged for a page fault.
   *
   * <p>Depends on CONFIG_TRANSPARENT_HUGEPAGE; empty where this kernel does not print it.
   *
   * <p>Source: Documentation/admin-guide/mm/transhuge.rst.
   */
  public OptionalLong thpFaultAlloc() {
    return amount("thp_fault_alloc");
  }

  /**
   * {@code thp_fault_fallback}: Page faults that wanted a huge page and got small ones.
   *
   * <p>Depends on CONFIG_TRANSPARENT_HUGEPAGE; empty where this kernel does not print it.
   *
   * <p>Source: Documentation/admin-guide/mm/transhuge.rst.
   */
  public OptionalLong thpFaultFallback() {
    return amount("thp_fault_fallback");
  }

  /**
   * {@code thp_collapse_alloc}, in huge-pages: Huge pages allocated by khugepaged to collapse small
   * pages into.
   *
   * <p>Depends on CONFIG_TRANSPARENT_HUGEPAGE; empty where this kernel does not print it.
   *
   * <p>Source: Documentation/admin-guide/mm/transhuge.rst.
   */
  public OptionalLong thpCollapseAlloc() {
    return amount("thp_collapse_alloc");
  }

  /**
   * {@code thp_split_page}: Huge pages split into small ones.
   *
   * <p>Since Linux 4.5; depends on CONFIG_TRANSPARENT_HUGEPAGE; empty where this kernel does not
   * print it.
   *
   * <p>Source: Documentation/admin-guide/mm/transhuge.rst.
   */
  public OptionalLong thpSplitPage() {
    return amount("thp_split_page");
  }
}

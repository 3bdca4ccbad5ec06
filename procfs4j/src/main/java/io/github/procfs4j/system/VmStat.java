package io.github.procfs4j.system;

import io.github.procfs4j.model.Figure;
import io.github.procfs4j.model.Interval;
import io.github.procfs4j.model.Layout;
import io.github.procfs4j.model.Limits;
import io.github.procfs4j.model.Row;
import io.github.procfs4j.model.Source;
import io.github.procfs4j.model.Table;
import io.github.procfs4j.sampling.Descriptions;
import io.github.procfs4j.sampling.FileReading;
import io.github.procfs4j.sampling.Printing;
import io.github.procfs4j.sampling.SampledFile;
import io.github.procfs4j.text.Cursor;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.ToDoubleBiFunction;

/**
 * {@code /proc/vmstat}: statistics of virtual memory: pages (most names are {@code nr_*}) and
 * counts of events.
 *
 * <pre>
 * nr_free_pages 804603
 * pgfault 1034532
 * </pre>
 *
 * <p>A line for each key: its name, a space, a number. The keys depend on the version and on many
 * options; one that is not described here is kept under the kernel's name. {@code mm/vmstat.c},
 * proc_vmstat(5).
 */
public final class VmStat extends KeyedNumbers {
  private static final Table VMSTAT = Table.of("vmstat");
  private static final Descriptions DESCRIPTIONS = VmStatColumns.DESCRIPTIONS;

  /** The file as a source. */
  public static final SampledFile<VmStat> FILE =
      new SampledFile<>(
          new Source(
              "vmstat",
              "Virtual memory: pages in use, and counters of faults, paging and reclaim",
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
    super(reading, VMSTAT, VmStatColumns.DESCRIPTIONS);
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
            "Pages stolen / pages scanned; low if reclaim finds few pages to take.",
            "sar(1) -B, %vmeff",
            (interval, row) -> 100 * VmStatReclaim.efficiency(interval, row)),
        rate("OOM kills", "/s", "oom_kill"));
  }

  /** A figure over all zones together, if the kernel counts by zone. */
  private static Figure reclaim(String name, String key, ToDoubleBiFunction<Interval, Row> growth) {
    return new Figure(
        VMSTAT.name(),
        name,
        "pages/s",
        Limits.AMOUNT,
        DESCRIPTIONS.column(key).meaning() + " Before Linux 4.8 the sum over all zones.",
        "sar(1) -B",
        (interval, row) -> growth.applyAsDouble(interval, row) / interval.secondsPassed());
  }

  private static Figure rate(String name, String unit, String key) {
    return Figure.rate(VMSTAT, name, unit, DESCRIPTIONS.column(key));
  }

  private static void parse(Cursor in, Layout.Builder out) {
    parse(in, out, VMSTAT, VmStatColumns.DESCRIPTIONS);
  }

  /**
   * {@return {@code pgpgin}, in bytes: KiB submitted to block devices for reading, page cache and
   * direct I/O alike; despite the name not pages}
   *
   * <p>Depends on CONFIG_VM_EVENT_COUNTERS.
   *
   * <p>Source: mm/vmstat.c.
   */
  public long pgpgin() {
    return printed(VmStatColumns.PGPGIN);
  }

  /**
   * {@return {@code pgpgout}, in bytes: KiB submitted to block devices for writing, page cache and
   * direct I/O alike; despite the name not pages}
   *
   * <p>Depends on CONFIG_VM_EVENT_COUNTERS.
   *
   * <p>Source: mm/vmstat.c.
   */
  public long pgpgout() {
    return printed(VmStatColumns.PGPGOUT);
  }

  /**
   * {@return {@code pswpin}, in pages: the number of pages read from swap}
   *
   * <p>Depends on CONFIG_VM_EVENT_COUNTERS.
   *
   * <p>Source: include/linux/vm_event_item.h.
   */
  public long pswpin() {
    return printed(VmStatColumns.PSWPIN);
  }

  /**
   * {@return {@code pswpout}, in pages: the number of pages written to swap}
   *
   * <p>Depends on CONFIG_VM_EVENT_COUNTERS.
   *
   * <p>Source: include/linux/vm_event_item.h.
   */
  public long pswpout() {
    return printed(VmStatColumns.PSWPOUT);
  }

  /**
   * {@return {@code pgfault}: the number of page faults of processes, both minor and major}
   *
   * <p>Depends on CONFIG_VM_EVENT_COUNTERS.
   *
   * <p>Source: include/linux/vm_event_item.h.
   */
  public long pgfault() {
    return printed(VmStatColumns.PGFAULT);
  }

  /**
   * {@return {@code pgmajfault}: the number of page faults that needed I/O; a part of pgfault}
   *
   * <p>Depends on CONFIG_VM_EVENT_COUNTERS.
   *
   * <p>Source: include/linux/vm_event_item.h.
   */
  public long pgmajfault() {
    return printed(VmStatColumns.PGMAJFAULT);
  }

  /**
   * {@return {@code oom_kill}: the number of processes killed for lack of memory, because of the
   * limit of the machine or of a cgroup}
   *
   * <p>Since Linux 4.13; depends on CONFIG_VM_EVENT_COUNTERS; empty where this kernel does not
   * print it.
   *
   * <p>Source: include/linux/vm_event_item.h.
   */
  public OptionalLong oomKill() {
    return amount(VmStatColumns.OOM_KILL);
  }
}

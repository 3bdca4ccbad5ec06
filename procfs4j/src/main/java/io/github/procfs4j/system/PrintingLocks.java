package io.github.procfs4j.system;

import java.util.Objects;
import java.util.Optional;

/**
 * The locks that the kernel holds while it prints a file. Others wait for them, so how often such a
 * file may be read does not depend only on the reader's own cost.
 *
 * <p>Taken from the named functions of the kernel (Linux 6.x). The cost depends on how many objects
 * a machine has, and must be measured there.
 */
public final class PrintingLocks {
  private PrintingLocks() {}

  /**
   * {@return the locks held while the file with this name is printed, in a sentence; empty if there
   * are none worth mentioning}
   *
   * @param source the name of the file, such as {@code slabinfo}
   */
  public static Optional<String> of(String source) {
    Objects.requireNonNull(source, "source");
    String locks =
        switch (source) {
          case "pagetypeinfo" ->
              "walks the lists of free blocks and all page blocks under zone->lock with interrupts"
                  + " off (walk_zones_in_node in mm/vmstat.c): allocations of memory wait, more of"
                  + " them the more memory there is";
          case "buddyinfo", "zoneinfo" ->
              "prints each zone under zone->lock with interrupts off (walk_zones_in_node in"
                  + " mm/vmstat.c): allocations of memory from it may wait";
          case "slabinfo" ->
              "holds slab_mutex for each page of text (slab_start in mm/slab_common.c), so that no"
                  + " cache is made or removed, and the list_lock of each node of a cache while it"
                  + " counts partial slabs (mm/slub.c)";
          case "locks" ->
              "holds file_rwsem for writing and blocked_lock_lock (locks_start in fs/locks.c): who"
                  + " takes or gives back a file lock on any CPU waits";
          case "interrupts" ->
              "reads the counters of all CPUs for each interrupt (show_interrupts in"
                  + " kernel/irq/proc.c): interrupts times CPUs, most of them in other CPUs'"
                  + " caches, under the lock of that interrupt, desc->lock, with interrupts off";
          case "timer_list" ->
              "goes through the timers of a CPU from the first one for each that it prints"
                  + " (print_active_timers in kernel/time/timer_list.c), under that CPU's lock of"
                  + " timers with interrupts off: the square of their number";
          case "sched_debug" ->
              "goes through all tasks for each CPU (print_rq in kernel/sched/debug.c) and takes the"
                  + " locks of the run queues";
          case "allocinfo" ->
              "adds up the counters of all CPUs for each place in the source (alloc_tag_to_text in"
                  + " lib/alloc_tag.c): places times CPUs, and no module is loaded or removed"
                  + " meanwhile";
          case "sysvipc/shm" ->
              "holds shm_ids.rwsem for reading (sysvipc_shm_proc_show in ipc/shm.c): who creates or"
                  + " removes a segment waits";
          case "pid/numa_maps" ->
              "looks at each page of the process under its mmap_lock, held for reading"
                  + " (show_numa_map in fs/proc/task_mmu.c): the process waits when it maps or"
                  + " unmaps memory; some milliseconds for each GiB";
          case "pid/smaps", "pid/smaps_rollup" ->
              "walks the page tables of the process under its mmap_lock, held for reading"
                  + " (fs/proc/task_mmu.c): the process waits when it maps or unmaps memory; some"
                  + " milliseconds for each GiB";
          default -> null;
        };
    return Optional.ofNullable(locks);
  }
}

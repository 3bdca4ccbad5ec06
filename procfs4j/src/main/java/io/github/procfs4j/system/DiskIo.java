package io.github.procfs4j.system;

import io.github.procfs4j.model.Column;
import io.github.procfs4j.sampling.Descriptions;
import java.util.List;
import java.util.stream.Stream;

/**
 * What is counted of a block device: the columns of {@code /proc/diskstats} behind its name.
 * Documentation/admin-guide/iostats.rst
 *
 * <p>A sector is 512 bytes, whatever the device's own are. Times are milliseconds, summed over
 * requests unless said otherwise; some are 32 bits wide and wrap.
 */
public final class DiskIo {
  private static final Descriptions DESCRIPTIONS = Descriptions.of(DiskIo.class, "diskstats");

  /**
   * Read requests completed, after merging. Frozen while /sys/block/&lt;disk&gt;/queue/iostats is
   * 0.
   */
  public static final Column READS_COMPLETED = DESCRIPTIONS.column("reads_completed");

  /**
   * Read requests that were merged into an adjacent one already queued and so not counted as
   * completed; 0 for stacked devices.
   */
  public static final Column READS_MERGED = DESCRIPTIONS.column("reads_merged");

  /** Sectors of 512 bytes read, whatever the device's block size; 32 bits on 32-bit kernels. */
  public static final Column SECTORS_READ = DESCRIPTIONS.column("sectors_read");

  /**
   * Time all read requests took from queueing to completion, added at completion; it grows faster
   * than the clock when requests overlap. Printed as 32 bits on every kernel, so it wraps after
   * 2^32 ms of summed time.
   */
  public static final Column TIME_READING = DESCRIPTIONS.column("time_reading");

  /** Write requests completed, after merging. */
  public static final Column WRITES_COMPLETED = DESCRIPTIONS.column("writes_completed");

  /**
   * Write requests that were merged into an adjacent one already queued and so not counted as
   * completed; 0 for stacked devices.
   */
  public static final Column WRITES_MERGED = DESCRIPTIONS.column("writes_merged");

  /** Sectors of 512 bytes written, whatever the device's block size; 32 bits on 32-bit kernels. */
  public static final Column SECTORS_WRITTEN = DESCRIPTIONS.column("sectors_written");

  /**
   * Time all write requests took from queueing to completion, added at completion; it grows faster
   * than the clock when requests overlap. Printed as 32 bits on every kernel, so it wraps after
   * 2^32 ms of summed time.
   */
  public static final Column TIME_WRITING = DESCRIPTIONS.column("time_writing");

  /** Requests issued and not completed yet; the one gauge of this file, read without locks. */
  public static final Column IN_FLIGHT = DESCRIPTIONS.column("in_flight");

  /**
   * Time the device had at least one request in flight; exact before 5.0, since then sampled in
   * jiffies at start and end of requests (5.0 to 5.6 lose time of long requests), and 100 % does
   * not mean saturated on devices that work in parallel. Printed as 32 bits on every kernel, so it
   * wraps after 2^32 ms of summed time.
   */
  public static final Column TIME_IO = DESCRIPTIONS.column("time_io");

  /**
   * Time summed over requests: since 5.7 the sum of the reading, writing, discarding and flushing
   * times, added at completion; before, in_flight times elapsed time. Printed as 32 bits on every
   * kernel, so it wraps after 2^32 ms of summed time.
   */
  public static final Column WEIGHTED_TIME_IO = DESCRIPTIONS.column("weighted_time_io");

  /** Discard requests completed, after merging. Since Linux 4.18. */
  public static final Column DISCARDS_COMPLETED = DESCRIPTIONS.column("discards_completed");

  /**
   * Discard requests that were merged into an adjacent one already queued and so not counted as
   * completed; 0 for stacked devices. Since Linux 4.18.
   */
  public static final Column DISCARDS_MERGED = DESCRIPTIONS.column("discards_merged");

  /**
   * Sectors of 512 bytes discarded, whatever the device's block size; 32 bits on 32-bit kernels.
   * Since Linux 4.18.
   */
  public static final Column SECTORS_DISCARDED = DESCRIPTIONS.column("sectors_discarded");

  /**
   * Time all discard requests took from queueing to completion, added at completion; it grows
   * faster than the clock when requests overlap. Printed as 32 bits on every kernel, so it wraps
   * after 2^32 ms of summed time. Since Linux 4.18.
   */
  public static final Column TIME_DISCARDING = DESCRIPTIONS.column("time_discarding");

  /** Flush requests the disk executed, after merging; always 0 for partitions. Since Linux 5.5. */
  public static final Column FLUSHES_COMPLETED = DESCRIPTIONS.column("flushes_completed");

  /**
   * Time all flush requests took; always 0 for partitions. Printed as 32 bits on every kernel, so
   * it wraps after 2^32 ms of summed time. Since Linux 5.5.
   */
  public static final Column TIME_FLUSHING = DESCRIPTIONS.column("time_flushing");

  /** Those of a line of 17 numbers, in the order in which the kernel prints them. */
  public static final List<Column> COLUMNS =
      List.of(
          READS_COMPLETED,
          READS_MERGED,
          SECTORS_READ,
          TIME_READING,
          WRITES_COMPLETED,
          WRITES_MERGED,
          SECTORS_WRITTEN,
          TIME_WRITING,
          IN_FLIGHT,
          TIME_IO,
          WEIGHTED_TIME_IO,
          DISCARDS_COMPLETED,
          DISCARDS_MERGED,
          SECTORS_DISCARDED,
          TIME_DISCARDING,
          FLUSHES_COMPLETED,
          TIME_FLUSHING);

  /**
   * Read requests issued to a partition, before merging. Printed of partitions until Linux 2.6.24,
   * in place of {@link #READS_COMPLETED}.
   */
  public static final Column READS_ISSUED = DESCRIPTIONS.column("reads_issued");

  /**
   * Write requests issued to a partition, before merging. Printed of partitions until Linux 2.6.24,
   * in place of {@link #WRITES_COMPLETED}.
   */
  public static final Column WRITES_ISSUED = DESCRIPTIONS.column("writes_issued");

  /** What was printed of a partition until Linux 2.6.24, in its order. */
  static final List<Column> PARTITION_COLUMNS =
      List.of(READS_ISSUED, SECTORS_READ, WRITES_ISSUED, SECTORS_WRITTEN);

  /** What LXCFS prints: no discards_completed. {@code src/proc_fuse.c} of LXCFS 4.0. */
  static final List<Column> LXCFS_COLUMNS =
      Stream.concat(
              COLUMNS.subList(0, COLUMNS.indexOf(DISCARDS_COMPLETED)).stream(),
              Stream.of(DISCARDS_MERGED, SECTORS_DISCARDED, TIME_DISCARDING))
          .toList();

  private DiskIo() {}
}

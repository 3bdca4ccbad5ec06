package io.github.procfs4j.system;

import io.github.procfs4j.model.Column;
import io.github.procfs4j.sampling.Descriptions;
import java.util.List;

/**
 * What is counted of a network device: the columns of {@code /proc/net/dev}, named by the two
 * halves of its header. {@code net/core/net-procfs.c}, Documentation/networking/statistics.rst
 *
 * <p>Counters are 64 bits wide; some drivers still count 32, and theirs begin again. All are since
 * the device came; some drivers set them back when the device is brought up.
 */
public final class NetIo {
  private static final Descriptions DESCRIPTIONS = Descriptions.of(NetIo.class, "net-dev");

  /** Bytes received, with the link layer's headers as a rule; the driver decides. */
  public static final Column RECEIVE_BYTES = DESCRIPTIONS.column("receive_bytes");

  /** Packets received that were good. */
  public static final Column RECEIVE_PACKETS = DESCRIPTIONS.column("receive_packets");

  /** Packets received that were bad, of every kind that the driver tells. */
  public static final Column RECEIVE_ERRS = DESCRIPTIONS.column("receive_errs");

  /**
   * Packets received and not processed, for lack of memory or of anybody to take them ({@code
   * rx_dropped}), and those the device missed ({@code rx_missed_errors}).
   */
  public static final Column RECEIVE_DROP = DESCRIPTIONS.column("receive_drop");

  /** Packets lost as a queue of the device ran over ({@code rx_fifo_errors}). */
  public static final Column RECEIVE_FIFO = DESCRIPTIONS.column("receive_fifo");

  /** Length, overrun, checksum and alignment errors in one sum: a part of the errors. */
  public static final Column RECEIVE_FRAME = DESCRIPTIONS.column("receive_frame");

  /** Compressed packets received, by the few devices that know such: SLIP, PPP. */
  public static final Column RECEIVE_COMPRESSED = DESCRIPTIONS.column("receive_compressed");

  /** Multicast packets received; drivers without a count of their own leave it at 0. */
  public static final Column RECEIVE_MULTICAST = DESCRIPTIONS.column("receive_multicast");

  /** Bytes sent. */
  public static final Column TRANSMIT_BYTES = DESCRIPTIONS.column("transmit_bytes");

  /** Packets sent: handed to the device without an error. */
  public static final Column TRANSMIT_PACKETS = DESCRIPTIONS.column("transmit_packets");

  /** Packets that could not be sent, of every kind that the driver tells. */
  public static final Column TRANSMIT_ERRS = DESCRIPTIONS.column("transmit_errs");

  /** Packets dropped on their way to the wire, for lack of resources or by a queueing rule. */
  public static final Column TRANSMIT_DROP = DESCRIPTIONS.column("transmit_drop");

  /** Packets lost as the queue of the device ran empty under way ({@code tx_fifo_errors}). */
  public static final Column TRANSMIT_FIFO = DESCRIPTIONS.column("transmit_fifo");

  /** Collisions while sending, on half-duplex links. */
  public static final Column TRANSMIT_COLLS = DESCRIPTIONS.column("transmit_colls");

  /** Carrier, abort, window and heartbeat errors in one sum: a part of the errors. */
  public static final Column TRANSMIT_CARRIER = DESCRIPTIONS.column("transmit_carrier");

  /** Compressed packets sent, by the few devices that know such. */
  public static final Column TRANSMIT_COMPRESSED = DESCRIPTIONS.column("transmit_compressed");

  /** All of them, in the order in which the kernel prints them. */
  public static final List<Column> COLUMNS =
      List.of(
          RECEIVE_BYTES,
          RECEIVE_PACKETS,
          RECEIVE_ERRS,
          RECEIVE_DROP,
          RECEIVE_FIFO,
          RECEIVE_FRAME,
          RECEIVE_COMPRESSED,
          RECEIVE_MULTICAST,
          TRANSMIT_BYTES,
          TRANSMIT_PACKETS,
          TRANSMIT_ERRS,
          TRANSMIT_DROP,
          TRANSMIT_FIFO,
          TRANSMIT_COLLS,
          TRANSMIT_CARRIER,
          TRANSMIT_COMPRESSED);

  private NetIo() {}
}

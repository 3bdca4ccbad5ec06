package io.github.procfs4j.system;

import io.github.procfs4j.model.Row;
import io.github.procfs4j.printable.Printable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A file lock, or a request that waits for one: a line of {@code /proc/locks}. Immutable. Two are
 * the same if they are the same object: lines may be alike.
 */
public final class FileLock {
  private final Row row;
  private final long number;
  private final Optional<FileLock> waitsFor;
  private final List<FileLock> waiters = new ArrayList<>();

  /** A line of the file, and behind whom it waits. */
  FileLock(Row row, long number, Optional<FileLock> waitsFor) {
    this.row = row;
    this.number = number;
    this.waitsFor = waitsFor;
    waitsFor.ifPresent(blocker -> blocker.waiters.add(this));
  }

  /** The row of the tables {@code lock} or {@code waiter} that it stands in. */
  public Row row() {
    return row;
  }

  /** The running number that it has in this reading, shared by a lock and who waits for it. */
  public long number() {
    return number;
  }

  /**
   * What made it: {@code POSIX} (fcntl), {@code OFDLCK} (fcntl, of an open file description),
   * {@code FLOCK} (flock), {@code LEASE}, {@code DELEG} (of an NFS server), or what a newer kernel
   * prints.
   */
  public String kind() {
    return row.label("kind");
  }

  /**
   * {@code ADVISORY}; {@code MANDATORY} (until Linux 5.14); for leases {@code ACTIVE}, {@code
   * BREAKING} (being taken back) or {@code BREAKER} (who has it taken back).
   */
  public String mode() {
    return row.label("mode");
  }

  /** {@code READ}, {@code WRITE}, or {@code UNLCK} for a lease that is to be given up. */
  public String access() {
    return row.label("access");
  }

  /**
   * The process that took it; empty if none owns it, as with {@code OFDLCK} (-1), or if the reader
   * cannot see it (0).
   */
  public OptionalLong pid() {
    String pid = row.label("pid");
    return LocksParser.PID.matcher(pid).matches()
        ? OptionalLong.of(Long.parseLong(pid))
        : OptionalLong.empty();
  }

  /**
   * The file: {@code major:minor:inode}, the device in hexadecimal, such as {@code fe:00:19}; or
   * {@code <none>:0}.
   */
  public String file() {
    return row.label("file");
  }

  /** The first byte that it covers. */
  public long start() {
    return Long.parseLong(row.label("start"));
  }

  /** The last byte that it covers; empty if it reaches to the end of the file and beyond. */
  public OptionalLong end() {
    String end = row.label("end");
    return end.equals("EOF") ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(end));
  }

  /** Whether it is a request that waits, not a lock that is held. */
  public boolean isWaiting() {
    return row.table().equals(Locks.WAITER);
  }

  /** Behind which lock or other request it waits; empty for a lock that is held. */
  public Optional<FileLock> waitsFor() {
    return waitsFor;
  }

  /** The requests that wait for it directly. */
  public List<FileLock> waiters() {
    return Collections.unmodifiableList(waiters);
  }

  /** The words of its line, such as {@code POSIX ADVISORY WRITE 297 fe:00:19 0 9}. */
  @Override
  public String toString() {
    return Printable.line(String.join(" ", row.labels().subList(0, Locks.WORDS.size())));
  }
}

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
 * equal only if they are the same object, because lines may be identical.
 */
public final class FileLock {
  private final Row row;
  private final long number;
  private final Optional<FileLock> waitsFor;
  private final List<FileLock> waiters = new ArrayList<>();

  /** A line of the file, and the lock or request for which it waits. */
  FileLock(Row row, long number, Optional<FileLock> waitsFor) {
    this.row = row;
    this.number = number;
    this.waitsFor = waitsFor;
    waitsFor.ifPresent(blocker -> blocker.waiters.add(this));
  }

  /** {@return its row in the table {@code lock} or {@code waiter}} */
  public Row row() {
    return row;
  }

  /**
   * {@return its running number in this reading, shared by a lock and the requests that wait for
   * it}
   */
  public long number() {
    return number;
  }

  /**
   * {@return the call that created it: {@code POSIX} (fcntl), {@code OFDLCK} (fcntl, for an open
   * file description), {@code FLOCK} (flock), {@code LEASE}, {@code DELEG} (by an NFS server), or
   * what a newer kernel prints}
   */
  public String kind() {
    return row.label("kind");
  }

  /**
   * {@return {@code ADVISORY}; {@code MANDATORY} (until Linux 5.14); for leases {@code ACTIVE},
   * {@code BREAKING} (being revoked) or {@code BREAKER} (the request that revokes it)}
   */
  public String mode() {
    return row.label("mode");
  }

  /** {@return {@code READ}, {@code WRITE}, or {@code UNLCK} for a lease that is being released} */
  public String access() {
    return row.label("access");
  }

  /**
   * {@return the process that owns it; empty if no process does, as for {@code OFDLCK} (-1), or if
   * the process is not visible to the reader (0)}
   */
  public OptionalLong pid() {
    String pid = row.label("pid");
    return LocksParser.PID.matcher(pid).matches()
        ? OptionalLong.of(Long.parseLong(pid))
        : OptionalLong.empty();
  }

  /**
   * {@return the file: {@code major:minor:inode}, the device in hexadecimal, such as {@code
   * fe:00:19}; or {@code <none>:0}}
   */
  public String file() {
    return row.label("file");
  }

  /**
   * {@return the path of the file, by which a process that holds or wants the lock had opened it
   * when the reading was made} With {@code (deleted)} at its end if it was deleted. Empty if that
   * is not known: the processes have ended or belong to another user, no process is named, the
   * kernel is older than Linux 4.1, or the root is not a procfs.
   */
  public Optional<String> path() {
    return Optional.of(row.label("path")).filter(path -> !path.isEmpty());
  }

  /** {@return the first byte that it covers} */
  public long start() {
    return Long.parseLong(row.label("start"));
  }

  /**
   * {@return the last byte that it covers; empty if it extends to the end of the file and beyond}
   */
  public OptionalLong end() {
    String end = row.label("end");
    return end.equals("EOF") ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(end));
  }

  /** {@return whether it is a waiting request, not a held lock} */
  public boolean isWaiting() {
    return row.table().equals(Locks.WAITER);
  }

  /** {@return the lock or request for which it waits; empty for a lock that is held} */
  public Optional<FileLock> waitsFor() {
    return waitsFor;
  }

  /** {@return the requests that wait for it directly} */
  public List<FileLock> waiters() {
    return Collections.unmodifiableList(waiters);
  }

  /** The words of its line, such as {@code POSIX ADVISORY WRITE 297 fe:00:19 0 9}. */
  @Override
  public String toString() {
    return Printable.line(String.join(" ", row.labels().subList(0, Locks.WORDS.size())));
  }
}

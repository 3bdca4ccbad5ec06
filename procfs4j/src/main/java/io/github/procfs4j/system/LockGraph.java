package io.github.procfs4j.system;

import io.github.procfs4j.model.Reading;
import io.github.procfs4j.model.Row;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.LongFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Who holds and who waits for whom, as {@code /proc/locks} told it in one reading. Immutable.
 *
 * <p>The file is printed record by record, so a lock may have been given up, or handed to a waiter,
 * between two lines: a graph is a hint where locks change hands fast.
 */
public final class LockGraph {
  private final List<FileLock> held;
  private final List<FileLock> waiting;

  LockGraph(Reading reading, List<Row> locks, List<Row> waiters) {
    // A waiter has the number of its lock, and stands behind those on the way to it.
    Map<Long, List<FileLock>> pathOfNumber = new HashMap<>();
    held = new ArrayList<>();
    waiting = new ArrayList<>();
    for (Row row : locks) {
      reading
          .value(row, Locks.NUMBER.name())
          .ifPresent(
              number -> {
                FileLock lock = new FileLock(row, number, Optional.empty());
                held.add(lock);
                pathOfNumber.put(number, new ArrayList<>(List.of(lock)));
              });
    }
    for (Row row : waiters) {
      reading
          .value(row, Locks.NUMBER.name())
          .ifPresent(
              number -> {
                List<FileLock> path =
                    pathOfNumber.computeIfAbsent(number, none -> new ArrayList<>());
                while (path.size() > Locks.depth(row)) {
                  path.removeLast();
                }
                FileLock waiter =
                    new FileLock(
                        row,
                        number,
                        path.size() < Locks.depth(row)
                            ? Optional.empty() // a line before it could not be read
                            : Optional.of(path.getLast()));
                waiting.add(waiter);
                path.add(waiter);
              });
    }
  }

  /** The locks that are held, in the order of the text. */
  public List<FileLock> held() {
    return List.copyOf(held);
  }

  /** The requests that wait, in the order of the text. */
  public List<FileLock> waiting() {
    return List.copyOf(waiting);
  }

  /** The locks that a process holds; those of open file descriptions belong to none. */
  public List<FileLock> heldBy(long pid) {
    return of(held, pid);
  }

  /** The requests with which a process waits: several, if several of its threads do. */
  public List<FileLock> waitingOf(long pid) {
    return of(waiting, pid);
  }

  private static List<FileLock> of(List<FileLock> locks, long pid) {
    return locks.stream().filter(lock -> lock.pid().equals(OptionalLong.of(pid))).toList();
  }

  /**
   * Why a lock or request is not done with: the request, whom it waits for, and so on to the lock
   * that is held; and on from there if the process that holds it waits for another lock itself. A
   * process of several threads may wait with one and hold with another, so a chain across processes
   * tells who may be behind it, not who must be. It ends where it would come back to itself: then
   * the processes may wait for each other, which the kernel notices for POSIX locks only.
   */
  public List<FileLock> chain(FileLock from) {
    Objects.requireNonNull(from, "from");
    Set<FileLock> chain = new LinkedHashSet<>();
    Optional<FileLock> next = Optional.of(from);
    while (next.isPresent() && chain.add(next.get())) {
      FileLock here = next.get();
      next = here.isWaiting() ? here.waitsFor() : requestOfOwner(here);
    }
    return List.copyOf(chain);
  }

  private Optional<FileLock> requestOfOwner(FileLock lock) {
    OptionalLong pid = lock.pid();
    return pid.isPresent() ? waitingOf(pid.getAsLong()).stream().findFirst() : Optional.empty();
  }

  /**
   * The longest of all {@linkplain #chain chains}: none if there are no waiters, several of equal
   * length.
   */
  public List<List<FileLock>> longestChains() {
    List<List<FileLock>> chains = waiting.stream().map(this::chain).toList();
    int longest = chains.stream().mapToInt(List::size).max().orElse(0);
    return chains.stream().filter(chain -> chain.size() == longest).toList();
  }

  /** A line for each lock that is held and each request that waits. */
  @Override
  public String toString() {
    return Stream.concat(held.stream(), waiting.stream())
        .map(lock -> lock + lock.waitsFor().map(blocker -> " waits for " + blocker).orElse(""))
        .collect(Collectors.joining("\n"));
  }

  /**
   * A chain in words, such as {@code wl(320) waits: POSIX WRITE fe:00:19 0-4 <- wl(297) holds:
   * POSIX WRITE fe:00:19 0-9}: each request with its process, up to the lock that is held.
   *
   * @param chain {@link #chain} or one of {@link #longestChains}
   * @param nameOfProcess the name of a process, such as {@link Locks#processName}; empty if it is
   *     not known
   */
  public static String text(List<FileLock> chain, LongFunction<Optional<String>> nameOfProcess) {
    Objects.requireNonNull(nameOfProcess, "nameOfProcess");
    return chain.stream()
        .map(lock -> text(lock, nameOfProcess))
        .collect(Collectors.joining(" <- "));
  }

  private static String text(FileLock lock, LongFunction<Optional<String>> nameOfProcess) {
    OptionalLong pid = lock.pid();
    String owner =
        pid.isPresent()
            ? nameOfProcess.apply(pid.getAsLong()).orElse("?") + "(" + pid.getAsLong() + ")"
            : "an open file";
    return owner
        + (lock.isWaiting() ? " waits: " : " holds: ")
        + lock.kind()
        + " "
        + lock.access()
        + " "
        + lock.file()
        + " "
        + lock.row().label("start")
        + "-"
        + lock.row().label("end");
  }
}

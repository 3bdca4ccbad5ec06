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
 * Which locks are held and which requests wait for them, from one reading of {@code /proc/locks}.
 * Immutable.
 *
 * <p>The file is printed record by record, so a lock may have been released, or acquired by a
 * waiter, between two lines. If locks change hands quickly, the graph is only a hint.
 */
public final class LockGraph {
  private final List<FileLock> held;
  private final List<FileLock> waiting;

  LockGraph(Reading reading, List<Row> locks, List<Row> waiters) {
    // A waiter has the number of its lock, and follows the requests on its path to the lock.
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
                            ? Optional.empty() // a previous line could not be read
                            : Optional.of(path.getLast()));
                waiting.add(waiter);
                path.add(waiter);
              });
    }
  }

  /** {@return the locks that are held, in the order of the text} */
  public List<FileLock> held() {
    return List.copyOf(held);
  }

  /** {@return the requests that wait, in the order of the text} */
  public List<FileLock> waiting() {
    return List.copyOf(waiting);
  }

  /**
   * {@return the locks that a process holds; those of open file descriptions belong to no process}
   *
   * @param pid the number of the process in the PID namespace of the procfs
   */
  public List<FileLock> heldBy(long pid) {
    return of(held, pid);
  }

  /**
   * {@return the requests with which a process waits: several if several of its threads wait}
   *
   * @param pid the number of the process in the PID namespace of the procfs
   */
  public List<FileLock> waitingOf(long pid) {
    return of(waiting, pid);
  }

  private static List<FileLock> of(List<FileLock> locks, long pid) {
    return locks.stream().filter(lock -> lock.pid().equals(OptionalLong.of(pid))).toList();
  }

  /**
   * {@return what a lock or request waits for: the request, the one for which it waits, and so on
   * to the lock that is held; then, if the process that holds it waits for another lock, the chain
   * of that request} With several threads, a process may wait in one and hold a lock in another, so
   * a chain across processes shows what may block a request, not what must. The chain ends before
   * it would return to an element: then the processes may be deadlocked, which the kernel detects
   * only for POSIX locks.
   *
   * @param from one of the locks or requests of this graph
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
   * {@return the longest of all {@linkplain #chain chains}; empty if there are no waiters, and
   * several if they have the same length}
   */
  public List<List<FileLock>> longestChains() {
    List<List<FileLock>> chains = waiting.stream().map(this::chain).toList();
    int longest = chains.stream().mapToInt(List::size).max().orElse(0);
    return chains.stream().filter(chain -> chain.size() == longest).toList();
  }

  /** One line for each held lock and each waiting request. */
  @Override
  public String toString() {
    return Stream.concat(held.stream(), waiting.stream())
        .map(lock -> lock + lock.waitsFor().map(blocker -> " waits for " + blocker).orElse(""))
        .collect(Collectors.joining("\n"));
  }

  /**
   * {@return a chain as text, such as {@code wl(320) waits: POSIX WRITE fe:00:19 0-4 <- wl(297)
   * holds: POSIX WRITE fe:00:19 0-9}: each request with its process, up to the lock that is held}
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

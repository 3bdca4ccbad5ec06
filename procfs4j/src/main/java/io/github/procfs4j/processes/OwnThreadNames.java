package io.github.procfs4j.processes;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The names of the Java threads of this JVM by the kernel's numbers, from dumps of itself. */
final class OwnThreadNames implements ThreadNames {
  /** Dumps, which stop the JVM, take at most this part of the time. */
  private static final int PART_OF_TIME = 50;

  /** On a busy machine a dump only seems to take long. */
  private static final long LONGEST_WAIT_NANOS = 1_000_000_000;

  private final OwnProcess self;
  private Map<Long, JavaThreads.Matched> threads = Map.of();
  private Map<Long, String> known = Map.of();
  private long version;
  private long next = System.nanoTime();

  OwnThreadNames(OwnProcess self) {
    this.self = self;
  }

  @Override
  public long version() {
    long begin = System.nanoTime();
    if (begin - next >= 0) {
      threads = self.matched();
      long end = System.nanoTime();
      next = end + Math.min(PART_OF_TIME * (end - begin), LONGEST_WAIT_NANOS);
    }
    Map<Long, String> names = new HashMap<>();
    threads.forEach((tid, matched) -> names.put(tid, matched.thread().getName()));
    if (!names.equals(known)) {
      known = names;
      version++;
    }
    return version;
  }

  /** A thread that is alive after its files were read has kept its number since the dump. */
  @Override
  public Optional<String> name(long pid, long tid, long start, String comm) {
    JavaThreads.Matched matched = pid == self.pid() ? threads.get(tid) : null;
    return matched != null && matched.thread().isAlive()
        ? Optional.of(matched.thread().getName())
        : Optional.empty();
  }

  /** Such as {@code OwnThreadNames[OwnProcess[/proc/8735]]}. */
  @Override
  public String toString() {
    return "OwnThreadNames[" + self + "]";
  }
}

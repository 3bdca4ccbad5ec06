package io.github.procfs4j.processes;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Maps the platform threads of this JVM to kernel threads. A thread keeps its kernel thread while
 * it is alive, so a thread dump is taken only if there are threads that were not in an earlier
 * dump.
 *
 * <p>The kernel's name of a thread proves nothing: it contains only the first 15 bytes, is not set
 * for {@code main}, and is not updated when another thread renames the thread.
 */
final class JavaThreads {
  private static final JavaThreads OF_THIS_JVM = new JavaThreads();

  private static final String NEEDED = "jdk.management";

  /** The known live threads, by their Java number, which is never reused. */
  private final Map<Long, Known> known = new HashMap<>();

  private @Nullable String problem;

  /**
   * What a dump showed for a thread.
   *
   * @param tid the kernel's number; 0 if the dump did not show it
   * @param name the name under which it was looked for
   * @param sinceNanos when this was determined, on the monotonic clock
   */
  private record Known(long tid, String name, long sinceNanos) {}

  /**
   * A live thread and its kernel thread.
   *
   * @param thread the thread
   * @param sinceNanos since when it is known to run on that kernel thread
   */
  record Matched(Thread thread, long sinceNanos) {
    /** Whether the thread has been running on its kernel thread from this time until now. */
    boolean isSince(long nanos) {
      return sinceNanos - nanos <= 0 && thread.isAlive();
    }
  }

  static JavaThreads ofThisJvm() {
    return OF_THIS_JVM;
  }

  /**
   * The live platform threads by the kernel's numbers, without those that cannot be matched with
   * certainty.
   */
  synchronized Map<Long, Matched> byTid() {
    List<Thread> threads = live();
    Set<Long> living = new HashSet<>();
    threads.forEach(thread -> living.add(thread.threadId()));
    known.keySet().retainAll(living);
    if (problem == null) {
      look(threads.stream().filter(this::isNew).toList());
    }
    Map<Long, Matched> byTid = new HashMap<>();
    for (Thread thread : threads) {
      Known of = known.get(thread.threadId());
      if (of != null && of.tid != 0) {
        byTid.put(of.tid, new Matched(thread, of.sinceNanos));
      }
    }
    return byTid;
  }

  /** A thread that a dump did not show is looked for again when it has another name. */
  private boolean isNew(Thread thread) {
    Known of = known.get(thread.threadId());
    return of == null || (of.tid == 0 && !of.name.equals(thread.getName()));
  }

  private void look(List<Thread> threads) {
    if (threads.isEmpty()) {
      return;
    }
    if (ModuleLayer.boot().findModule(NEEDED).isEmpty()) {
      problem = "the module " + NEEDED + " is missing: add it with --add-modules " + NEEDED;
      return;
    }
    Map<Thread, String> names = new HashMap<>();
    threads.forEach(thread -> names.put(thread, thread.getName()));
    try {
      ThreadDump dump = ThreadDump.take();
      long now = System.nanoTime();
      names.forEach(
          (thread, name) -> {
            if (thread.isAlive() && name.equals(thread.getName())) {
              OptionalLong tid = dump.tid(name, thread.threadId());
              known.put(thread.threadId(), new Known(tid.orElse(0), name, now));
            }
          });
    } catch (UnsupportedOperationException e) {
      problem = "this JVM cannot take a thread dump: " + e.getMessage();
    }
  }

  /** Why no thread can be matched; empty if nothing prevents it. */
  synchronized Optional<String> problem() {
    return Optional.ofNullable(problem);
  }

  /** The platform threads, including the carriers of virtual threads. */
  private static List<Thread> live() {
    ThreadGroup all = Thread.currentThread().getThreadGroup();
    while (all.getParent() != null) {
      all = all.getParent();
    }
    Thread[] found = new Thread[all.activeCount() + 16];
    int count = all.enumerate(found, true);
    while (count == found.length) { // there may be more threads
      found = new Thread[2 * found.length];
      count = all.enumerate(found, true);
    }
    List<Thread> live = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      live.add(found[i]);
    }
    return live;
  }
}

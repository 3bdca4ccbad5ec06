package io.github.procfs4j.cli.jvm;

import io.github.procfs4j.processes.ThreadNames;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The complete names of the threads of JVMs while these are sampled. A print is requested from a
 * JVM when it has threads whose names are not known, at most once a second, and so that prints take
 * no more than a fiftieth of the time. It is made meanwhile, so a thread has the kernel's name at
 * first.
 */
public final class JavaNames implements ThreadNames {
  /** A thread that so many prints did not contain is not looked for again. */
  private static final int ATTEMPTS = 2;

  /** Of how many threads the attempts are kept, the last ones. */
  private static final int MOST = 20_000;

  private final JavaPrints prints = new JavaPrints();
  private final Consumer<String> voice;
  private final Map<Key, Integer> attempts =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Integer> eldest) {
          return size() > MOST;
        }
      };

  /** The processes with threads that have no name yet. */
  private final Set<Long> wanted = new HashSet<>();

  private final Set<String> said = new HashSet<>();
  private @Nullable Thread printing;
  private final AtomicLong version = new AtomicLong();

  private record Key(long pid, long tid, long start) {}

  /**
   * Creates names, of which none is known yet.
   *
   * @param voice is told why a JVM does not print its threads
   */
  public JavaNames(Consumer<String> voice) {
    this.voice = voice;
  }

  @Override
  public long version() {
    Thread last = printing;
    if (!wanted.isEmpty() && (last == null || !last.isAlive()) && prints.isDue(System.nanoTime())) {
      Set<Long> pids = Set.copyOf(wanted);
      wanted.clear();
      printing = Thread.ofPlatform().daemon().name("java names").start(() -> take(pids));
    }
    return version.get();
  }

  private void take(Set<Long> pids) {
    prints.take(pids);
    prints.forgetEnded();
    for (String problem : prints.problems()) {
      if (said.add(problem)) {
        voice.accept(problem);
      }
    }
    version.incrementAndGet();
  }

  @Override
  public Optional<String> name(long pid, long tid, long start, String comm) {
    JavaPrints.Named named = prints.of(pid, tid, start, comm);
    if (named != null) {
      return Optional.of(named.name());
    }
    if (prints.isToBeAskedAgain(pid)) {
      wanted.add(pid);
      return Optional.empty();
    }
    Key key = new Key(pid, tid, start);
    int count = attempts.getOrDefault(key, 0);
    if (count < ATTEMPTS) {
      attempts.put(key, count + 1);
      wanted.add(pid);
    }
    return Optional.empty();
  }

  /** What the prints cost, in a sentence; nothing if there were none. */
  public List<String> cost() {
    return prints.cost();
  }
}

package io.github.procfs4j.cli.waits;

import io.github.procfs4j.cli.jvm.JavaPrints;
import io.github.procfs4j.processes.WaitTable.OfThread;
import io.github.procfs4j.processes.WaitTable.Wait;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How one or several threads spent their time, as shares: {@link ThreadTimes} has the rules. */
final class ThreadShares {
  private final String name;
  private final boolean namesProcess;
  private final Set<Long> pids = new HashSet<>();
  private final OfThread first;
  private final JavaPrints.@Nullable Named java;
  private int threads;
  private int uncounted;
  private long samples;
  private double elapsed;
  private double running;
  private double runnable;
  private final Map<Place, Amount> waits = new HashMap<>();

  /**
   * What distinguishes waits.
   *
   * @param state the letter of the state
   * @param call the system call
   * @param function the function of the kernel
   * @param on the file or socket
   */
  record Place(String state, String call, String function, String on) {}

  private static final class Amount {
    double nanos;
    long samples;
  }

  /**
   * A wait, and how much of the time of the threads it was.
   *
   * @param place the wait
   * @param share the share of the time
   * @param samples how often it was found
   */
  record Waited(Place place, double share, long samples) {}

  /**
   * Creates shares without threads.
   *
   * @param name the name without that of the process
   * @param namesProcess whether the name begins with that of the process
   * @param first the thread that will be added first
   * @param java what is known of that thread if it runs a Java thread
   */
  ThreadShares(String name, boolean namesProcess, OfThread first, JavaPrints.@Nullable Named java) {
    this.name = name;
    this.namesProcess = namesProcess;
    this.first = first;
    this.java = java;
  }

  /** Adds a thread. */
  void add(OfThread thread) {
    ThreadTimes times = ThreadTimes.of(thread);
    threads++;
    pids.add(thread.pid());
    samples += thread.samples();
    uncounted += times.isCounted() ? 0 : 1;
    elapsed += times.elapsed();
    running += times.running();
    runnable += times.runnable();
    for (Wait wait : thread.waits()) {
      if (!wait.isRunning()) {
        Place place = new Place(wait.state(), wait.call(), wait.function(), wait.on());
        Amount amount = waits.computeIfAbsent(place, key -> new Amount());
        amount.samples += wait.samples();
        amount.nanos += times.of(wait);
      }
    }
  }

  /**
   * Some shares together; null if there are none.
   *
   * @param name the name of all of them
   */
  static @Nullable ThreadShares sum(String name, List<ThreadShares> parts) {
    if (parts.isEmpty()) {
      return null;
    }
    ThreadShares sum = new ThreadShares(name, false, parts.getFirst().first, null);
    for (ThreadShares part : parts) {
      sum.threads += part.threads;
      sum.pids.addAll(part.pids);
      sum.uncounted += part.uncounted;
      sum.samples += part.samples;
      sum.elapsed += part.elapsed;
      sum.running += part.running;
      sum.runnable += part.runnable;
      part.waits.forEach(
          (place, more) -> {
            Amount amount = sum.waits.computeIfAbsent(place, key -> new Amount());
            amount.nanos += more.nanos;
            amount.samples += more.samples;
          });
    }
    return sum;
  }

  /** The name, with the process and its number, or how many processes have that name. */
  String name() {
    return !namesProcess
        ? name
        : processes() == 1
            ? first.pid() + " " + process() + ": " + name
            : processes() + " × " + process() + ": " + name;
  }

  /** The number of the process, or of the first one. */
  long pid() {
    return first.pid();
  }

  /** The number of processes. */
  int processes() {
    return pids.size();
  }

  /** The name of the process. */
  String process() {
    return first.processName();
  }

  /** The number of the thread, or of the first one. */
  long tid() {
    return first.tid();
  }

  /** What is known of the thread, or the first one, if it runs a Java thread. */
  JavaPrints.@Nullable Named java() {
    return java;
  }

  int threads() {
    return threads;
  }

  /** The number of samples of these threads. */
  long samples() {
    return samples;
  }

  /** The time from their first to their last sample, of all threads together, in nanoseconds. */
  double elapsed() {
    return elapsed;
  }

  /** The share of the time in which they ran; NaN if none was sampled twice. */
  double running() {
    return running / elapsed;
  }

  /** The share of the time in which they were ready and waited for a CPU; NaN if not known. */
  double runnable() {
    return uncounted == threads ? Double.NaN : runnable / elapsed;
  }

  /** The share of the time in which they waited; NaN if none was sampled twice. */
  double waiting() {
    return waits.values().stream().mapToDouble(amount -> amount.nanos).sum() / elapsed;
  }

  /** Their waits, the longest first. */
  List<Waited> waits() {
    List<Waited> all = new ArrayList<>();
    waits.forEach(
        (place, amount) -> all.add(new Waited(place, amount.nanos / elapsed, amount.samples)));
    all.sort(
        Comparator.comparingDouble(Waited::share)
            .reversed()
            .thenComparing(waited -> waited.place().toString()));
    return all;
  }
}

package io.github.procfs4j.cli.waits;

import io.github.procfs4j.cli.jvm.JavaPrints;
import io.github.procfs4j.processes.WaitTable;
import io.github.procfs4j.processes.WaitTable.OfThread;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What was sampled, and what that cost.
 *
 * @param table the counts of all samples
 * @param threads the threads, ordered by process and number
 * @param source the name of the source
 * @param nanos the time from the first to the last sample
 * @param periodNanos the time from sample to sample
 * @param late the number of samples that were skipped because their time had passed
 * @param cpuNanos the CPU time that sampling took, of all threads of this process; negative if it
 *     is not known
 * @param intendedNanos the time for which it was to be sampled, if all processes had ended before;
 *     otherwise negative
 * @param java what thread prints of JVMs contain
 */
record WaitResult(
    WaitTable table,
    List<OfThread> threads,
    String source,
    long nanos,
    long periodNanos,
    long late,
    long cpuNanos,
    long intendedNanos,
    JavaPrints java) {
  /** A number, unless it belongs to a first word such as G1 in {@code G1 Conc#0}. */
  private static final Pattern NUMBER = Pattern.compile("(?<!^[A-Z](?=[0-9] ))[0-9]+");

  static WaitResult of(
      WaitTable table,
      String source,
      long nanos,
      long periodNanos,
      long late,
      long cpuNanos,
      long intendedNanos,
      JavaPrints java) {
    List<OfThread> threads = new ArrayList<>(table.threads());
    threads.sort(Comparator.comparingLong(OfThread::pid).thenComparingLong(OfThread::tid));
    return new WaitResult(
        table,
        List.copyOf(threads),
        source,
        nanos,
        periodNanos,
        late,
        cpuNanos,
        intendedNanos,
        java);
  }

  /** The full name of a thread if it is known, otherwise the kernel's. */
  String name(OfThread thread) {
    JavaPrints.@Nullable Named named = named(thread);
    return named == null ? thread.comm() : named.name();
  }

  private JavaPrints.@Nullable Named named(OfThread thread) {
    return java.of(thread.pid(), thread.tid(), thread.start(), thread.comm());
  }

  /** The number and the name of the process of a thread. */
  static String process(OfThread thread) {
    return thread.pid() + " " + thread.processName();
  }

  private String group(OfThread thread) {
    return group(name(thread));
  }

  /** The name of the group of a thread: the thread's, with an asterisk for each number. */
  static String group(String thread) {
    return NUMBER.matcher(thread).replaceAll("*");
  }

  /** The threads whose names differ in numbers only, of processes of one name. */
  List<ThreadShares> groups() {
    return shares(thread -> List.of(thread.processName(), group(thread)), this::group);
  }

  /** Each thread for itself. */
  List<ThreadShares> each() {
    return shares(
        thread -> List.of(thread.pid(), thread.tid(), thread.start()),
        thread -> thread.tid() + " " + name(thread));
  }

  /** The number of processes that have these threads. */
  long processes() {
    return threads.stream().mapToLong(OfThread::pid).distinct().count();
  }

  /** The number of threads for which something holds. */
  long count(Predicate<OfThread> what) {
    return threads.stream().filter(what).count();
  }

  private List<ThreadShares> shares(
      Function<OfThread, List<Object>> key, Function<OfThread, String> name) {
    boolean isOfOneProcess = processes() <= 1;
    Map<List<Object>, ThreadShares> shares = new LinkedHashMap<>();
    for (OfThread thread : threads) {
      shares
          .computeIfAbsent(
              key.apply(thread),
              of -> new ThreadShares(name.apply(thread), !isOfOneProcess, thread, named(thread)))
          .add(thread);
    }
    return List.copyOf(shares.values());
  }
}

package io.github.procfs4j.cli.waits;

import static java.util.stream.Collectors.joining;

import io.github.procfs4j.Procfs;
import io.github.procfs4j.process.ProcessDirectory;
import io.github.procfs4j.processes.WaitTable.OfThread;
import io.github.procfs4j.sampling.UnreadableException;
import io.github.procfs4j.text.ProcfsException;
import io.github.procfs4j.text.Words;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The names and top frames of the threads of JVMs, from prints that the JVMs made themselves, and
 * how long these took: a JVM stops all its Java threads to print them.
 */
final class JavaPrints {
  private static final long PERIOD_NANOS = 1_000_000_000;

  /** The share of the time that prints may take, as a divisor. */
  private static final int PART = 50;

  private static final int MOST_PROBLEMS = 5;

  /** How many frames a line shows, and what precedes the file of a frame in a module. */
  private static final int SHOWN = 3;

  private static final Pattern VERSION = Pattern.compile("\\([^()/]*/");

  /** The length of the kernel's name, and what newer JVMs put in place of the middle of a name. */
  private static final int MOST_BYTES = 15;

  private static final String LEFT_OUT = "..";

  /** The names by process and thread, and the name of each process itself ({@code comm}). */
  private final Map<Long, Map<Long, Named>> named = new HashMap<>();

  private final Map<Long, String> comms = new HashMap<>();
  private final Map<Long, String> problems = new LinkedHashMap<>();
  private int prints;
  private long tookNanos;
  private long longestNanos;
  private long next = Long.MIN_VALUE;

  /** What prints contain of a thread. */
  static final class Named {
    private String name;
    private int prints;
    private final Map<List<String>, Integer> frames = new HashMap<>();

    private Named(String name) {
      this.name = name;
    }

    /** The complete name, in the last print. */
    String name() {
      return name;
    }

    /** The number of prints that contain it. */
    int prints() {
      return prints;
    }

    /** The top frames and in how many prints they were, the most frequent first. */
    List<Map.Entry<List<String>, Integer>> frames() {
      return frames.entrySet().stream()
          .sorted(
              Map.Entry.<List<String>, Integer>comparingByValue()
                  .reversed()
                  .thenComparing(entry -> entry.getKey().toString()))
          .toList();
    }
  }

  /** Whether it is time for the next prints. */
  boolean isDue(long now) {
    return next == Long.MIN_VALUE || now - next >= 0;
  }

  /** Requests a print from each of these processes that is a JVM and has not failed before. */
  void take(Set<Long> pids) {
    long begin = System.nanoTime();
    pids.stream().sorted().forEach(this::take);
    long end = System.nanoTime();
    next = begin + Math.max(PERIOD_NANOS, PART * (end - begin));
  }

  private void take(long pid) {
    synchronized (this) {
      if (problems.containsKey(pid)) {
        return;
      }
    }
    try {
      ProcessDirectory process = Procfs.mounted().process(pid);
      if (!isJvm(process)) {
        return;
      }
      List<Long> numbers = process.status().nsPid();
      checkUser(process);
      String comm = process.comm();
      long begin = System.nanoTime();
      String text = JvmAttach.threads(pid, numbers, JvmAttach.LIMIT);
      long took = System.nanoTime() - begin;
      Map<Long, ThreadPrint.Printed> threads = ThreadPrint.parse(text);
      add(pid, comm, numbers.size() > 1 ? renumbered(process, threads) : threads, took);
    } catch (JvmAttach.NoPrintException e) {
      fail(pid, String.valueOf(e.getMessage()));
    } catch (ProcfsException | IOException e) {
      fail(pid, "has ended, or may not be examined");
    }
  }

  /** Whether a process has mapped the library of HotSpot. */
  private static boolean isJvm(ProcessDirectory process) throws IOException {
    try (Stream<String> maps =
        Files.lines(process.path().resolve("maps"), StandardCharsets.ISO_8859_1)) {
      return maps.anyMatch(line -> line.endsWith("/libjvm.so") || line.contains("/libjvm.so "));
    }
  }

  private static void checkUser(ProcessDirectory process)
      throws IOException, JvmAttach.NoPrintException {
    Path own = Path.of("/proc/self");
    Object me = Files.getAttribute(own, "unix:uid");
    if (!me.equals(0) && !me.equals(Files.getAttribute(process.path(), "unix:uid"))) {
      throw new JvmAttach.NoPrintException("belongs to another user");
    }
  }

  /** The threads by their numbers in this PID namespace. */
  private static Map<Long, ThreadPrint.Printed> renumbered(
      ProcessDirectory process, Map<Long, ThreadPrint.Printed> threads) {
    Map<Long, ThreadPrint.Printed> renumbered = new HashMap<>();
    for (long tid : process.threads()) {
      try {
        ThreadPrint.Printed thread = threads.get(process.thread(tid).status().nsPid().getLast());
        if (thread != null) {
          renumbered.put(tid, thread);
        }
      } catch (UnreadableException e) {
        // It has ended.
      }
    }
    return renumbered;
  }

  private synchronized void add(
      long pid, String comm, Map<Long, ThreadPrint.Printed> threads, long took) {
    comms.put(pid, comm);
    prints++;
    tookNanos += took;
    longestNanos = Math.max(longestNanos, took);
    Map<Long, Named> known = named.computeIfAbsent(pid, key -> new HashMap<>());
    threads.forEach(
        (tid, printed) -> {
          Named of = known.computeIfAbsent(tid, key -> new Named(printed.name()));
          of.name = printed.name();
          of.prints++;
          of.frames.merge(printed.frames(), 1, Integer::sum);
        });
  }

  private synchronized void fail(long pid, String reason) {
    problems.put(pid, reason);
  }

  /**
   * What is known of a thread; null if nothing is. The kernel's name of a thread is the beginning
   * of the name that it had when it was started or renamed itself, or that of the process, as for
   * {@code main}. Any other name is not used: it may be part of a name with several lines, which
   * looks like the line of another thread.
   */
  synchronized @Nullable Named of(OfThread thread) {
    Map<Long, Named> threads = named.getOrDefault(thread.pid(), Map.of());
    Named of = threads.get(thread.tid());
    boolean isOwn =
        of != null
            && (thread.comm().equals(comms.get(thread.pid())) || isName(of.name, thread.comm()));
    return isOwn ? of : null;
  }

  /** Whether a thread with this Java name may have this name in the kernel. */
  static boolean isName(String name, String comm) {
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    int dots = comm.indexOf(LEFT_OUT);
    return comm.equals(Words.of(bytes, 0, Math.min(bytes.length, MOST_BYTES)))
        || (dots > 0
            && name.startsWith(comm.substring(0, dots))
            && name.endsWith(comm.substring(dots + LEFT_OUT.length())));
  }

  /** The number of prints. */
  synchronized int prints() {
    return prints;
  }

  /** The mean time from the request to the end of a print. */
  synchronized long meanNanos() {
    return prints == 0 ? 0 : tookNanos / prints;
  }

  synchronized long longestNanos() {
    return longestNanos;
  }

  /** Why JVMs did not print, in sentences. */
  synchronized List<String> problems() {
    List<String> all = new ArrayList<>();
    problems.entrySet().stream()
        .sorted(Map.Entry.comparingByKey(Comparator.naturalOrder()))
        .limit(MOST_PROBLEMS)
        .forEach(
            problem ->
                all.add(
                    "JVM "
                        + problem.getKey()
                        + " "
                        + problem.getValue()
                        + (comms.containsKey(problem.getKey())
                            ? "; the names are those of its last print"
                            : "; its threads have the kernel's names")));
    if (problems.size() > MOST_PROBLEMS) {
      all.add((problems.size() - MOST_PROBLEMS) + " further JVMs did not print their threads");
    }
    return all;
  }

  /** The innermost frames in one line, without the versions of modules. */
  static String line(List<String> frames) {
    return frames.stream()
        .limit(SHOWN)
        .map(frame -> VERSION.matcher(frame).replaceAll("("))
        .collect(joining(" < "));
  }
}

package io.github.procfs4j.cli.jvm;

import static java.util.stream.Collectors.joining;

import io.github.procfs4j.Procfs;
import io.github.procfs4j.cli.report.Times;
import io.github.procfs4j.process.ProcessDirectory;
import io.github.procfs4j.sampling.UnreadableException;
import io.github.procfs4j.text.ProcfsException;
import io.github.procfs4j.text.Words;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The names and top frames of the threads of JVMs, from prints that the JVMs made themselves, and
 * how long these took: a JVM stops all its Java threads to print them. One thread may take prints
 * while others look at what they contain.
 */
public final class JavaPrints {
  /** A JVM that has not answered by then is not waited for. */
  public static final Duration LIMIT = JvmAttach.LIMIT;

  private static final long PERIOD_NANOS = 1_000_000_000;

  /** The share of the time that prints may take, as a divisor. */
  private static final int PART = 50;

  private static final int MOST_PROBLEMS = 5;

  /** After so many requests in a row without an answer, a JVM is not asked again. */
  private static final int MOST_UNANSWERED = 3;

  /** Of the words of stat after the name, that with the time when the thread started. */
  private static final int START = 19;

  /** How many frames a line shows, and what precedes the file of a frame in a module. */
  private static final int SHOWN = 3;

  private static final Pattern VERSION = Pattern.compile("\\([^()/]*/");

  private static final Object NO_USER = -1;

  /** The length of the kernel's name, and what newer JVMs put in place of the middle of a name. */
  private static final int MOST_BYTES = 15;

  private static final String LEFT_OUT = "..";

  /** The names by process and thread, and the name of each process itself ({@code comm}). */
  private final Map<Long, Map<Long, Named>> named = new HashMap<>();

  private final Map<Long, String> comms = new HashMap<>();
  private final Map<Long, Problem> problems = new LinkedHashMap<>();
  private final Object user;
  private final Duration limit;
  private int prints;
  private long tookNanos;
  private long longestNanos;
  private long next = Long.MIN_VALUE;

  /**
   * Why a JVM did not print.
   *
   * @param reason the last reason, in words
   * @param unanswered how many requests it did not answer since its last print
   * @param isOver whether it has printed since then
   * @param isPassing whether it is asked again
   */
  private record Problem(String reason, int unanswered, boolean isOver, boolean isPassing) {}

  /** What prints contain of a thread. */
  public static final class Named {
    private final long start;
    private String name;
    private int prints;
    private boolean isInLast;
    private final Map<List<String>, Integer> frames = new HashMap<>();

    private Named(long start, String name) {
      this.start = start;
      this.name = name;
    }

    /** The complete name, in the last print. */
    public String name() {
      return name;
    }

    /** The number of prints that contain it. */
    public int prints() {
      return prints;
    }

    /** The top frames and in how many prints they were, the most frequent first. */
    public List<Map.Entry<List<String>, Integer>> frames() {
      return frames.entrySet().stream()
          .sorted(
              Map.Entry.<List<String>, Integer>comparingByValue()
                  .reversed()
                  .thenComparing(entry -> entry.getKey().toString()))
          .toList();
    }
  }

  /** Creates prints for the user that runs this program; there are none yet. */
  public JavaPrints() {
    this(user(Path.of("/proc/self")));
  }

  /** As the other, for the user with this number. */
  JavaPrints(Object user) {
    this(user, LIMIT);
  }

  private JavaPrints(Object user, Duration limit) {
    this.user = user;
    this.limit = limit;
  }

  /** Prints of JVMs that are waited for as long as this. */
  static JavaPrints within(Duration limit) {
    return new JavaPrints(user(Path.of("/proc/self")), limit);
  }

  private static Object user(Path process) {
    try {
      return Files.getAttribute(process, "unix:uid");
    } catch (IOException e) {
      return NO_USER;
    }
  }

  /** Whether it is time for the next prints. */
  public synchronized boolean isDue(long now) {
    return next == Long.MIN_VALUE || now - next >= 0;
  }

  /**
   * Requests a print from each of these processes that is a JVM and has not failed for good. One
   * that did not answer is asked again, but not for ever.
   */
  public void take(Set<Long> pids) {
    long begin = System.nanoTime();
    long tookBefore = took();
    pids.stream().sorted().forEach(this::take);
    long end = System.nanoTime();
    synchronized (this) {
      // Waiting for an answer does not stop a JVM as printing does.
      next = Math.max(begin + PART * (took() - tookBefore), end + PERIOD_NANOS);
    }
  }

  private synchronized long took() {
    return tookNanos;
  }

  /** Whether a JVM did not answer the last time, and will be asked again. */
  synchronized boolean isToBeAskedAgain(long pid) {
    Problem problem = problems.get(pid);
    return problem != null && problem.isPassing && !problem.isOver;
  }

  /** Forgets the threads that are not in the last print of their process. */
  public synchronized void forgetEnded() {
    named.values().forEach(threads -> threads.values().removeIf(of -> !of.isInLast));
  }

  private void take(long pid) {
    if (pid == ProcessHandle.current().pid()) {
      return; // a JVM cannot attach to itself, and its own threads are not what is looked for
    }
    synchronized (this) {
      Problem problem = problems.get(pid);
      if (problem != null && !problem.isPassing) {
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
      if (process.stat().state() == 'T') {
        throw JvmAttach.NoPrintException.passing("is stopped by a signal", false);
      }
      if (new Freezer().isFrozen(process.path())) {
        throw JvmAttach.NoPrintException.passing("is in a frozen control group", false);
      }
      String comm = process.comm();
      Map<Long, Long> before = starts(process);
      long begin = System.nanoTime();
      String text = JvmAttach.threads(pid, numbers, limit);
      long took = System.nanoTime() - begin;
      Map<Long, ThreadPrint.Printed> threads = ThreadPrint.parse(text);
      // A number that two threads had meanwhile may be that of either.
      Map<Long, Long> starts = starts(process);
      starts.entrySet().removeIf(of -> !of.getValue().equals(before.get(of.getKey())));
      add(pid, comm, starts, numbers.size() > 1 ? renumbered(process, threads) : threads, took);
    } catch (JvmAttach.NoPrintException e) {
      fail(pid, e);
    } catch (ProcfsException | IOException e) {
      fail(pid, new JvmAttach.NoPrintException("has ended, or may not be examined"));
    }
  }

  /**
   * Whether a process has mapped the library of HotSpot. What a process of another user has mapped
   * is hidden; then one that is called {@code java} counts as a JVM.
   */
  private boolean isJvm(ProcessDirectory process) throws IOException {
    if (isOfOther(process)) {
      return process.comm().equals("java");
    }
    try (Stream<String> maps =
        Files.lines(process.path().resolve("maps"), StandardCharsets.ISO_8859_1)) {
      return maps.anyMatch(line -> line.endsWith("/libjvm.so") || line.contains("/libjvm.so "));
    }
  }

  private void checkUser(ProcessDirectory process) throws JvmAttach.NoPrintException {
    if (isOfOther(process)) {
      throw new JvmAttach.NoPrintException("belongs to another user");
    }
  }

  /** Whether a process belongs to another user, and this one is not root. */
  private boolean isOfOther(ProcessDirectory process) {
    return !user.equals(0) && !user.equals(user(process.path()));
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

  /** When each thread started, in ticks since boot. */
  private static Map<Long, Long> starts(ProcessDirectory process) {
    Map<Long, Long> starts = new HashMap<>();
    for (long tid : process.threads()) {
      try {
        byte[] stat = Files.readAllBytes(process.thread(tid).path().resolve("stat"));
        String text = new String(stat, StandardCharsets.ISO_8859_1);
        String[] words = text.substring(text.lastIndexOf(')') + 1).strip().split(" ", -1);
        starts.put(tid, Long.valueOf(words[START]));
      } catch (IOException e) {
        // It has ended.
      }
    }
    return starts;
  }

  private synchronized void add(
      long pid,
      String comm,
      Map<Long, Long> starts,
      Map<Long, ThreadPrint.Printed> threads,
      long took) {
    comms.put(pid, comm);
    problems.computeIfPresent(pid, (key, of) -> new Problem(of.reason, 0, true, of.isPassing));
    prints++;
    tookNanos += took;
    longestNanos = Math.max(longestNanos, took);
    Map<Long, Named> known = named.computeIfAbsent(pid, key -> new HashMap<>());
    known.values().forEach(of -> of.isInLast = false);
    starts.forEach(
        (tid, start) -> {
          ThreadPrint.Printed printed = threads.get(tid);
          Named of = known.get(tid);
          if (printed != null) {
            if (of == null || of.start != start) {
              of = new Named(start, printed.name());
              known.put(tid, of);
            }
            of.name = printed.name();
            of.isInLast = true;
            of.prints++;
            of.frames.merge(printed.frames(), 1, Integer::sum);
          }
        });
  }

  private synchronized void fail(long pid, JvmAttach.NoPrintException e) {
    Problem before = problems.get(pid);
    int unanswered = (before == null ? 0 : before.unanswered) + (e.isUnanswered() ? 1 : 0);
    boolean isPassing = e.isPassing() && unanswered < MOST_UNANSWERED;
    problems.put(pid, new Problem(String.valueOf(e.getMessage()), unanswered, false, isPassing));
  }

  /**
   * What is known of a thread; null if nothing is. The kernel's name of a thread is the beginning
   * of the name that it had when it was started or renamed itself, or that of the process, as for
   * {@code main}. Any other name is not used: it may be part of a name with several lines, which
   * looks like the line of another thread.
   *
   * @param pid the number of its process
   * @param tid its number
   * @param start when it started, in ticks since boot
   * @param comm the kernel's name of it
   */
  public synchronized @Nullable Named of(long pid, long tid, long start, String comm) {
    Map<Long, Named> threads = named.getOrDefault(pid, Map.of());
    Named of = threads.get(tid);
    boolean isOwn =
        of != null && of.start == start && (comm.equals(comms.get(pid)) || isName(of.name, comm));
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
  public synchronized int prints() {
    return prints;
  }

  /** The mean time from the request to the end of a print. */
  public synchronized long meanNanos() {
    return prints == 0 ? 0 : tookNanos / prints;
  }

  public synchronized long longestNanos() {
    return longestNanos;
  }

  /** How long the prints took, in a sentence; nothing if there were none. */
  public synchronized List<String> cost() {
    return prints == 0
        ? List.of()
        : List.of(
            String.format(
                Locale.ROOT,
                "%,d thread print%s of JVMs took %s on average and %s at most; Java threads stand"
                    + " still for a part of it",
                prints,
                prints == 1 ? "" : "s",
                Times.duration(meanNanos()),
                Times.duration(longestNanos)));
  }

  /** Why JVMs did not print, in sentences. */
  public synchronized List<String> problems() {
    List<String> all = new ArrayList<>();
    problems.entrySet().stream()
        .sorted(Map.Entry.comparingByKey(Comparator.naturalOrder()))
        .limit(MOST_PROBLEMS)
        .forEach(problem -> all.add(text(problem.getKey(), problem.getValue())));
    if (problems.size() > MOST_PROBLEMS) {
      all.add((problems.size() - MOST_PROBLEMS) + " further JVMs did not print their threads");
    }
    return all;
  }

  private String text(long pid, Problem problem) {
    String names =
        !comms.containsKey(pid)
            ? "; its threads have the kernel's names"
            : problem.isOver
                ? " at one time; the names are those of its other prints"
                : "; the names are those of its last print";
    return "JVM " + pid + " " + problem.reason + names;
  }

  /** The innermost frames in one line, without the versions of modules. */
  public static String line(List<String> frames) {
    return frames.stream()
        .limit(SHOWN)
        .map(frame -> VERSION.matcher(frame).replaceAll("("))
        .collect(joining(" < "));
  }
}

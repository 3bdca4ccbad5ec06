package io.github.procfs4j.cli.program;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.github.procfs4j.Procfs;
import io.github.procfs4j.cli.options.CommandException;
import io.github.procfs4j.cli.options.Signals;
import io.github.procfs4j.io.Children;
import io.github.procfs4j.io.NativeAccess;
import io.github.procfs4j.printable.Printable;
import io.github.procfs4j.processes.ProcessEntry;
import io.github.procfs4j.processes.ProcessFilter;
import io.github.procfs4j.processes.ProcessTable;
import io.github.procfs4j.sampling.UnreadableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The program that {@code procfs record -- COMMAND} and {@code procfs waits -- COMMAND} start, and
 * what descends from it.
 *
 * <p>It gets the arguments, the standard streams, the environment and the working directory of this
 * process, and nothing else: no other descriptor, and no changed handling of signals, which the JDK
 * resets in its children. No shell is involved.
 */
public final class Program {
  /** Exit codes of shells. */
  private static final int NOT_FOUND = 127;

  private static final int NOT_EXECUTABLE = 126;

  private static final int ENOENT = 2;
  private static final Pattern ERROR = Pattern.compile("error[:=] ?(\\d+)");
  private static final int LONGEST_NAME = 200;

  private static final String STOP = "TSTP";
  private static final String CONTINUE = "CONT";

  /** After this time, a thread has received the signal; if it stopped, this is how it goes on. */
  private static final int TO_STOP_MILLIS = 50;

  /** The signals that are passed on. A stop is, too, but also stops this process. */
  private static final List<String> PASSED_ON =
      List.of("HUP", "INT", "TERM", "USR1", "USR2", "WINCH");

  /** Those that a terminal sends to all processes in its foreground. */
  private static final Set<String> OF_TERMINAL = Set.of("HUP", "INT", "WINCH", STOP);

  /** A terminal sends it to all processes in its foreground; the JVM would print its threads. */
  private static final String QUIT = "QUIT";

  /** For these, a program ends without native access, too, at least by SIGTERM. */
  private static final Set<String> ENDING = Set.of("HUP", "INT", "TERM");

  private static final Path STAT = Path.of("/proc/self/stat");

  /** The fields pgrp and tpgid of {@code stat}, counted after the name. */
  private static final int PGRP = 2;

  private static final int TPGID = 5;

  private final List<String> words;
  private final Predicate<String> isUsed;
  private final Consumer<String> moments;
  private final Consumer<String> ending;
  private final CountDownLatch begin = new CountDownLatch(1);
  private final CountDownLatch end = new CountDownLatch(1);
  private final long self = ProcessHandle.current().pid();

  /** The signals that came before the program was started. */
  private final List<String> early = new ArrayList<>();

  private volatile @Nullable Process process;
  private volatile int exitCode;
  private volatile @Nullable CommandException failure;
  private volatile long beginNanos;
  private volatile long endNanos;

  /**
   * Creates a program that is not started yet.
   *
   * @param words its name and its arguments
   * @param isUsed whether a signal, by its name without SIG, is not to be passed on
   * @param moments receives a text when it begins and when it has ended
   * @param ending receives the names of the signals that end a program
   * @throws CommandException with the exit code of a shell if it cannot be executed
   */
  public Program(
      List<String> words,
      Predicate<String> isUsed,
      Consumer<String> moments,
      Consumer<String> ending) {
    this.words = List.copyOf(words);
    this.isUsed = isUsed;
    this.moments = moments;
    this.ending = ending;
    check(words.getFirst());
  }

  /** Whether a file is executed only shows when it is tried; but then a recording has begun. */
  private static void check(String name) {
    List<Path> places =
        name.contains("/")
            ? List.of(Path.of(name))
            : Stream.of(System.getenv().getOrDefault("PATH", "").split(":", -1))
                .map(directory -> Path.of(directory, name))
                .toList();
    if (places.stream().anyMatch(place -> Files.isExecutable(place) && !isDirectory(place))) {
      return;
    }
    boolean isThere = places.stream().anyMatch(place -> Files.exists(place) && !isDirectory(place));
    if (isThere || (name.contains("/") && isDirectory(places.getFirst()))) {
      throw CommandException.of(NOT_EXECUTABLE, name + ": is not executable");
    }
    throw CommandException.of(NOT_FOUND, name + ": no such command");
  }

  private static boolean isDirectory(Path place) {
    return Files.isDirectory(place);
  }

  /** The processes that descend from it: all descendants of this process. */
  public ProcessFilter.Descendants tree() {
    return new ProcessFilter.Descendants(self);
  }

  /**
   * Starts a thread that waits for {@link #begin}, starts the program, and waits for its end.
   *
   * @param atEnd called when it has ended, or could not be started
   */
  public void prepare(Runnable atEnd) {
    for (String name : PASSED_ON) {
      if (!isUsed.test(name)) {
        Signals.handle(name, () -> passOn(name));
      }
    }
    if (NativeAccess.isEnabled()) {
      Signals.handle(STOP, this::stop);
      Signals.handle(CONTINUE, this::goOn);
    }
    Thread.ofPlatform()
        .daemon()
        .name("program")
        .start(
            () -> {
              try {
                begin.await();
                run();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              } finally {
                end.countDown();
                atEnd.run();
              }
            });
  }

  /** Whether it has been started, or its start was tried. */
  public boolean hasBegun() {
    return begin.getCount() == 0;
  }

  /** Starts the program, unless that has been done. */
  public void begin() {
    begin.countDown();
  }

  /** Starts the program, and waits until it has begun or could not be started. */
  public void start() {
    begin();
    awaitStart();
  }

  private void run() throws InterruptedException {
    beginNanos = System.nanoTime();
    endNanos = beginNanos;
    try {
      Process started = new ProcessBuilder(words).inheritIO().start();
      started(started);
      moments.accept(Printable.truncated("begin: " + name(), LONGEST_NAME));
      exitCode = started.waitFor();
    } catch (IOException e) {
      failed(notStarted(e));
      return;
    } finally {
      endNanos = System.nanoTime();
    }
    moments.accept(Printable.truncated("end: " + name(), LONGEST_NAME) + ", " + ending());
  }

  /** The JDK has the number of the error only in its message. */
  private CommandException notStarted(IOException e) {
    Matcher error = ERROR.matcher(String.valueOf(e.getMessage()));
    boolean isFound = !error.find() || Integer.parseInt(error.group(1)) != ENOENT;
    return CommandException.of(
        isFound ? NOT_EXECUTABLE : NOT_FOUND,
        words.getFirst() + ": cannot be executed: " + e.getMessage());
  }

  /**
   * Signals that a terminal sends reach the program anyway, if this process is in its foreground. A
   * signal that comes before the program has been started is passed on as soon as it has.
   */
  private synchronized void passOn(String name) {
    if (ENDING.contains(name)) {
      ending.accept(name);
    }
    Process to = process;
    if (to == null) {
      early.add(name);
    } else if (!OF_TERMINAL.contains(name) || !isInForeground()) {
      send(to, name);
    }
  }

  /**
   * Stops the program and then this process, as the signal would without a handler. So it is the
   * kernel that decides: it ignores the signal in a process group that no shell would wake up.
   */
  private void stop() {
    awaitStart();
    if (process != null) {
      passOn(STOP);
    }
    Signals.restoreDefault(STOP);
    Signals.number(STOP).ifPresent(number -> Children.kill(self, number));
    try {
      Thread.sleep(TO_STOP_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Signals.handle(STOP, this::stop);
  }

  /** Lets the program go on, unless it does already: a shell wakes up all processes of a job. */
  private synchronized void goOn() {
    Process to = process;
    if (to != null && state(to.pid()) == 'T') {
      send(to, CONTINUE);
    }
  }

  /**
   * Waits for a start that is under way: its process exists before it can be stopped here, and
   * would go on while this process is stopped.
   */
  private synchronized void awaitStart() {
    try {
      while (hasBegun() && process == null && failure == null) {
        wait();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void failed(CommandException now) {
    failure = now;
    notifyAll();
  }

  private synchronized void started(Process now) {
    process = now;
    notifyAll();
    early.forEach(name -> send(now, name));
    early.clear();
    // Not before, or the program would ignore it, too.
    Signals.number(QUIT).ifPresent(Children::ignore);
  }

  private static void send(Process to, String name) {
    OptionalInt number = Signals.number(name);
    boolean isSent =
        to.isAlive() && number.isPresent() && Children.kill(to.pid(), number.getAsInt());
    if (!isSent && ENDING.contains(name)) {
      to.destroy();
    }
  }

  /** The state of a process; Z if there is none. */
  private static char state(long pid) {
    try {
      return Procfs.mounted().process(pid).stat().state();
    } catch (UnreadableException e) {
      return 'Z';
    }
  }

  private static boolean isInForeground() {
    try {
      String stat = Files.readString(STAT, ISO_8859_1);
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      return fields[PGRP].equals(fields[TPGID]);
    } catch (IOException e) {
      return false;
    }
  }

  /** Notes a sample of {@link #tree}: reaps the processes that were adopted and have ended. */
  public void sampled(ProcessTable table) {
    Process started = process;
    for (ProcessEntry entry : table.processes()) {
      if (entry.stat().state() == 'Z'
          && entry.stat().ppid() == self
          && started != null
          && entry.pid() != started.pid()) {
        boolean ignored = Children.reap(entry.pid());
      }
    }
  }

  /**
   * Waits until it has ended; returns its exit code, or 128 and the number of the signal that ended
   * it.
   *
   * @throws CommandException if it could not be started
   */
  public int await() {
    try {
      end.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    CommandException problem = failure;
    if (problem != null) {
      throw problem;
    }
    return exitCode;
  }

  /** Its name and arguments. */
  public String name() {
    return String.join(" ", words);
  }

  /** How it ended, in words. */
  public String ending() {
    return String.format(
        Locale.ROOT,
        exitCode > 128 && exitCode < 128 + 65 ? "signal %d" : "exit code %d",
        exitCode > 128 && exitCode < 128 + 65 ? exitCode - 128 : exitCode);
  }

  /** When it was started, on the monotonic clock. */
  public long beginNanos() {
    return beginNanos;
  }

  /** When it ended. */
  public long endNanos() {
    return endNanos;
  }
}

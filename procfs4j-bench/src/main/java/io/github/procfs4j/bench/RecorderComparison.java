package io.github.procfs4j.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Runs recorders at the same time, each sampling once a second: all of them find the machine in the
 * same state, and caches as cold as after sleeping for a second.
 */
final class RecorderComparison {
  /** The rate at which all of them sample. */
  private static final String ONCE_A_SECOND = "1 Hz";

  private static final long SECOND = 1_000_000_000;

  /** How much longer than needed a recorder runs if it is not ended. */
  private static final int MARGIN_SECONDS = 60;

  /**
   * The extent of measurement.
   *
   * @param warmUpSeconds the time before measuring
   * @param rounds the number of rounds
   * @param roundSeconds the length of each round
   */
  record Effort(int warmUpSeconds, int rounds, int roundSeconds) {
    static final Effort FULL = new Effort(90, 18, 10);
  }

  /** A running recorder and its measurements. */
  private static final class Runner {
    private final String subject;
    private final RecorderProcess process;
    private final long begin = System.nanoTime();
    private final List<Long> times = new ArrayList<>();
    private final List<Long> cpu = new ArrayList<>();
    private final List<Long> bytes = new ArrayList<>();

    Runner(String subject, RecorderProcess process) {
      this.subject = subject;
      this.process = process;
    }

    /** Records its current values, at the beginning of a round or the end of the last one. */
    void note() throws IOException {
      times.add(System.nanoTime());
      cpu.add(process.cpuNanos());
      bytes.add(process.bytes());
    }

    /** The CPU time for each second, that is, for each sample, in each round. */
    private long[] nanos() {
      return IntStream.range(1, cpu.size())
          .mapToLong(
              i ->
                  Math.round(
                      (cpu.get(i) - cpu.get(i - 1)) / seconds(times.get(i - 1), times.get(i))))
          .toArray();
    }

    private double bytesOfSample() {
      return (bytes.getLast() - bytes.getFirst()) / seconds(times.getFirst(), times.getLast());
    }

    /**
     * The CPU time before the rounds in excess of what as many samples take later; NaN if there is
     * no measurable excess.
     */
    private double nanosOfStart() {
      double start = cpu.getFirst() - Statistics.median(nanos()) * seconds(begin, times.getFirst());
      return start > 0 ? start : Double.NaN;
    }

    Compared result(Runner reference) {
      return Compared.recorder(
          subject,
          ONCE_A_SECOND,
          process.name(),
          nanos(),
          reference.nanos(),
          bytesOfSample(),
          nanosOfStart(),
          process.resident());
    }
  }

  private final List<RecorderContender> contenders;
  private final Path directory;
  private final Effort effort;
  private final Consumer<String> problems;

  /**
   * Creates a comparison.
   *
   * @param directory where the sources of programs are and recordings are written
   * @param problems receives messages about recorders that are not available
   */
  RecorderComparison(
      List<RecorderContender> contenders,
      Path directory,
      Effort effort,
      Consumer<String> problems) {
    this.contenders = List.copyOf(contenders);
    this.directory = directory;
    this.effort = effort;
    this.problems = problems;
  }

  /** The duration of the comparison. */
  int seconds() {
    return effort.warmUpSeconds() + effort.rounds() * effort.roundSeconds();
  }

  /** An available recorder and the command that starts it. */
  private record Ready(RecorderContender contender, List<String> command, Path own, Path output) {}

  /** Runs all available recorders. */
  List<Compared> measure() throws IOException, InterruptedException {
    List<Ready> ready = new ArrayList<>();
    for (RecorderContender contender : contenders) {
      Path own = Files.createTempDirectory(directory, "recorder");
      Path output = own.resolve("recording");
      try {
        // All are built before the first of them runs.
        List<String> command =
            contender.command().of(directory, output, seconds() + MARGIN_SECONDS);
        ready.add(new Ready(contender, command, own, output));
      } catch (Tool.NotHereException e) {
        problems.accept(e.leftOut(contender.name(), contender.comesWith()));
      }
    }
    return run(ready);
  }

  private List<Compared> run(List<Ready> ready) throws IOException, InterruptedException {
    List<Runner> runners = new ArrayList<>();
    try {
      for (Ready next : ready) {
        runners.add(start(next));
        // Spread them, so that they do not all wake up at the same time.
        TimeUnit.NANOSECONDS.sleep(SECOND + SECOND / ready.size());
      }
      TimeUnit.SECONDS.sleep(effort.warmUpSeconds());
      dropEnded(runners);
      rounds(runners);
      List<Compared> results = new ArrayList<>();
      for (Runner runner : runners) {
        results.add(runner.result(reference(runner, runners)));
      }
      return results;
    } finally {
      runners.forEach(runner -> runner.process.close());
    }
  }

  private static Runner start(Ready ready) throws IOException {
    RecorderContender contender = ready.contender();
    return new Runner(
        contender.subject(),
        new RecorderProcess(
            contender.name(),
            ready.command(),
            contender.environment(),
            contender.isPrinting(),
            ready.own(),
            ready.output()));
  }

  private static double seconds(long begin, long end) {
    return (double) (end - begin) / SECOND;
  }

  private void dropEnded(List<Runner> runners) throws IOException {
    for (Runner runner : List.copyOf(runners)) {
      if (!runner.process.isRunning()) {
        problems.accept(runner.process.name() + " is left out: " + runner.process.problem());
        runner.process.close();
        runners.remove(runner);
      }
    }
  }

  private void rounds(List<Runner> runners) throws IOException, InterruptedException {
    for (int round = 0; round <= effort.rounds(); round++) {
      if (round > 0) {
        TimeUnit.SECONDS.sleep(effort.roundSeconds());
      }
      for (Runner runner : runners) {
        runner.note();
      }
    }
  }

  /** The copy of the same subject in C. */
  private static Runner reference(Runner runner, List<Runner> runners) throws IOException {
    for (Runner other : runners) {
      if (other.subject.equals(runner.subject)
          && other.process.name().equals(RecorderContender.COPY)) {
        return other;
      }
    }
    throw new IOException("there is no " + RecorderContender.COPY + " to hold the others against");
  }
}

package io.github.procfs4j.bench;

import io.github.procfs4j.bench.ReaderProcess.Batch;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;

/**
 * Readers of the same files, side by side: round by round each has its turn, another one first each
 * time.
 */
final class ReaderComparison {
  /** One reading right after the other: what is measured is CPU time, of many at a time. */
  static final String HOT = "hot";

  /**
   * A pause and all the others before each reading. Of one reading the time by the clock is taken:
   * to ask for CPU time takes as long as to read a small file.
   */
  static final String COLD = "cold";

  private static final long PAUSE = 20_000_000;
  private static final int MOST_TIMES = 1_000_000;

  /** What is read, as {@code reader.h} knows it. */
  static final List<String> SUBJECTS =
      List.of("stat", "meminfo", "vmstat", "diskstats", "uptime", "process/stat", "process/four");

  /**
   * How long a subject is measured.
   *
   * @param warmUpNanos how much CPU time each reader has before, so that its code is compiled
   * @param batchNanos how long its turn takes in a hot round
   * @param hotRounds how many rounds
   * @param coldRounds how many of them with a pause before each reading
   */
  record Effort(long warmUpNanos, long batchNanos, int hotRounds, int coldRounds) {
    static final Effort FULL = new Effort(2_000_000_000L, 4_000_000, 101, 51);
  }

  private final List<ReaderProcess> readers;
  private final Effort effort;
  private final Consumer<String> problems;

  /**
   * A comparison of these.
   *
   * @param readers those to compare, the one that they are held against first
   * @param problems is told of readers that fail at a subject and are left out
   */
  ReaderComparison(List<ReaderProcess> readers, Effort effort, Consumer<String> problems) {
    this.readers = new ArrayList<>(readers);
    this.effort = effort;
    this.problems = problems;
  }

  /** A reader that can read a subject, and how often it does in a turn. */
  private record Turn(ReaderProcess reader, int times) {}

  /** Measures all that can read a subject; empty if the first one cannot. */
  List<Compared> measure(String subject) throws IOException {
    List<Turn> hot = new ArrayList<>();
    for (ReaderProcess reader : List.copyOf(readers)) {
      try {
        int times = warmUp(reader, subject);
        if (times > 0) {
          hot.add(new Turn(reader, times));
        } else if (hot.isEmpty()) {
          return List.of(); // there is nothing to hold the others against
        }
      } catch (IOException e) {
        if (hot.isEmpty()) {
          throw e; // likewise
        }
        readers.remove(reader);
        problems.accept(e.getMessage() + "; it is left out from here on");
      }
    }
    List<Turn> cold = hot.stream().map(turn -> new Turn(turn.reader(), 1)).toList();
    List<Compared> results = new ArrayList<>();
    results.addAll(rounds(subject, HOT, hot, effort.hotRounds(), 0, Batch::cpuNanos));
    results.addAll(rounds(subject, COLD, cold, effort.coldRounds(), PAUSE, Batch::nanos));
    return results;
  }

  /** How often a reader reads a subject in a turn; 0 if it has nothing to read it with. */
  private int warmUp(ReaderProcess reader, String subject) throws IOException {
    int times = 1;
    long used = 0;
    while (true) {
      Optional<Batch> batch = reader.read(subject, times);
      if (batch.isEmpty()) {
        return 0;
      }
      long took = Math.max(1, batch.get().cpuNanos());
      used += took;
      times = Math.clamp(times * effort.batchNanos() / took, 1, MOST_TIMES);
      if (used >= effort.warmUpNanos()) {
        return times;
      }
    }
  }

  private static List<Compared> rounds(
      String subject,
      String how,
      List<Turn> turns,
      int rounds,
      long pause,
      ToLongFunction<Batch> nanos)
      throws IOException {
    long[][] ns = new long[turns.size()][rounds];
    for (int round = 0; round < rounds; round++) {
      for (int i = 0; i < ns.length; i++) {
        int which = (i + round) % ns.length;
        Turn turn = turns.get(which);
        if (pause > 0) {
          LockSupport.parkNanos(pause);
        }
        Batch batch = turn.reader().read(subject, turn.times()).orElseThrow();
        ns[which][round] = Math.round((double) nanos.applyAsLong(batch) / batch.readings());
      }
    }
    List<Compared> results = new ArrayList<>();
    for (int i = 0; i < ns.length; i++) {
      results.add(Compared.reader(subject, how, turns.get(i).reader().name(), ns[i], ns[0]));
    }
    return results;
  }
}

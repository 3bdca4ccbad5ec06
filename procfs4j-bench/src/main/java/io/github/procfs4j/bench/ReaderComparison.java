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
 * Compares readers of the same files: they take turns in each round, beginning with another one
 * each time.
 */
final class ReaderComparison {
  /** Readings immediately after one another: the CPU time of many readings is measured. */
  static final String HOT = "hot";

  /**
   * A pause and all the other readers before each reading. The wall-clock time of each reading is
   * measured, because reading the CPU time takes as long as reading a small file.
   */
  static final String COLD = "cold";

  private static final long PAUSE = 20_000_000;
  private static final int MOST_TIMES = 1_000_000;

  /** The subjects, as named in {@code reader.h}. */
  static final List<String> SUBJECTS =
      List.of("stat", "meminfo", "vmstat", "diskstats", "uptime", "process/stat", "process/four");

  /**
   * The extent of measurement of a subject.
   *
   * @param warmUpNanos the CPU time of each reader before measuring, so that its code is compiled
   * @param batchNanos the duration of its turn in a hot round
   * @param hotRounds the number of hot rounds
   * @param coldRounds the number of rounds with a pause before each reading
   */
  record Effort(long warmUpNanos, long batchNanos, int hotRounds, int coldRounds) {
    static final Effort FULL = new Effort(2_000_000_000L, 4_000_000, 101, 51);
  }

  private final List<ReaderProcess> readers;
  private final Effort effort;
  private final Consumer<String> problems;

  /**
   * Creates a comparison.
   *
   * @param readers the readers to compare, the reference first
   * @param problems receives messages about readers that fail at a subject and are left out
   */
  ReaderComparison(List<ReaderProcess> readers, Effort effort, Consumer<String> problems) {
    this.readers = new ArrayList<>(readers);
    this.effort = effort;
    this.problems = problems;
  }

  /** A reader that can read a subject, and the number of readings in a turn. */
  private record Turn(ReaderProcess reader, int times) {}

  /** Measures all readers that can read a subject; empty if the reference cannot. */
  List<Compared> measure(String subject) throws IOException {
    List<Turn> hot = new ArrayList<>();
    for (ReaderProcess reader : List.copyOf(readers)) {
      try {
        int times = warmUp(reader, subject);
        if (times > 0) {
          hot.add(new Turn(reader, times));
        } else if (hot.isEmpty()) {
          return List.of(); // there is no reference
        }
      } catch (IOException e) {
        if (hot.isEmpty()) {
          throw e; // there is no reference
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

  /**
   * Warms up a reader; returns the number of readings of a subject in a turn, 0 if it cannot read
   * the subject.
   */
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

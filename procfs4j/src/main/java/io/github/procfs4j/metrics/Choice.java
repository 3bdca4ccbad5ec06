package io.github.procfs4j.metrics;

import io.github.procfs4j.Procfs;
import io.github.procfs4j.sampling.SampledFile;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a bridge exports. The classes of the library take time to load, so this names them only
 * where it is asked.
 *
 * @param other another tree of procfs than the mounted one; null for that
 * @param chosen the files; null for the usual ones
 * @param greatestAge the greatest age of a sample
 * @param eachCpu whether CPUs are exported one by one, instead of their sum
 * @param ownProcess whether the process of this JVM is exported
 * @param processes how many names of processes are exported at most, the busiest ones
 */
public record Choice(
    @Nullable Procfs other,
    @Nullable List<SampledFile<?>> chosen,
    Duration greatestAge,
    boolean eachCpu,
    boolean ownProcess,
    int processes) {
  private static final Duration SECOND = Duration.ofSeconds(1);

  /** Checks for null and the numbers. */
  public Choice {
    Objects.requireNonNull(greatestAge, "greatestAge");
    if (greatestAge.isNegative()) {
      throw new IllegalArgumentException("a greatest age of " + greatestAge);
    }
    if (processes < 0) {
      throw new IllegalArgumentException(processes + " processes");
    }
  }

  /** {@return the usual files and the process of this JVM, at most a second old} */
  public static Choice usual() {
    return new Choice(null, null, SECOND, false, true, 0);
  }

  /** {@return the tree of procfs} */
  Procfs proc() {
    return other == null ? Procfs.mounted() : other;
  }

  /** {@return the files} */
  List<SampledFile<?>> files() {
    return chosen == null ? Procfs.usualFiles() : chosen;
  }

  /**
   * {@return this choice of another tree}
   *
   * @param proc the tree
   */
  public Choice of(Procfs proc) {
    Objects.requireNonNull(proc, "proc");
    return new Choice(proc, chosen, greatestAge, eachCpu, ownProcess, processes);
  }

  /**
   * {@return this choice with other files}
   *
   * @param files the files
   */
  public Choice withFiles(List<SampledFile<?>> files) {
    return new Choice(other, List.copyOf(files), greatestAge, eachCpu, ownProcess, processes);
  }

  /**
   * {@return this choice with another greatest age}
   *
   * @param age the greatest age of a sample
   */
  public Choice withGreatestAge(Duration age) {
    return new Choice(other, chosen, age, eachCpu, ownProcess, processes);
  }

  /** {@return this choice with each CPU instead of their sum} */
  public Choice withEachCpu() {
    return new Choice(other, chosen, greatestAge, true, ownProcess, processes);
  }

  /** {@return this choice without the process of this JVM} */
  public Choice withoutOwnProcess() {
    return new Choice(other, chosen, greatestAge, eachCpu, false, processes);
  }

  /**
   * {@return this choice with the busiest processes}
   *
   * @param most how many names
   */
  public Choice withProcesses(int most) {
    return new Choice(other, chosen, greatestAge, eachCpu, ownProcess, most);
  }
}

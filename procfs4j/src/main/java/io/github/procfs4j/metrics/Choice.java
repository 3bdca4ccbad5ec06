package io.github.procfs4j.metrics;

import io.github.procfs4j.Procfs;
import io.github.procfs4j.sampling.SampledFile;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * What a bridge exports.
 *
 * @param proc the tree of procfs
 * @param files the files, by default the usual ones; they are asked for when the first sample is
 *     due, as their classes take time to load
 * @param greatestAge the greatest age of a sample
 * @param eachCpu whether CPUs are exported one by one, instead of their sum
 * @param ownProcess whether the process of this JVM is exported
 * @param processes how many names of processes are exported at most, the busiest ones
 */
public record Choice(
    Procfs proc,
    Supplier<List<SampledFile<?>>> files,
    Duration greatestAge,
    boolean eachCpu,
    boolean ownProcess,
    int processes) {
  private static final Duration SECOND = Duration.ofSeconds(1);

  /** Checks for null and the numbers. */
  public Choice {
    Objects.requireNonNull(proc, "proc");
    Objects.requireNonNull(files, "files");
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
    return new Choice(Procfs.mounted(), Procfs::usualFiles, SECOND, false, true, 0);
  }

  /**
   * {@return this choice of another tree}
   *
   * @param other the tree
   */
  public Choice of(Procfs other) {
    return new Choice(other, files, greatestAge, eachCpu, ownProcess, processes);
  }

  /**
   * {@return this choice with other files}
   *
   * @param others the files
   */
  public Choice withFiles(List<SampledFile<?>> others) {
    List<SampledFile<?>> copy = List.copyOf(others);
    return new Choice(proc, () -> copy, greatestAge, eachCpu, ownProcess, processes);
  }

  /**
   * {@return this choice with another greatest age}
   *
   * @param age the greatest age of a sample
   */
  public Choice withGreatestAge(Duration age) {
    return new Choice(proc, files, age, eachCpu, ownProcess, processes);
  }

  /** {@return this choice with each CPU instead of their sum} */
  public Choice withEachCpu() {
    return new Choice(proc, files, greatestAge, true, ownProcess, processes);
  }

  /** {@return this choice without the process of this JVM} */
  public Choice withoutOwnProcess() {
    return new Choice(proc, files, greatestAge, eachCpu, false, processes);
  }

  /**
   * {@return this choice with the busiest processes}
   *
   * @param most how many names
   */
  public Choice withProcesses(int most) {
    return new Choice(proc, files, greatestAge, eachCpu, ownProcess, most);
  }
}

package io.github.procfs4j.cli.screens;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What is known about a machine at a moment: over the step that ends then.
 *
 * @param nanos the moment, on the monotonic clock of the machine
 * @param time the same on its wall clock, if that is known
 * @param sections its resources
 * @param verdicts what is worth mentioning: the resource, and a sentence
 * @param processes its processes
 * @param threads its threads, as far as they were sampled
 */
public record Moment(
    long nanos,
    Optional<Instant> time,
    List<Section> sections,
    List<Verdict> verdicts,
    Tasks processes,
    Tasks threads) {
  /** Copies the lists. */
  public Moment {
    Objects.requireNonNull(time, "time");
    sections = List.copyOf(sections);
    verdicts = List.copyOf(verdicts);
    Objects.requireNonNull(processes, "processes");
    Objects.requireNonNull(threads, "threads");
  }

  /**
   * Something that is worth mentioning.
   *
   * @param resource the resource that it is about
   * @param text what it is
   */
  public record Verdict(String resource, String text) {}

  /** Nothing is known, as before the second sample. */
  public static Moment unknown(long nanos, Optional<Instant> time) {
    return new Moment(nanos, time, List.of(), List.of(), Tasks.NONE, Tasks.NONE);
  }
}

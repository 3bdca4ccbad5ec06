package io.github.procfs4j.recording;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * A recorded source.
 *
 * @param index its number in the recording, from 0
 * @param name its name, such as {@code stat}
 * @param purpose its purpose in a performance study
 * @param reference the documentation of its format
 * @param period the requested time from one sample to the next
 * @param samples the number of samples
 * @param cells the number of values in all samples: one in each row for each column that its table
 *     ever has, including those that did not change and take no space in the file
 * @param rows the number of rows in all samples, including free slots
 * @param lateTicks the number of ticks skipped because the recorder was late
 * @param failures its failures, once each
 */
public record RecordedSource(
    int index,
    String name,
    String purpose,
    String reference,
    Duration period,
    long samples,
    long cells,
    long rows,
    long lateTicks,
    List<Failure> failures) {

  /** Copies the failures. */
  public RecordedSource {
    Objects.requireNonNull(period, "period");
    Objects.requireNonNull(failures, "failures");
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(purpose, "purpose");
    Objects.requireNonNull(reference, "reference");
    failures = List.copyOf(failures);
  }

  /**
   * Sampling began to fail, or failed for a new reason.
   *
   * @param nanos the monotonic time
   * @param outcome the kind of failure, in a word or two
   * @param problem the message
   */
  public record Failure(long nanos, String outcome, String problem) {
    /** Checks for null. */
    public Failure {
      Objects.requireNonNull(outcome, "outcome");
      Objects.requireNonNull(problem, "problem");
    }
  }
}

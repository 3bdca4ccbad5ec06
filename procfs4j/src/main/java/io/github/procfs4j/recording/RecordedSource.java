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
 * @param reference where its format is documented
 * @param period the requested time from one sample to the next
 * @param samples the number of samples
 * @param cells how many numbers these samples have room for together: in each row one for each
 *     column that its table ever has, those included that did not change and take no room in the
 *     file
 * @param rows how many rows these samples hold together, with slots that are free
 * @param lateTicks the number of ticks skipped because the recorder was late
 * @param failures its failures, each once
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

  /** Keeps the failures as they are now. */
  public RecordedSource {
    Objects.requireNonNull(period, "period");
    Objects.requireNonNull(failures, "failures");
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(purpose, "purpose");
    Objects.requireNonNull(reference, "reference");
    failures = List.copyOf(failures);
  }

  /**
   * Sampling began to fail, or to fail for another reason than before.
   *
   * @param nanos the monotonic time
   * @param outcome how it failed, in a word or two
   * @param problem the message
   */
  public record Failure(long nanos, String outcome, String problem) {
    /** Refuses null. */
    public Failure {
      Objects.requireNonNull(outcome, "outcome");
      Objects.requireNonNull(problem, "problem");
    }
  }
}

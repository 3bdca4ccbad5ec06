package io.github.procfs4j.model;

import java.util.Objects;

/**
 * The description of a file of procfs as a source of samples.
 *
 * @param name its path below the root, such as {@code stat}, by which it is identified everywhere
 * @param purpose its purpose in a performance study, in one sentence
 * @param mode whether it is worth sampling
 * @param since the first kernel version that has it; empty for all relevant versions (3.10 and
 *     later)
 * @param requires the kernel option that it depends on; empty if there is none
 * @param privilege who may read it; empty if everyone may
 * @param reference where its format is documented
 */
public record Source(
    String name,
    String purpose,
    Mode mode,
    String since,
    String requires,
    String privilege,
    String reference) {
  /** Checks for null. */
  public Source {
    Objects.requireNonNull(mode, "mode");
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(privilege, "privilege");
    Objects.requireNonNull(purpose, "purpose");
    Objects.requireNonNull(reference, "reference");
    Objects.requireNonNull(requires, "requires");
    Objects.requireNonNull(since, "since");
  }

  /** Whether a source changes while the machine runs. */
  public enum Mode {
    /** It changes: it is sampled. */
    SAMPLED,
    /** It does not change during a measurement: it is read once. */
    ONCE
  }

  @Override
  public String toString() {
    return name;
  }
}

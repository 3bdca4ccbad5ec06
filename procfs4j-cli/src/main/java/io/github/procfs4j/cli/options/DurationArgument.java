package io.github.procfs4j.cli.options;

import io.github.procfs4j.sampling.Durations;

/** Durations on the command line. */
public final class DurationArgument {
  private DurationArgument() {}

  /**
   * The duration that a user typed, in nanoseconds. If it is not one, throws a usage error that
   * begins with what it was typed for.
   */
  public static long nanos(String what, String text) {
    try {
      return Durations.parse(text).toNanos();
    } catch (IllegalArgumentException e) {
      throw CommandException.usage(what + ": " + e.getMessage());
    }
  }
}

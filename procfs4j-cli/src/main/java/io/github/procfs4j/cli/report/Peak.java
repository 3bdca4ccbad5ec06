package io.github.procfs4j.cli.report;

/**
 * The greatest value of a figure, and when it was.
 *
 * @param name what has it: the labels of a row, or a process; empty if there is only one
 * @param who the process that causes it, if that is not what has it; otherwise empty
 * @param value the mean over the time from {@code from} to {@code to}, or the total
 * @param from the beginning, in seconds since the recording began; NaN if the total is 0
 * @param to the end
 * @param climb how the mean over that time grew before
 */
record Peak(String name, String who, double value, double from, double to, Climb climb) {
  Peak(String name, String who, double value, double from, double to) {
    this(name, who, value, from, to, Climb.UNKNOWN);
  }

  Peak(String name, double value, double from, double to) {
    this(name, "", value, from, to);
  }

  /** The same time, with a value that is a multiple of this one. */
  Peak times(double factor) {
    return new Peak(name, who, value * factor, from, to, climb.times(factor));
  }

  /** The same, caused by a process. */
  Peak by(String process) {
    return new Peak(name, process, value, from, to, climb);
  }

  /** The same with names of at most this length. */
  Peak truncated(int length) {
    return new Peak(
        RowNames.shortened(name, length), RowNames.shortened(who, length), value, from, to, climb);
  }
}

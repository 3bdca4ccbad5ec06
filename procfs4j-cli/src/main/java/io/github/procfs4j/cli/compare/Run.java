package io.github.procfs4j.cli.compare;

import io.github.procfs4j.cli.report.Shortcoming;
import java.util.Map;
import java.util.Set;

/**
 * What is compared of one recording: a number for each figure of each row, and how it developed.
 * Needs no open file.
 *
 * @param name its name
 * @param host the name of the machine; empty if it is not known
 * @param kernel the version of the kernel; empty if it is not known
 * @param cpus the number of CPUs; 0 if it is not known
 * @param seconds the length of what is compared
 * @param partSeconds the length of a part of {@link RunValue#course}
 * @param bytes the length of the recording
 * @param sources the sources with at least two samples
 * @param limited those of them that have more figures than are compared
 * @param values the figures
 * @param wentBack how many values are missing because counters fell
 * @param gaps in how many intervals samples are missing
 * @param shortcomings what is missing in the recording
 * @param disturbance what else used the machine, if that was more than the limits; otherwise empty
 */
record Run(
    String name,
    String host,
    String kernel,
    int cpus,
    double seconds,
    double partSeconds,
    long bytes,
    Set<String> sources,
    Set<String> limited,
    Map<Key, RunValue> values,
    int wentBack,
    int gaps,
    Set<Shortcoming> shortcomings,
    String disturbance) {
  /** The same run with other figures. */
  Run with(Map<Key, RunValue> others) {
    return new Run(
        name,
        host,
        kernel,
        cpus,
        seconds,
        partSeconds,
        bytes,
        sources,
        limited,
        others,
        wentBack,
        gaps,
        shortcomings,
        disturbance);
  }

  /** What a figure is that the run does not have: 0 if it is a sum over no process, or NaN. */
  double missing(Key key) {
    return key.isSum() && sources.contains(key.source()) && !limited.contains(key.source())
        ? 0
        : Double.NaN;
  }
}

package io.github.procfs4j.jmh;

import io.github.procfs4j.printable.Printable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;
import joptsimple.OptionException;
import joptsimple.OptionParser;
import joptsimple.OptionSet;
import joptsimple.OptionSpec;
import org.openjdk.jmh.profile.ProfilerException;

/**
 * The options of the profiler, as JMH passes them: {@code name=value}, separated by semicolons.
 *
 * @param thresholds above which an iteration counts as disturbed
 * @param period how often another thread samples within iterations; empty if none does
 * @param recordings the directory for recordings; empty if none are made
 */
record ProfilerOptions(
    Thresholds thresholds, Optional<Duration> period, Optional<Path> recordings) {
  /**
   * Shares above which an iteration counts as disturbed, in percent.
   *
   * @param runDelay of the time of the benchmark's threads that they waited for a CPU
   * @param steal of the time of all CPUs that the hypervisor gave to others
   * @param others of the time of all CPUs that other processes used
   */
  record Thresholds(double runDelay, double steal, double others) {}

  private static final String HELP =
      """
      Options of ProcfsProfiler, separated by semicolons; docs/jmh.md describes them:
        runDelay=PERCENT  disturbed if the benchmark's threads wait longer for a CPU (1 % of their time)
        steal=PERCENT     disturbed if the hypervisor takes more (1 % of the time of all CPUs)
        others=PERCENT    disturbed if other processes use more (5 % of the time of all CPUs)
        period=MILLIS     samples also within iterations, on another thread
        record=DIRECTORY  keeps the samples of each fork as a recording in this directory
        help              shows this\
      """;

  static ProfilerOptions parse(String line) throws ProfilerException {
    OptionParser parser = new OptionParser();
    OptionSpec<Double> runDelay = percent(parser, "runDelay");
    OptionSpec<Double> steal = percent(parser, "steal");
    OptionSpec<Double> others = percent(parser, "others");
    OptionSpec<Long> period = parser.accepts("period").withRequiredArg().ofType(Long.class);
    OptionSpec<String> record = parser.accepts("record").withRequiredArg();
    OptionSpec<Void> help = parser.accepts("help");
    OptionSpec<String> rest = parser.nonOptions();
    try {
      OptionSet set =
          parser.parse(
              Arrays.stream(line.split(";"))
                  .map(String::strip)
                  .filter(option -> !option.isEmpty())
                  .map(option -> "--" + option)
                  .toArray(String[]::new));
      if (set.has(help)) {
        throw new ProfilerException(HELP);
      }
      if (!set.valuesOf(rest).isEmpty()) {
        throw bad("not an option: " + set.valuesOf(rest));
      }
      return new ProfilerOptions(
          new Thresholds(
              percent(set, runDelay).orElse(1),
              percent(set, steal).orElse(1),
              percent(set, others).orElse(5)),
          set.has(period) ? Optional.of(period(set.valueOf(period))) : Optional.empty(),
          set.has(record) ? Optional.of(directory(set.valueOf(record))) : Optional.empty());
    } catch (OptionException e) {
      throw bad(String.valueOf(e.getMessage()));
    }
  }

  private static OptionSpec<Double> percent(OptionParser parser, String name) {
    return parser.accepts(name).withRequiredArg().ofType(Double.class);
  }

  private static OptionalDouble percent(OptionSet set, OptionSpec<Double> option)
      throws ProfilerException {
    if (!set.has(option)) {
      return OptionalDouble.empty();
    }
    double percent = set.valueOf(option);
    if (!(percent >= 0)) {
      throw bad(option.options().getFirst() + " must be 0 percent or more, not " + percent);
    }
    return OptionalDouble.of(percent);
  }

  private static Duration period(long millis) throws ProfilerException {
    if (millis < 1) {
      throw bad("period must be 1 millisecond or more, not " + millis);
    }
    return Duration.ofMillis(millis);
  }

  /** The directory is created at once, so that a bad one is reported before anything runs. */
  private static Path directory(String name) throws ProfilerException {
    try {
      return Files.createDirectories(Path.of(name));
    } catch (IOException | InvalidPathException e) {
      throw bad("record needs a directory: " + e);
    }
  }

  private static ProfilerException bad(String problem) {
    return new ProfilerException(
        "ProcfsProfiler: "
            + Printable.line(problem)
            + "; the options are runDelay, steal, others, period, record and help");
  }
}

package io.github.procfs4j.cli.report;

import static io.github.procfs4j.cli.report.MachineSummary.Resource.CPU;
import static io.github.procfs4j.cli.report.MachineSummary.Resource.DISKS;
import static io.github.procfs4j.cli.report.Rule.Aspect.SATURATION;

import io.github.procfs4j.processes.ProcessMeasure;
import io.github.procfs4j.recording.RecordedSource;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A figure by which hosts are compared: that of a rule of the summary, or one that has no rule
 * because no value of it is remarkable by itself.
 *
 * @param rule what is looked at
 * @param grain a difference that is too small to matter, in the unit of the rule
 * @param hasColumn whether the table of all hosts has a column for it
 */
record Compared(Rule rule, double grain, boolean hasColumn) {
  /** The part of its threshold by which a value may differ without being an outlier. */
  private static final double GRAIN = 1.0 / 20;

  private static final List<Rule> WITHOUT_THRESHOLD =
      List.of(
          new Rule(
              "cpu-delay",
              CPU,
              SATURATION,
              Watch.mean("schedstat", "cpu", "run delay"),
              "ms/s",
              Double.POSITIVE_INFINITY,
              "tasks waited VALUE for CPU ROW"),
          new Rule(
              "disk-await",
              DISKS,
              SATURATION,
              Watch.mean("diskstats", "disk", "r_await", "w_await"),
              "ms",
              Double.POSITIVE_INFINITY,
              "requests of ROW took VALUE"));

  /** The grains of what has no threshold. */
  private static final Map<String, Double> GRAINS =
      Map.of("cpu-delay", 20.0, "disk-await", 1.0, "net-rate", 100_000.0);

  private static final List<String> COLUMNS =
      List.of(
          "cpu-busy",
          "cpu-steal",
          "cpu-queue",
          "cpu-delay",
          "memory-used",
          "disk-busy",
          "disk-await",
          "net-rate",
          "stall-cpu",
          "stall-memory",
          "stall-io");

  /** All of them, by resource. */
  static final List<Compared> ALL =
      Stream.concat(Rules.ALL.stream(), WITHOUT_THRESHOLD.stream())
          .sorted((one, other) -> one.resource().compareTo(other.resource()))
          .map(Compared::of)
          .toList();

  private static Compared of(Rule rule) {
    double grain = GRAINS.getOrDefault(rule.name(), rule.threshold() * GRAIN);
    return new Compared(rule, grain, COLUMNS.contains(rule.name()));
  }

  /** Whether it is looked at in a source. */
  static boolean look(RecordedSource source) {
    return ALL.stream().anyMatch(compared -> compared.rule.watch().isOf(source.name()));
  }

  /** Its name, which is that of the rule. */
  String name() {
    return rule.name();
  }

  /** The measure by which processes use this resource most, by its name in the summary. */
  String measure() {
    return switch (rule.resource()) {
      case CPU -> ProcessMeasure.CPU.text();
      case MEMORY -> "growth";
      case DISKS -> ProcessMeasure.IO.text();
      case STALLS ->
          rule.name().equals("stall-cpu")
              ? ProcessMeasure.RUN_DELAY.text()
              : rule.name().equals("stall-memory") ? "growth" : ProcessMeasure.IO.text();
      case NETWORK, LOCKS -> "";
    };
  }
}

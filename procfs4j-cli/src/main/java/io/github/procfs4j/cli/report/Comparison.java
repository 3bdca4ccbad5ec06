package io.github.procfs4j.cli.report;

import io.github.procfs4j.cli.report.Host.Measured;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Many hosts side by side: how far each figure of each is from what is usual among them. The
 * distance is that of the greatest mean over ten seconds, or of the mean over the whole time,
 * whichever is greater.
 */
final class Comparison {
  /**
   * The distance from which on a host is an outlier: the one that Iglewicz and Hoaglin recommend
   * for distances in median absolute deviations (How to Detect and Handle Outliers, 1993).
   */
  static final double OUTLIER = 3.5;

  /**
   * A recording that is not compared.
   *
   * @param file its path
   * @param reason why
   */
  record Unread(String file, String reason) {}

  /**
   * What is usual.
   *
   * @param peak among the greatest means over ten seconds, or the totals
   * @param mean among the means over the whole time
   */
  record Usual(Spread peak, Spread mean) {}

  /**
   * How far a figure of a host is from what is usual.
   *
   * @param distance above it, negative if below; NaN if too few hosts have the figure
   * @param isOfMean whether that is the distance of the mean over the whole time
   * @param since when it was first as far away that it is an outlier, in seconds since the
   *     beginning of the recording; NaN if it is none, or is one because it is lower
   */
  record Deviation(
      Compared compared, Measured measured, double distance, boolean isOfMean, double since) {
    boolean isOutlier() {
      return Math.abs(distance) >= OUTLIER;
    }

    private double size() {
      return Double.isNaN(distance) ? -1 : Math.abs(distance);
    }

    /** The row or process whose value it is. */
    String of() {
      return peak().name();
    }

    /** The greatest mean over ten seconds, or the total, of that row or process. */
    Peak peak() {
      return isOfMean ? measured.ofMean() : measured.peak();
    }

    /** The value. */
    double value() {
      return isOfMean ? measured.mean() : measured.peak().value();
    }
  }

  /**
   * A rule of the summary that hosts meet.
   *
   * @param met the hosts, the one with the greatest value first
   */
  record Problem(Compared compared, List<Host> met) {}

  private final List<Host> hosts;
  private final List<Unread> unread;
  private final Map<Compared, Usual> usual = new LinkedHashMap<>();
  private final Map<String, Integer> names = new HashMap<>();

  /** Compares hosts. */
  Comparison(List<Host> known, List<Unread> unread) {
    this.unread = List.copyOf(unread);
    for (Compared compared : Compared.ALL) {
      usual.put(
          compared,
          new Usual(
              Spread.of(
                  known.stream()
                      .map(host -> host.measured().get(compared))
                      .mapToDouble(it -> it == null ? Double.NaN : it.peak().value()),
                  compared.grain()),
              Spread.of(
                  known.stream()
                      .map(host -> host.measured().get(compared))
                      .mapToDouble(it -> it == null ? Double.NaN : it.mean()),
                  compared.grain())));
    }
    known.forEach(host -> names.merge(host.name(), 1, Integer::sum));
    hosts =
        known.stream()
            .map(host -> new Ranked(host, distance(host), name(host)))
            .sorted(
                Comparator.comparingDouble((Ranked it) -> -it.distance).thenComparing(Ranked::name))
            .map(Ranked::host)
            .toList();
  }

  private record Ranked(Host host, double distance, String name) {}

  /** All hosts that are compared, the one that is farthest from what is usual first. */
  List<Host> hosts() {
    return hosts;
  }

  /** The recordings that could not be compared. */
  List<Unread> unread() {
    return unread;
  }

  /** What is usual of a figure. */
  Usual usual(Compared compared) {
    return usual.getOrDefault(compared, new Usual(new Spread(0, 0, 0), new Spread(0, 0, 0)));
  }

  /**
   * The name of a host in the comparison: with that of its recording if others have the name, too.
   */
  String name(Host host) {
    if (host.name().isEmpty()) {
      return host.recording();
    }
    return names.getOrDefault(host.name(), 0) > 1
        ? host.name() + " (" + host.recording() + ")"
        : host.name();
  }

  /** The hosts that have a name that another one has, too, by that name. */
  Map<String, List<Host>> namesakes() {
    return hosts.stream()
        .filter(host -> !host.name().isEmpty() && names.getOrDefault(host.name(), 0) > 1)
        .collect(Collectors.groupingBy(Host::name, LinkedHashMap::new, Collectors.toList()));
  }

  /** How many hosts are compared: those with one name count once. */
  int hostNames() {
    return names.size() + (names.getOrDefault("", 1) - 1);
  }

  /** The figures of a host, the one that is farthest from what is usual first. */
  List<Deviation> deviations(Host host) {
    List<Deviation> all = new ArrayList<>();
    host.measured().forEach((compared, measured) -> all.add(deviation(compared, measured)));
    all.sort(Comparator.comparingDouble(it -> -it.size()));
    return all;
  }

  private double distance(Host host) {
    return deviations(host).stream().mapToDouble(Deviation::size).max().orElse(-1);
  }

  private Deviation deviation(Compared compared, Measured measured) {
    Usual here = usual(compared);
    double ofPeak = here.peak.distance(measured.peak().value());
    double ofMean = here.mean.distance(measured.mean());
    boolean isOfMean =
        Double.isFinite(ofMean) && (Double.isNaN(ofPeak) || Math.abs(ofMean) > Math.abs(ofPeak));
    double distance = isOfMean ? ofMean : ofPeak;
    double since = Double.NaN;
    if (distance >= OUTLIER) {
      since =
          isOfMean
              ? reached(measured.ofMean(), here.mean.at(OUTLIER))
              : reached(measured.peak(), here.peak.at(OUTLIER));
    }
    return new Deviation(compared, measured, distance, isOfMean, since);
  }

  /** When a value was first as great; NaN if it never was. */
  private static double reached(Peak peak, double value) {
    double reached = peak.climb().reached(value);
    return Double.isNaN(reached) && peak.value() >= value ? peak.from() : reached;
  }

  /** The problems by the rules of the summary, the one that most hosts have first. */
  List<Problem> problems() {
    List<Problem> problems = new ArrayList<>();
    for (Compared compared : Compared.ALL) {
      List<Host> met =
          hosts.stream()
              .filter(host -> isMet(host, compared.rule()))
              .sorted(
                  Comparator.comparingDouble(
                      host -> {
                        Measured measured = host.measured().get(compared);
                        return measured == null ? 0 : -measured.peak().value();
                      }))
              .toList();
      if (!met.isEmpty()) {
        problems.add(new Problem(compared, met));
      }
    }
    problems.sort(Comparator.comparingInt(problem -> -problem.met.size()));
    return problems;
  }

  /** Whether a host meets a rule, and not one that says as much. */
  static boolean isMet(Host host, Rule rule) {
    return host.measured().entrySet().stream()
            .anyMatch(
                entry ->
                    entry.getKey().rule().equals(rule)
                        && rule.isMet(entry.getValue().peak().value()))
        && (rule.unless().isEmpty()
            || Rules.ALL.stream()
                .filter(other -> other.name().equals(rule.unless()))
                .noneMatch(other -> isMet(host, other)));
  }

  /** When a host first met a rule, in seconds since the beginning of its recording. */
  static double met(Host host, Compared compared) {
    Measured measured = host.measured().get(compared);
    return measured == null ? Double.NaN : reached(measured.peak(), compared.rule().threshold());
  }

  /** The beginning of the first recording, as far as times are known. */
  Optional<Instant> begin() {
    return hosts.stream().flatMap(host -> host.begin().stream()).min(Comparator.naturalOrder());
  }

  /** The end of the last one. */
  Optional<Instant> end() {
    return hosts.stream().flatMap(host -> host.end().stream()).max(Comparator.naturalOrder());
  }
}

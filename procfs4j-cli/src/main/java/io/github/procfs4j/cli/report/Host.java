package io.github.procfs4j.cli.report;

import io.github.procfs4j.cli.report.MachineSummary.Leader;
import io.github.procfs4j.cli.report.MachineSummary.Leaders;
import io.github.procfs4j.processes.Processes;
import io.github.procfs4j.recording.RecordedSource;
import io.github.procfs4j.recording.Recording;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What is compared of the recording of a host: some numbers and names, which need no open file.
 *
 * @param name the name of the host; empty if the recording does not contain it
 * @param booted when it was started, as the recording states it; empty if it does not
 * @param recording the name of the recording
 * @param clock its wall clock
 * @param from the beginning of the part that is compared, in seconds since that of the recording
 * @param to its end
 * @param measured the figures that are known
 * @param leaders the process that used most by each measure
 * @param remarks what is missing in the recording: kinds of {@link Shortcoming}
 */
record Host(
    String name,
    String booted,
    String recording,
    WallClock clock,
    double from,
    double to,
    Map<Compared, Measured> measured,
    Map<String, Leaders> leaders,
    Set<Shortcoming> remarks) {

  /**
   * A figure of a host.
   *
   * @param peak its greatest mean over ten seconds, or its total
   * @param mean its mean over the whole time, in the row with the greatest one; NaN if it has none
   * @param ofMean the greatest mean over ten seconds in that row
   */
  record Measured(Peak peak, double mean, Peak ofMean) {}

  /** Reads what is compared. */
  static Host of(Recording recording, String name, Span span) {
    Samples samples = new Samples(recording);
    MachineSummary summary = new MachineSummary(recording, span);
    Map<Compared, Measured> measured = new LinkedHashMap<>();
    Set<Shortcoming> remarks = Shortcoming.of(recording);
    for (RecordedSource source : recording.sources()) {
      if (Compared.look(source)) {
        Findings findings =
            Processes.isSource(source.name())
                ? ProcessUsage.sums(samples, source, span)
                : ReportCommand.findings(samples, source, span);
        if (findings.step() > 1) {
          remarks.add(Shortcoming.EVERY_NTH);
        }
        measure(findings, measured);
        if (findings instanceof ProcessUsage) {
          summary.take(findings);
        }
      }
    }
    long begin = recording.startNanos();
    return new Host(
        recording.facts().value("host").orElse(""),
        recording.facts().value("booted").orElse(""),
        name,
        WallClock.of(recording),
        (span.fromNanos() - begin) / 1e9,
        (span.toNanos() - begin) / 1e9,
        measured,
        leaders(summary),
        remarks);
  }

  static void measure(Findings findings, Map<Compared, Measured> measured) {
    if (findings.intervals().size() == 0) {
      return;
    }
    for (Compared compared : Compared.ALL) {
      Watch watch = compared.rule().watch();
      if (watch.isOf(findings.source().name())) {
        List<Peak> peaks =
            watch
                .peaks(findings)
                .sorted(Comparator.comparingDouble(Peak::value).reversed())
                .toList();
        if (!peaks.isEmpty()) {
          Optional<Peak> mean = watch.means(findings).max(Comparator.comparingDouble(Peak::value));
          measured.merge(
              compared,
              new Measured(
                  peaks.getFirst(),
                  mean.map(Peak::value).orElse(Double.NaN),
                  mean.flatMap(of -> named(peaks, of.name())).orElse(peaks.getFirst())),
              (one, other) -> one.peak.value() >= other.peak.value() ? one : other);
        }
      }
    }
  }

  private static Optional<Peak> named(List<Peak> peaks, String name) {
    return peaks.stream().filter(peak -> peak.name().equals(name)).findFirst();
  }

  /** The first of each list, unless it used nothing. */
  private static Map<String, Leaders> leaders(MachineSummary summary) {
    Map<String, Leaders> leaders = new LinkedHashMap<>();
    for (Leaders all : summary.leaders()) {
      List<Leader> first =
          all.processes().stream().limit(1).filter(leader -> leader.number() > 0).toList();
      if (!first.isEmpty()) {
        leaders.put(all.name(), new Leaders(all.name(), all.unit(), all.note(), first));
      }
    }
    return leaders;
  }

  /** Whether anything of it can be compared. */
  boolean isKnown() {
    return !measured.isEmpty();
  }

  /** The length of the part that is compared, in seconds. */
  double seconds() {
    return to - from;
  }

  /** The beginning of that part, if it was recorded. */
  Optional<Instant> begin() {
    return clock.after(from);
  }

  /** Its end. */
  Optional<Instant> end() {
    return clock.after(to);
  }
}

package io.github.procfs4j.cli.report;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import io.github.procfs4j.cli.report.Comparison.Deviation;
import io.github.procfs4j.cli.terminal.Output;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A comparison of hosts as a table with a line for each figure of each recording. */
final class ComparisonTable {
  private static final List<String> HEADS =
      List.of(
          "host",
          "recording",
          "figure",
          "of",
          "unit",
          "mean",
          "most",
          "from",
          "median",
          "distance",
          "outlier",
          "since",
          "remarkable");

  private ComparisonTable() {}

  static void csv(Comparison comparison, int most, Output out) {
    CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(out.printer());
    csv.writeRecord(HEADS);
    for (Host host : comparison.hosts().stream().limit(most).toList()) {
      for (Deviation deviation : comparison.deviations(host)) {
        csv.writeRecord(cells(comparison, host, deviation));
      }
    }
    try {
      csv.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void markdown(Comparison comparison, int most, Output out) {
    out.line(PartsWriter.line(HEADS));
    out.line("| --- | --- | --- | --- | --- | ---: | ---: | --- | ---: | ---: | --- | --- | --- |");
    for (Host host : comparison.hosts().stream().limit(most).toList()) {
      for (Deviation deviation : comparison.deviations(host)) {
        out.line(PartsWriter.line(cells(comparison, host, deviation)));
      }
    }
  }

  private static List<String> cells(Comparison comparison, Host host, Deviation deviation) {
    Comparison.Usual usual = comparison.usual(deviation.compared());
    Rule rule = deviation.compared().rule();
    boolean isKnown = !Double.isNaN(deviation.distance());
    return List.of(
        PartsWriter.safe(host.name()),
        PartsWriter.safe(host.recording()),
        deviation.compared().name(),
        PartsWriter.safe(deviation.of()),
        rule.unit().equals(Rule.WHOLE) ? "" : rule.unit(),
        PartsWriter.digits(deviation.measured().mean()),
        PartsWriter.digits(deviation.measured().peak().value()),
        time(host, deviation.measured().peak().from()),
        PartsWriter.digits((deviation.isOfMean() ? usual.mean() : usual.peak()).median()),
        PartsWriter.digits((float) deviation.distance()),
        isKnown ? (deviation.isOutlier() ? "yes" : "no") : "",
        time(host, deviation.since()),
        Comparison.isMet(host, rule) ? "yes" : "no");
  }

  /** The time of the wall clock; otherwise that since the beginning, in seconds. */
  private static String time(Host host, double seconds) {
    return Double.isNaN(seconds)
        ? ""
        : Optional.of(seconds)
            .flatMap(host.clock()::after)
            .map(Instant::toString)
            .orElse("+" + PartsWriter.digits((float) seconds));
  }
}

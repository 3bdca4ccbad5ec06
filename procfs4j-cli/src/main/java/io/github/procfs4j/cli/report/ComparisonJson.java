package io.github.procfs4j.cli.report;

import io.github.procfs4j.cli.report.Comparison.Deviation;
import io.github.procfs4j.cli.report.Comparison.Usual;
import io.github.procfs4j.cli.report.MachineSummary.Leader;
import io.github.procfs4j.cli.report.MachineSummary.Leaders;
import io.github.procfs4j.cli.terminal.JsonLines;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/** A comparison of hosts as JSON: the members of a document, specified in docs/report-json.md. */
final class ComparisonJson {
  private final Comparison comparison;
  private final JsonGenerator json;

  private ComparisonJson(Comparison comparison, JsonGenerator json) {
    this.comparison = comparison;
    this.json = json;
  }

  /**
   * Writes the members.
   *
   * @param most the greatest number of hosts
   */
  static void write(Comparison comparison, int most, JsonGenerator json) {
    new ComparisonJson(comparison, json).write(most);
  }

  private void write(int most) {
    json.writeArrayPropertyStart("figures");
    Compared.ALL.stream()
        .filter(compared -> comparison.usual(compared).peak().known() > 0)
        .forEach(this::figure);
    json.writeEndArray();
    json.writeArrayPropertyStart("hosts");
    comparison.hosts().stream().limit(most).forEach(this::host);
    json.writeEndArray();
    if (comparison.hosts().size() > most) {
      json.writeNumberProperty("hosts_left_out", comparison.hosts().size() - most);
    }
    json.writeArrayPropertyStart("not_compared");
    for (Comparison.Unread unread : comparison.unread()) {
      json.writeStartObject();
      json.writeStringProperty("file", unread.file());
      json.writeStringProperty("reason", unread.reason());
      json.writeEndObject();
    }
    json.writeEndArray();
    texts("remarks", ComparisonText.remarks(comparison));
  }

  private void texts(String name, List<String> texts) {
    if (!texts.isEmpty()) {
      json.writeArrayPropertyStart(name);
      texts.forEach(json::writeString);
      json.writeEndArray();
    }
  }

  private void figure(Compared compared) {
    Usual usual = comparison.usual(compared);
    Rule rule = compared.rule();
    json.writeStartObject();
    json.writeStringProperty("figure", compared.name());
    json.writeStringProperty("resource", rule.resource().text());
    json.writeStringProperty("aspect", rule.aspect().toString());
    json.writeStringProperty("unit", rule.unit().equals(Rule.WHOLE) ? "" : rule.unit());
    JsonLines.number(json, "threshold", rule.threshold());
    json.writeNumberProperty("known", usual.peak().known());
    JsonLines.number(json, "median_most", usual.peak().median());
    JsonLines.number(json, "usual_distance_most", usual.peak().scale());
    JsonLines.number(json, "median_mean", usual.mean().median());
    JsonLines.number(json, "usual_distance_mean", usual.mean().scale());
    json.writeEndObject();
  }

  private void host(Host host) {
    json.writeStartObject();
    if (!host.name().isEmpty()) {
      json.writeStringProperty("host", host.name());
    }
    json.writeStringProperty("recording", host.recording());
    time("begin", host, host.from());
    time("end", host, host.to());
    JsonLines.number(json, "length_seconds", host.seconds());
    texts(
        "remarks",
        host.remarks().stream().map(remark -> remark.name().toLowerCase(Locale.ROOT)).toList());
    json.writeArrayPropertyStart("figures");
    for (Deviation deviation : comparison.deviations(host)) {
      json.writeStartObject();
      deviation(host, deviation);
      json.writeEndObject();
    }
    json.writeEndArray();
    if (!host.leaders().isEmpty()) {
      json.writeArrayPropertyStart("busiest");
      host.leaders().values().forEach(this::leader);
      json.writeEndArray();
    }
    json.writeEndObject();
  }

  private void deviation(Host host, Deviation deviation) {
    Peak peak = deviation.measured().peak();
    json.writeStringProperty("figure", deviation.compared().name());
    if (!peak.name().isEmpty()) {
      json.writeStringProperty("of", peak.name());
    }
    if (!peak.who().isEmpty()) {
      json.writeStringProperty("by", peak.who());
    }
    JsonLines.number(json, "most", peak.value());
    JsonLines.number(json, "from_seconds", peak.from());
    JsonLines.number(json, "to_seconds", peak.to());
    time("from", host, peak.from());
    JsonLines.number(json, "mean", deviation.measured().mean());
    String ofMean = deviation.measured().ofMean().name();
    if (!Double.isNaN(deviation.measured().mean()) && !ofMean.isEmpty()) {
      json.writeStringProperty("mean_of", ofMean);
    }
    JsonLines.number(json, "distance", deviation.distance());
    if (!Double.isNaN(deviation.distance())) {
      json.writeStringProperty("distance_of", deviation.isOfMean() ? "mean" : "most");
      json.writeBooleanProperty("outlier", deviation.isOutlier());
    }
    JsonLines.number(json, "since_seconds", deviation.since());
    time("since", host, deviation.since());
    if (Comparison.isMet(host, deviation.compared().rule())) {
      json.writeBooleanProperty("remarkable", true);
    }
  }

  private void time(String name, Host host, double seconds) {
    if (!Double.isNaN(seconds)) {
      Optional.of(seconds)
          .flatMap(host.clock()::after)
          .ifPresent(time -> json.writeStringProperty(name, time.toString()));
    }
  }

  private void leader(Leaders leaders) {
    Leader leader = leaders.processes().getFirst();
    json.writeStartObject();
    json.writeStringProperty("measure", leaders.name());
    json.writeStringProperty("unit", leaders.unit());
    if (!leaders.note().isEmpty()) {
      json.writeStringProperty("note", leaders.note());
    }
    json.writeStringProperty("name", leader.process());
    JsonLines.number(json, "number", leader.number());
    json.writeEndObject();
  }
}

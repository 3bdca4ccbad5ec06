package io.github.procfs4j.cli.compare;

import io.github.procfs4j.cli.compare.Difference.Verdict;
import io.github.procfs4j.cli.terminal.JsonLines;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.core.JsonGenerator;

/** A comparison of runs as JSON: the members of a document, described in docs/compare.md. */
final class ComparisonJson {
  private final RunComparison comparison;
  private final Sentences sentences;
  private final JsonGenerator json;

  private ComparisonJson(RunComparison comparison, JsonGenerator json) {
    this.comparison = comparison;
    this.json = json;
    sentences = new Sentences(comparison);
  }

  /** Writes the members. */
  static void write(RunComparison comparison, List<Outcome> outcomes, JsonGenerator json) {
    new ComparisonJson(comparison, json).write(outcomes);
  }

  private void write(List<Outcome> outcomes) {
    runs("a", comparison.a());
    runs("b", comparison.b());
    comparison
        .time()
        .ifPresent(
            time -> {
              json.writeName("time");
              difference(time);
            });
    json.writeStringProperty("method", lower(comparison.method()));
    json.writeNumberProperty("rate", RunComparison.RATE);
    json.writeNumberProperty("tested", comparison.tested());
    json.writeStringProperty("verdict", sentences.verdict(outcomes));
    json.writeArrayPropertyStart("differences");
    comparison.found().forEach(this::difference);
    json.writeEndArray();
    if (comparison.method() == RunComparison.Method.TOO_FEW_RUNS) {
      json.writeArrayPropertyStart("largest");
      ComparisonText.largest(comparison, Integer.MAX_VALUE).forEach(this::difference);
      json.writeEndArray();
    }
    json.writeObjectPropertyStart("figures");
    Map<Verdict, Integer> counts = comparison.counts();
    for (Verdict verdict : Verdict.values()) {
      json.writeNumberProperty(lower(verdict), counts.getOrDefault(verdict, 0));
    }
    json.writeEndObject();
    json.writeArrayPropertyStart("unmatched");
    for (Matching.Unmatched unmatched : comparison.unmatched()) {
      json.writeStartObject();
      json.writeStringProperty("what", unmatched.what());
      json.writeStringProperty("reason", unmatched.reason());
      json.writeNumberProperty("figures", unmatched.figures());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayPropertyStart("ran_in_one_group");
    for (Matching.RanInOne one : comparison.ranInOne()) {
      json.writeStartObject();
      json.writeStringProperty("what", one.what());
      json.writeStringProperty("group", one.isInB() ? "b" : "a");
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayPropertyStart("not_compared");
    for (RunComparison.Unread unread : comparison.unread()) {
      json.writeStartObject();
      json.writeStringProperty("file", unread.file());
      json.writeStringProperty("reason", unread.reason());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayPropertyStart("remarks");
    sentences.remarks().forEach(json::writeString);
    json.writeEndArray();
    if (!outcomes.isEmpty()) {
      json.writeArrayPropertyStart("conditions");
      outcomes.forEach(this::outcome);
      json.writeEndArray();
    }
  }

  private void runs(String name, List<Run> runs) {
    json.writeArrayPropertyStart(name);
    for (Run run : runs) {
      json.writeStartObject();
      json.writeStringProperty("recording", run.name());
      text("host", run.host());
      text("kernel", run.kernel());
      JsonLines.number(json, "seconds", run.seconds());
      text("disturbed", run.disturbance());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void text(String name, String text) {
    if (!text.isEmpty()) {
      json.writeStringProperty(name, text);
    }
  }

  private void difference(Difference difference) {
    Key key = difference.key();
    json.writeStartObject();
    json.writeStringProperty("source", key.source());
    json.writeStringProperty("table", key.table());
    json.writeStringProperty("row", key.row());
    json.writeStringProperty("figure", key.figure());
    json.writeStringProperty("unit", key.unit());
    json.writeStringProperty("verdict", lower(difference.verdict()));
    json.writeStringProperty("text", sentences.of(difference));
    JsonLines.number(json, "median_a", difference.medianOfA());
    JsonLines.number(json, "median_b", difference.medianOfB());
    JsonLines.number(json, "difference", difference.difference());
    JsonLines.number(json, "relative", difference.relative());
    Bootstrap.Ranges ranges = difference.intervals();
    if (ranges != null) {
      range("interval", ranges.difference());
      range("relative_interval", ranges.relative());
    }
    JsonLines.number(json, "delta", difference.delta());
    JsonLines.number(json, "p", difference.p());
    JsonLines.number(json, "adjusted_p", difference.adjusted());
    JsonLines.number(json, "since_seconds", difference.since());
    numbers("a", difference.a());
    numbers("b", difference.b());
    json.writeEndObject();
  }

  private void range(String name, Bootstrap.Range range) {
    if (!Double.isNaN(range.low())) {
      numbers(name, new double[] {range.low(), range.high()});
    }
  }

  /** Numbers in the order of the runs; null where one is not known. */
  private void numbers(String name, double[] numbers) {
    json.writeArrayPropertyStart(name);
    Arrays.stream(numbers)
        .forEach(
            number -> {
              if (Double.isNaN(number)) {
                json.writeNull();
              } else {
                json.writeNumber(number);
              }
            });
    json.writeEndArray();
  }

  private void outcome(Outcome outcome) {
    json.writeStartObject();
    json.writeStringProperty("condition", outcome.condition().text());
    json.writeNumberProperty("figures", outcome.figures());
    json.writeBooleanProperty("decided", outcome.isDecided());
    json.writeBooleanProperty("met", !outcome.met().isEmpty());
    json.writeArrayPropertyStart("differences");
    outcome.met().forEach(this::difference);
    json.writeEndArray();
    json.writeEndObject();
  }

  private static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}

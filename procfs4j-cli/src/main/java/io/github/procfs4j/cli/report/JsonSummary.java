package io.github.procfs4j.cli.report;

import io.github.procfs4j.cli.terminal.JsonLines;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/** The summary as JSON: a member of the document, specified in docs/report-json.md. */
final class JsonSummary {
  private final MachineSummary summary;
  private final SummaryTexts texts;
  private final JsonGenerator json;

  private JsonSummary(MachineSummary summary, JsonGenerator json) {
    this.summary = summary;
    this.json = json;
    texts = new SummaryTexts(summary);
  }

  static void write(MachineSummary summary, JsonGenerator json) {
    new JsonSummary(summary, json).write();
  }

  private void write() {
    json.writeObjectPropertyStart("summary");
    json.writeArrayPropertyStart("verdicts");
    summary.verdicts().forEach(this::verdict);
    json.writeEndArray();
    if (summary.hasProcesses()) {
      json.writeArrayPropertyStart("busiest");
      summary.leaders().forEach(this::leaders);
      json.writeEndArray();
    }
    if (!summary.waits().isEmpty()) {
      json.writeArrayPropertyStart("waits");
      summary.waits().forEach(this::waits);
      json.writeEndArray();
    }
    json.writeEndObject();
  }

  private void waits(WaitUse use) {
    json.writeStartObject();
    json.writeStringProperty("of", use.source());
    json.writeNumberProperty("threads", use.threads());
    JsonLines.number(json, "running_percent", use.running());
    JsonLines.number(json, "runnable_percent", use.runnable());
    JsonLines.number(json, "waiting_percent", use.waiting());
    json.writeArrayPropertyStart("waits");
    for (WaitUse.Share wait : use.waits()) {
      json.writeStartObject();
      text("state", wait.state());
      text("call", wait.call());
      text("function", wait.function());
      JsonLines.number(json, "percent", wait.percent());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private void text(String name, String text) {
    if (!text.isEmpty()) {
      json.writeStringProperty(name, RowFigures.cut(text));
    }
  }

  private void verdict(MachineSummary.Verdict verdict) {
    json.writeStartObject();
    json.writeStringProperty("resource", verdict.resource().text());
    json.writeBooleanProperty("remarkable", !verdict.found().isEmpty());
    json.writeArrayPropertyStart("findings");
    for (MachineSummary.Finding finding : verdict.found()) {
      json.writeStartObject();
      finding(finding);
      json.writeNumberProperty("others", finding.others());
      json.writeEndObject();
    }
    json.writeEndArray();
    if (verdict.usual().isPresent()) {
      json.writeObjectPropertyStart("highest");
      finding(verdict.usual().get());
      json.writeEndObject();
    }
    List<String> missing = verdict.missing();
    if (!missing.isEmpty()) {
      json.writeArrayPropertyStart("not_recorded");
      missing.forEach(json::writeString);
      json.writeEndArray();
    }
    json.writeEndObject();
  }

  private void finding(MachineSummary.Finding finding) {
    Rule rule = finding.rule();
    Peak peak = finding.peak();
    json.writeStringProperty("rule", rule.name());
    json.writeStringProperty("aspect", rule.aspect().toString());
    if (!peak.name().isEmpty()) {
      json.writeStringProperty("of", peak.name());
    }
    if (!peak.who().isEmpty()) {
      json.writeStringProperty("by", peak.who());
    }
    JsonLines.number(json, "value", peak.value());
    json.writeStringProperty("unit", rule.unit().equals(Rule.WHOLE) ? "" : rule.unit());
    JsonLines.number(json, "threshold", rule.threshold());
    JsonLines.number(json, "from_seconds", peak.from());
    JsonLines.number(json, "to_seconds", peak.to());
    if (!Double.isNaN(peak.from())) {
      texts
          .instant(peak.from())
          .ifPresent(time -> json.writeStringProperty("from", time.toString()));
    }
    json.writeStringProperty("text", finding.text());
  }

  private void leaders(MachineSummary.Leaders leaders) {
    json.writeStartObject();
    json.writeStringProperty("measure", leaders.name());
    json.writeStringProperty("unit", leaders.unit());
    if (!leaders.note().isEmpty()) {
      json.writeStringProperty("note", leaders.note());
    }
    json.writeArrayPropertyStart("processes");
    for (MachineSummary.Leader leader : leaders.processes()) {
      json.writeStartObject();
      json.writeStringProperty("name", leader.process());
      JsonLines.number(json, "number", leader.number());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }
}

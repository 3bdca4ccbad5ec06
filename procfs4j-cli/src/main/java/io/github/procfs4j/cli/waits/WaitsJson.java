package io.github.procfs4j.cli.waits;

import io.github.procfs4j.cli.jvm.JavaPrints;
import io.github.procfs4j.cli.terminal.JsonLines;
import io.github.procfs4j.cli.terminal.Output;
import io.github.procfs4j.processes.WaitTable;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/** The result as JSON. */
final class WaitsJson {
  private final WaitResult result;
  private final JsonGenerator json;

  private WaitsJson(WaitResult result, JsonGenerator json) {
    this.result = result;
    this.json = json;
  }

  static void write(WaitResult result, Output out) {
    JsonLines.write(out, json -> new WaitsJson(result, json).write());
  }

  private void write() {
    json.writeStringProperty("source", result.source());
    json.writeNumberProperty("nanos", result.nanos());
    json.writeNumberProperty("period_ns", result.periodNanos());
    json.writeNumberProperty("late", result.late());
    if (result.cpuNanos() >= 0) {
      json.writeNumberProperty("cpu_ns", result.cpuNanos());
    }
    json.writeStringProperty("architecture", System.getProperty("os.arch"));
    json.writeObjectPropertyStart("about");
    result
        .table()
        .reading()
        .layout()
        .table(WaitTable.ABOUT.name())
        .ifPresent(
            table ->
                table
                    .columns()
                    .forEach(
                        column ->
                            json.writeNumberProperty(column.name(), result.table().about(column))));
    json.writeEndObject();
    if (result.java().prints() > 0) {
      json.writeObjectPropertyStart("java_prints");
      json.writeNumberProperty("count", result.java().prints());
      json.writeNumberProperty("mean_ns", result.java().meanNanos());
      json.writeNumberProperty("longest_ns", result.java().longestNanos());
      json.writeEndObject();
    }
    strings("remarks", WaitRemarks.of(result));
    ThreadShares all = ThreadShares.sum("all threads", result.each());
    if (all != null) {
      json.writeObjectPropertyStart("all");
      numbers(all);
      json.writeEndObject();
    }
    all("groups", result.groups());
    all("threads", result.each());
  }

  private void all(String name, List<ThreadShares> all) {
    json.writeArrayPropertyStart(name);
    all.forEach(this::shares);
    json.writeEndArray();
  }

  private void shares(ThreadShares shares) {
    json.writeStartObject();
    if (shares.processes() == 1) {
      json.writeNumberProperty("pid", shares.pid());
    } else {
      json.writeNumberProperty("processes", shares.processes());
    }
    json.writeStringProperty("process", shares.process());
    if (shares.threads() == 1) {
      json.writeNumberProperty("tid", shares.tid());
    }
    json.writeStringProperty("name", shares.name());
    numbers(shares);
    json.writeArrayPropertyStart("waits");
    for (ThreadShares.Waited wait : shares.waits()) {
      json.writeStartObject();
      text("state", wait.place().state());
      text("call", wait.place().call());
      text("function", wait.place().function());
      text("on", wait.place().on());
      share("share", wait.share());
      json.writeNumberProperty("samples", wait.samples());
      json.writeEndObject();
    }
    json.writeEndArray();
    JavaPrints.Named java = shares.java();
    if (java != null && shares.threads() == 1) {
      json.writeObjectPropertyStart("java");
      json.writeNumberProperty("prints", java.prints());
      json.writeArrayPropertyStart("stacks");
      java.frames()
          .forEach(
              entry -> {
                json.writeStartObject();
                json.writeNumberProperty("prints", entry.getValue());
                strings("frames", entry.getKey());
                json.writeEndObject();
              });
      json.writeEndArray();
      json.writeEndObject();
    }
    json.writeEndObject();
  }

  private void numbers(ThreadShares shares) {
    json.writeNumberProperty("threads", shares.threads());
    json.writeNumberProperty("samples", shares.samples());
    json.writeNumberProperty("elapsed_ns", Math.round(shares.elapsed()));
    share("running", shares.running());
    share("runnable", shares.runnable());
    share("waiting", shares.waiting());
  }

  private void strings(String name, List<String> texts) {
    json.writeArrayPropertyStart(name);
    texts.forEach(json::writeString);
    json.writeEndArray();
  }

  private void text(String name, String text) {
    if (!text.isEmpty()) {
      json.writeStringProperty(name, text);
    }
  }

  private void share(String name, double share) {
    if (!Double.isNaN(share)) {
      json.writeNumberProperty(name, share);
    }
  }
}

package io.github.procfs4j.cli.report;

import io.github.procfs4j.cli.terminal.JsonLines;
import io.github.procfs4j.processes.ProcessMeasure;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/** The usage of processes and threads as JSON: the busiest by each measure. */
final class JsonProcesses {
  private final ProcessUsage usage;
  private final JsonGenerator json;

  private JsonProcesses(ProcessUsage usage, JsonGenerator json) {
    this.usage = usage;
    this.json = json;
  }

  static void write(ProcessUsage usage, JsonGenerator json) {
    if (usage.intervals().size() > 0) {
      JsonProcesses processes = new JsonProcesses(usage, json);
      usage.tables().forEach(processes::tasks);
    }
  }

  private void tasks(TaskUsage tasks) {
    json.writeObjectPropertyStart(Overview.plural(tasks));
    json.writeNumberProperty("first", tasks.first());
    json.writeNumberProperty("last", tasks.last());
    json.writeNumberProperty("most", tasks.most());
    json.writeNumberProperty("came", tasks.came());
    json.writeNumberProperty("ended", tasks.ended());
    json.writeArrayPropertyStart("measures");
    tasks.busiest().forEach(busiest -> measure(tasks, busiest));
    json.writeEndArray();
    json.writeEndObject();
  }

  private void measure(TaskUsage tasks, Busiest busiest) {
    ProcessMeasure measure = busiest.measure();
    json.writeStartObject();
    json.writeStringProperty("name", measure.text());
    json.writeStringProperty("unit", measure.figure(tasks.table()).unit());
    if (measure.hasTotal()) {
      json.writeStringProperty("total_unit", measure.totalUnit());
    }
    json.writeStringProperty("detail", measure.detailText());
    json.writeStringProperty("detail_unit", TaskUse.detailUnit(measure));
    if (!TaskUse.hasTotalDetail(measure)) {
      json.writeStringProperty("detail_weighted_by", measure.detail(tasks.table()).weightName());
    }
    JsonLines.number(json, "window_seconds", busiest.window());
    json.writeNumberProperty("known", busiest.known());
    String note = Overview.note(usage, tasks, measure);
    if (!note.isEmpty()) {
      json.writeStringProperty("note", note);
    }
    List<TaskNumbers> all = TaskNumbers.of(usage, tasks, busiest, TaskUsage.SHOWN);
    for (TaskNumbers numbers : all) {
      if (numbers.use() == null) {
        json.writeObjectPropertyStart("all");
        numbers(numbers);
        json.writeEndObject();
      }
    }
    json.writeArrayPropertyStart("busiest");
    for (TaskNumbers numbers : all) {
      TaskUse use = numbers.use();
      if (use != null) {
        json.writeStartObject();
        json.writeStringProperty("name", use.text());
        JsonReport.labels(json, use.row());
        if (TaskNumbers.hasGrowth(measure)) {
          JsonLines.number(json, "first", numbers.first());
          JsonLines.number(json, "last", numbers.last());
          JsonLines.number(json, "growth", numbers.growth());
        }
        numbers(numbers);
        json.writeEndObject();
      }
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private void numbers(TaskNumbers numbers) {
    JsonLines.number(json, "total", numbers.total());
    JsonLines.number(json, "detail", numbers.detail());
    JsonLines.number(json, "mean", numbers.mean());
    JsonLines.number(json, "peak", numbers.peak());
    JsonLines.number(json, "peak_at_seconds", numbers.peakAt());
    JsonLines.number(json, "there_seconds", numbers.seconds());
  }
}

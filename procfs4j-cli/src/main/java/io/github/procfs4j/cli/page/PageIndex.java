package io.github.procfs4j.cli.page;

import java.io.StringWriter;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.SerializableString;
import tools.jackson.core.io.CharacterEscapes;
import tools.jackson.core.json.JsonFactory;

/**
 * What the scripts know of a page, as JSON: everything except numbers over time, which are in
 * blocks. Each string has been made visible, and contains no markup.
 */
final class PageIndex {
  /** Writes JSON that contains no markup. */
  static final JsonFactory FACTORY =
      JsonFactory.builder().characterEscapes(new WithoutMarkup()).build();

  private final List<Supplier<String>> blocks = new ArrayList<>();
  private final IdentityHashMap<Object, Integer> numbers = new IdentityHashMap<>();
  private final StringWriter written = new StringWriter();
  private final JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), written);
  private double from = Double.POSITIVE_INFINITY;
  private double to = Double.NEGATIVE_INFINITY;

  private PageIndex() {}

  static PageIndex of(Page page) {
    PageIndex index = new PageIndex();
    index.write(page);
    return index;
  }

  /** The JSON. */
  String text() {
    return written.toString();
  }

  /** The blocks of numbers, each of which is packed when it is asked for. */
  List<Supplier<String>> blocks() {
    return blocks;
  }

  private void write(Page page) {
    json.writeStartObject();
    json.writeArrayPropertyStart("lanes");
    page.lanes().forEach(this::lane);
    json.writeEndArray();
    Clock clock = page.clock();
    if (clock != null) {
      json.writeObjectPropertyStart("clock");
      json.writeNumberProperty("begin", clock.begin().toEpochMilli());
      json.writeNumberProperty("pace", clock.millisPerSecond());
      json.writeNumberProperty("offset", clock.offset().getTotalSeconds() * 1000L);
      string("zone", clock.zone());
      json.writeEndObject();
    }
    string("time", page.subject().time());
    json.writeArrayPropertyStart("marks");
    for (Page.Mark mark : page.marks()) {
      json.writeStartObject();
      json.writeNumberProperty("at", mark.seconds());
      string("text", mark.text());
      json.writeEndObject();
    }
    json.writeEndArray();
    if (from <= to) {
      json.writeNumberProperty("from", from);
      json.writeNumberProperty("to", to);
    }
    json.writeEndObject();
    json.close();
  }

  private void string(String name, String text) {
    json.writeStringProperty(name, Html.visible(text));
  }

  private void strings(String name, List<String> texts) {
    json.writeArrayPropertyStart(name);
    texts.forEach(text -> json.writeString(Html.visible(text)));
    json.writeEndArray();
  }

  private void lane(Lane lane) {
    json.writeStartObject();
    string("id", lane.id());
    string("title", lane.title());
    if (lane.headline() != null) {
      json.writeName("headline");
      chart(lane.headline());
    }
    json.writeArrayPropertyStart("sections");
    lane.sections().forEach(this::section);
    json.writeEndArray();
    json.writeEndObject();
  }

  private void section(Section section) {
    json.writeStartObject();
    string("title", section.title());
    if (section.table() != null) {
      table(section.table());
    }
    json.writeArrayPropertyStart("charts");
    section.charts().forEach(this::chart);
    json.writeEndArray();
    strings("flat", section.flat());
    if (section.tasks() != null) {
      tasks(section.tasks());
    }
    if (!section.folded().isEmpty()) {
      json.writeArrayPropertyStart("folded");
      for (Section.Folded folded : section.folded()) {
        json.writeStartObject();
        string("title", folded.title());
        table(folded.table());
        json.writeEndObject();
      }
      json.writeEndArray();
    }
    json.writeEndObject();
  }

  private void table(Table table) {
    json.writeObjectPropertyStart("table");
    strings("columns", table.columns());
    json.writeArrayPropertyStart("rows");
    for (List<String> row : table.rows()) {
      json.writeStartArray();
      row.forEach(text -> json.writeString(Html.visible(text)));
      json.writeEndArray();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private void chart(Chart chart) {
    json.writeStartObject();
    string("id", chart.id());
    string("title", chart.title());
    string("unit", chart.unit());
    string("note", chart.note());
    json.writeStringProperty("form", chart.form().name().toLowerCase(Locale.ROOT));
    Chart.Range range = chart.range();
    if (range != null) {
      json.writeNumberProperty("low", range.low());
      json.writeNumberProperty("high", range.high());
    }
    if (!chart.series().isEmpty()) {
      double[] times = chart.series().getFirst().times();
      json.writeNumberProperty("times", times(times));
      json.writeNumberProperty("length", times.length);
      json.writeNumberProperty("block", add(chart));
      json.writeBooleanProperty("spread", chart.spread() != null);
    }
    List<float[]> weights = weights(chart);
    json.writeNumberProperty("weights", weights.size());
    json.writeArrayPropertyStart("series");
    for (Series series : chart.series()) {
      json.writeStartObject();
      String name = Html.visible(series.name());
      json.writeStringProperty("name", name);
      String key = Html.identity(series.key());
      if (!key.equals(name)) {
        json.writeStringProperty("key", key);
      }
      if (series.weights() != null) {
        json.writeNumberProperty("weight", indexOf(weights, series.weights()));
      }
      Series.Role role = series.role();
      if (role != null) {
        string("group", role.group());
        json.writeStringProperty("part", role.part().name().toLowerCase(Locale.ROOT));
      }
      if (!hasValues(series.values())) {
        json.writeBooleanProperty("empty", true);
      }
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  /** Writes the values of each series, then the spread, then the weights. */
  private int add(Chart chart) {
    blocks.add(
        () -> {
          Packed.Block block = new Packed.Block();
          chart.series().forEach(series -> block.add(series.values()));
          if (chart.spread() != null) {
            block.add(chart.spread());
          }
          weights(chart).forEach(block::add);
          return block.text();
        });
    return blocks.size() - 1;
  }

  /** The weights in a chart, each array once: many series share one. */
  private static List<float[]> weights(Chart chart) {
    List<float[]> weights = new ArrayList<>();
    for (Series series : chart.series()) {
      if (series.weights() != null && indexOf(weights, series.weights()) < 0) {
        weights.add(series.weights());
      }
    }
    return weights;
  }

  @SuppressWarnings("ReferenceEquality") // arrays are identified by identity
  private static int indexOf(List<float[]> arrays, float @Nullable [] array) {
    for (int i = 0; i < arrays.size(); i++) {
      if (arrays.get(i) == array) {
        return i;
      }
    }
    return -1;
  }

  private static boolean hasValues(float[] values) {
    for (float value : values) {
      if (!Float.isNaN(value)) {
        return true;
      }
    }
    return false;
  }

  /** The number of the block of these times. */
  private int times(double[] times) {
    if (times.length > 0) {
      // The first interval is as long as the second one, as far as is known.
      double begin = times.length > 1 ? 2 * times[0] - times[1] : times[0];
      from = Math.min(from, Math.max(begin, Math.min(0, times[0])));
      to = Math.max(to, times[times.length - 1]);
    }
    return numbers.computeIfAbsent(
        times,
        key -> {
          blocks.add(() -> Packed.times(times));
          return blocks.size() - 1;
        });
  }

  private void tasks(Tasks tasks) {
    json.writeObjectPropertyStart("tasks");
    json.writeNumberProperty("times", times(tasks.times()));
    json.writeNumberProperty("length", tasks.times().length);
    json.writeNumberProperty("begin", tasks.begin());
    float[] spread = tasks.spread();
    if (spread != null) {
      Packed.Block block = new Packed.Block();
      block.add(spread);
      blocks.add(block::text);
      json.writeNumberProperty("spread", blocks.size() - 1);
    }
    string("note", tasks.note());
    json.writeArrayPropertyStart("measures");
    for (int m = 0; m < tasks.measures().size(); m++) {
      Tasks.Measure measure = tasks.measures().get(m);
      json.writeStartObject();
      string("name", measure.name());
      string("unit", measure.unit());
      string("totalUnit", measure.totalUnit());
      json.writeNumberProperty("total", measure.total());
      json.writeBooleanProperty("rate", measure.isRate());
      string("note", measure.note());
      json.writeNumberProperty("block", add(tasks, m));
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayPropertyStart("rows");
    for (Tasks.Task task : tasks.tasks()) {
      json.writeStartObject();
      json.writeStringProperty("key", Html.identity(task.key()));
      string("name", task.name());
      string("group", task.group());
      if (task.isThread()) {
        json.writeBooleanProperty("thread", true);
      }
      if (!task.cgroup().isEmpty()) {
        string("cgroup", task.cgroup());
      }
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private int add(Tasks tasks, int measure) {
    blocks.add(
        () -> {
          Packed.Block block = new Packed.Block();
          tasks.tasks().forEach(task -> block.add(task.values().get(measure).get()));
          return block.text();
        });
    return blocks.size() - 1;
  }

  /** Nothing that could end the script, or begin another or a comment. */
  private static final class WithoutMarkup extends CharacterEscapes {
    private static final long serialVersionUID = 1;

    private final int[] codes = standardAsciiEscapesForJSON();

    WithoutMarkup() {
      codes['<'] = ESCAPE_STANDARD;
      codes['>'] = ESCAPE_STANDARD;
      codes['&'] = ESCAPE_STANDARD;
    }

    @Override
    public int[] getEscapeCodesForAscii() {
      return codes.clone();
    }

    @Override
    public @Nullable SerializableString getEscapeSequence(int character) {
      return null; // the usual numeric escape
    }
  }
}

package io.github.procfs4j.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.procfs4j.Procfs;
import io.github.procfs4j.model.Lack;
import io.github.procfs4j.model.Limits;
import io.github.procfs4j.model.Table;
import io.github.procfs4j.model.Unit;
import io.github.procfs4j.processes.Processes;
import io.github.procfs4j.recording.Recording;
import io.github.procfs4j.recording.RecordingFacts;
import io.github.procfs4j.recording.RecordingWriter;
import io.github.procfs4j.sampling.Outcome;
import io.github.procfs4j.sampling.Recorder;
import io.github.procfs4j.sampling.Sampler;
import io.github.procfs4j.testing.Corpus;
import io.github.procfs4j.testing.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The report as JSON: its content, which must agree with the text. */
class JsonReportTest {
  private static final Path PAGE = Path.of("../docs/report-json.md");

  /** A line of a figure in the text: its name, unit and six numbers, before the curve. */
  private static final Pattern FIGURE =
      Pattern.compile("^(\\S.*?(?: +(?:-|<?-?[0-9]+(?:\\.[0-9]+)?)){6})(?: +[▁▂▃▄▅▆▇█ ]*)?$");

  /** Members whose names come from the recording. */
  private static final Set<String> OPEN = Set.of("labels", "facts");

  @TempDir private Path directory;

  static Stream<String> kernels() {
    return Corpus.variants().stream();
  }

  private Path recorded(String kernel) throws IOException {
    return RecordedTexts.record(
        directory, Stream.of("s0", "s1", "s2").map(moment -> texts(kernel, moment)).toList());
  }

  private static Map<String, String> texts(String kernel, String moment) {
    Map<String, String> texts = new LinkedHashMap<>();
    Procfs.sampledFiles()
        .forEach(
            file -> {
              Path text = Corpus.tree(kernel, moment).resolve(file.source().name());
              if (Files.exists(text)) {
                texts.put(file.source().name(), RecordedTexts.read(text));
              }
            });
    return texts;
  }

  /** Each figure of the text is in the JSON, and the same when it is written as text again. */
  @ParameterizedTest
  @MethodSource("kernels")
  void tellsWhatTheTextTells(String kernel) throws IOException {
    try (Recording recording = Recording.open(recorded(kernel))) {
      TextAndJson alike = TextAndJson.of(recording).remarks(kernel);
      Set<String> figures = new LinkedHashSet<>();
      int rows = 0;
      for (Object object : TextAndJson.objects(alike.json())) {
        Map<String, Object> members = Json.members(object);
        if (members.containsKey("unit") && members.containsKey("mean")) {
          figures.add(line(members));
        }
        rows += members.containsKey("figures") ? 1 : 0;
      }
      int lines = 0;
      for (String line : alike.text().lines().toList()) {
        Matcher figure = FIGURE.matcher(line);
        if (figure.matches()) {
          lines++;
          String shown = figure.group(1).replaceAll(" +", " ");
          assertThat(figures).as(line).anyMatch(one -> shown.endsWith(" " + one));
        }
      }
      assertThat(lines).isGreaterThan(200);
      assertThat(rows).isEqualTo(rows(recording));
    }
  }

  /** The unit and the numbers as in the text. */
  private static String line(Map<String, Object> figure) {
    double[] n = Summary.HEADS.stream().mapToDouble(name -> number(text(figure, name))).toArray();
    int size = Integer.parseInt(text(figure, "intervals"));
    Summary summary = new Summary(size, n[0], n[1], n[2], n[3], n[4], n[5]);
    Scale scale = Scale.of(text(figure, "unit"), summary);
    return (scale.unit() + " " + String.join(" ", summary.texts(scale))).strip();
  }

  /** A float is written with as few digits as identify it; the text rounds all its digits. */
  private static double number(String digits) {
    double number = Double.parseDouble(digits);
    float nearest = (float) number;
    return Float.toString(nearest).equals(Double.toString(number)) ? nearest : number;
  }

  private static String text(Map<String, Object> members, String name) {
    return String.valueOf(members.get(name));
  }

  private static int rows(Recording recording) {
    Samples samples = new Samples(recording);
    return recording.sources().stream()
        .map(source -> SourceFigures.of(samples, source, Span.all(recording)))
        .flatMap(source -> source.tables().stream())
        .mapToInt(table -> table.rows().size())
        .sum();
  }

  /** No figure lacks numbers without a reason, and none has 0 in their place. */
  @ParameterizedTest
  @MethodSource("kernels")
  void whatHasNoValueSaysWhy(String kernel) throws IOException {
    try (Recording recording = Recording.open(recorded(kernel))) {
      for (Object object : TextAndJson.objects(TextAndJson.of(recording).json())) {
        Map<String, Object> members = Json.members(object);
        if ("0".equals(members.get("intervals")) && members.containsKey("unit")) {
          assertThat(members).as("%s", members).containsKey("lacks").doesNotContainKey("mean");
        }
      }
    }
  }

  private static SequencedMap<String, List<Long>> row(String name, long... cells) {
    SequencedMap<String, List<Long>> rows = new LinkedHashMap<>();
    rows.put(name, Arrays.stream(cells).boxed().toList());
    return rows;
  }

  @Test
  void aSmallCaseIsWrittenSo() {
    MadeUp queue =
        new MadeUp("queues", Table.of("queue", "name"))
            .sample(
                List.of(MadeUp.counter("requests"), MadeUp.gauge("held", Unit.KIBIBYTES)),
                row("a\"b\033", 0, 16652812))
            .sample(
                List.of(MadeUp.counter("requests"), MadeUp.gauge("held", Unit.KIBIBYTES)),
                row("a\"b\033", 1, 16652812))
            .sample(
                List.of(MadeUp.counter("requests"), MadeUp.gauge("held", Unit.KIBIBYTES)),
                row("a\"b\033", 4, -1))
            .sample(
                List.of(MadeUp.counter("requests"), MadeUp.gauge("held", Unit.KIBIBYTES)),
                row("a\"b\033", 0, 0));
    assertThat(TextAndJson.of(queue.figures()).remarks("made up").written())
        .isEqualTo(
            """
            {"sources":[{"source":"queues","purpose":"Made up for a test","period_ns":1000000000,\
            "samples":4,"late_ticks":0,"intervals":3,"tables":[{"table":"queue","rows":[\
            {"labels":{"name":"a\\"b\\u001B"},"intervals":3,"figures":[\
            {"name":"requests","unit":"/s","intervals":2,"min":1,"mean":2,"p50":1,"p95":3,"p99":3,\
            "max":3,"max_at_seconds":2,"weighted_by":"time","lacks":{"went_back":1}},\
            {"name":"held","unit":"bytes","intervals":3,"min":0,"mean":6296488643831878647808,\
            "p50":17052479488,"p95":18889465931478580854784,"p99":18889465931478580854784,\
            "max":18889465931478580854784,"max_at_seconds":2,"weighted_by":"time"}],\
            "remarks":[{"kind":"above","what":["held"],"count":1,"of":3,\
            "text":"held at 2^63 or more in 1 of 3 intervals: this is a negative number, printed \
            without its sign"},\
            {"kind":"went_back","what":["requests"],"count":1,"of":3,\
            "text":"1 of 3 intervals left out of requests: a counter went backwards"}]}]}]}]}
            """);
  }

  /** The page with the contract lists each member and each kind of remark. */
  @Test
  void thePageNamesAllThatIsWritten() throws IOException {
    String page = RecordedTexts.read(PAGE);
    Set<String> names = new LinkedHashSet<>();
    try (Recording recording = Recording.open(recorded("amd64-6.12-smp4-numa2"))) {
      names(TextAndJson.of(recording).json(), names);
    }
    try (Recording recording = Recording.open(ownProcess())) {
      names(TextAndJson.of(recording).json(), names);
    }
    assertThat(names).contains("max_at_seconds", "busiest", "lacks", "there_seconds");
    for (Lack lack : Lack.values()) {
      if (lack != Lack.NO_INTERVAL) { // all that is reported belongs to an interval
        names.add(Remark.kind(lack));
      }
    }
    names.add(Remark.kind(Limits.Side.BELOW));
    names.add(Remark.kind(Limits.Side.ABOVE));
    assertThat(names).allSatisfy(name -> assertThat(page).contains("`" + name + "`"));
  }

  private static void names(Object json, Set<String> names) {
    switch (json) {
      case Map<?, ?> members ->
          members.forEach(
              (name, value) -> {
                names.add(name.toString());
                if (name.equals("kind")) {
                  names.add(value.toString());
                }
                if (!OPEN.contains(name)) {
                  names(value, names);
                }
              });
      case List<?> values -> values.forEach(value -> names(value, names));
      default -> {}
    }
  }

  private Path ownProcess() throws IOException {
    Path file = directory.resolve("own");
    try (Sampler<?> sampler = Processes.at(Path.of("/proc")).withThreads().sampler();
        RecordingWriter writer =
            RecordingWriter.create(
                file,
                true,
                List.of(new Recorder.Track(sampler, Duration.ofSeconds(1))),
                RecordingFacts.of(Map.of("page_size", "4096", "ticks_per_second", "100")))) {
      for (int i = 0; i < 3; i++) {
        assertThat(sampler.sample()).isEqualTo(Outcome.SAMPLED);
        writer.sampled(0, sampler);
      }
    }
    return file;
  }
}

package io.github.procfs4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import io.github.procfs4j.cli.show.CsvReadings;
import io.github.procfs4j.cli.show.JsonReadings;
import io.github.procfs4j.cli.show.ReadingWriter;
import io.github.procfs4j.cli.show.TableReadings;
import io.github.procfs4j.cli.terminal.Output;
import io.github.procfs4j.cli.terminal.Streams;
import io.github.procfs4j.model.Column;
import io.github.procfs4j.model.Kind;
import io.github.procfs4j.model.Layout;
import io.github.procfs4j.model.Source;
import io.github.procfs4j.model.Table;
import io.github.procfs4j.model.Unit;
import io.github.procfs4j.recording.RecordingFacts;
import io.github.procfs4j.recording.RecordingWriter;
import io.github.procfs4j.sampling.Outcome;
import io.github.procfs4j.sampling.Printing;
import io.github.procfs4j.sampling.Recorder;
import io.github.procfs4j.sampling.SampledFile;
import io.github.procfs4j.sampling.Sampler;
import io.github.procfs4j.sampling.Snapshot;
import io.github.procfs4j.testing.Json;
import io.github.procfs4j.text.Cursor;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every string of a recording, of a text and of an argument is hostile (made up): it clears the
 * screen, sets the title, breaks the line, changes the direction of writing and is partly
 * invisible.
 */
class HostileStringsTest {
  private static final Table TABLE = Table.of(hostile("table"), hostile("key")).describedBy("what");

  @TempDir private static Path directory;
  private static Path recording;

  private static String hostile(String name) {
    return name + "\033[2J\033]2;owned\007\u009b1;1H\u202e\u2066\u2028\r\n\b\u007f\u3164\ufe0f!";
  }

  private static Column column(String name, Kind kind) {
    return new Column(
        hostile(name),
        new Unit(hostile("unit"), 1, 0),
        kind,
        false,
        hostile("since"),
        hostile("requires"),
        hostile("meaning"),
        hostile("reference"));
  }

  private static final Column COUNTER = column("counter", Kind.COUNTER);
  private static final Column GAUGE = column("gauge", Kind.GAUGE);

  private static void parse(Cursor in, Layout.Builder out) {
    Layout.Builder.RowBuilder row = out.row(TABLE, hostile("label"), hostile("description"));
    row.cell(COUNTER, in.unsigned());
    row.cell(GAUGE, in.unsigned());
    in.endLine();
  }

  private static final SampledFile<String> FILE =
      new SampledFile<>(
          new Source(
              hostile("source"),
              hostile("purpose"),
              Source.Mode.SAMPLED,
              hostile("since"),
              hostile("requires"),
              hostile("privilege"),
              hostile("reference")),
          Printing.ONE_CALL,
          HostileStringsTest::parse,
          List.of(),
          reading -> "",
          root -> root.resolve(hostile("file")));

  @BeforeAll
  static void record() throws IOException {
    recording = directory.resolve("hostile.rec");
    Path text = FILE.place().apply(directory);
    RecordingFacts facts =
        RecordingFacts.of(Map.of(hostile("fact"), hostile("value"), "host", hostile("host")));
    try (Sampler<?> sampler = FILE.sampler(directory);
        RecordingWriter writer =
            RecordingWriter.create(
                recording,
                true,
                List.of(new Recorder.Track(sampler, Duration.ofSeconds(1))),
                facts)) {
      for (String numbers : List.of("1 5", "3 6", "7 5", "none", "9 9", "12 10")) {
        Files.writeString(text, numbers + "\n");
        Outcome outcome = sampler.sample();
        assertThat(writer.mark(sampler.endNanos(), hostile("mark"))).isTrue();
        if (outcome == Outcome.SAMPLED) {
          writer.sampled(0, sampler);
        } else {
          writer.failed(0, sampler, outcome, true);
        }
      }
    }
    Files.writeString(text, "1 5\n");
  }

  private static void assertHarmless(String shown) {
    assertThat(shown.replaceAll("\033\\[[01]m", "").codePoints())
        .allSatisfy(
            character ->
                assertThat(character == '\n' || isHarmless(character))
                    .as("U+%04X", character)
                    .isTrue());
  }

  private static boolean isHarmless(int character) {
    if (character == '\u3164' || character == '\ufe0f') {
      return false; // a letter and an invisible mark
    }
    return switch (Character.getType(character)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.UNASSIGNED ->
          false;
      default -> true;
    };
  }

  private static String run(String... arguments) {
    StringWriter shown = new StringWriter();
    Output output = new Output(shown, 80, true);
    Main.run(arguments, new Streams(output, output), () -> false);
    return shown.toString();
  }

  @Test
  void aReportIsHarmless() {
    assertHarmless(run("report", recording.toString()));
    String shown = run("report", "--full", recording.toString());
    assertHarmless(shown);
    assertThat(shown.replaceAll("\\s+", ""))
        .contains(
            "mark\\x1b[2J",
            "source\\x1b[2J",
            "purpose\\x1b",
            "key\\x1b",
            "label\\x1b",
            "description\\x1b")
        .contains(
            "counter\\x1b", "gauge\\x1b", "unit\\x1b", "fact\\x1b", "value\\x1b", "file\\x1b");
  }

  /** Strings are escaped in the JSON, and unchanged when that is parsed. */
  @Test
  void aReportAsJsonIsHarmless() {
    String shown = run("report", recording.toString(), "--format", "json");
    assertHarmless(shown);
    Object source = Json.at(Json.parse(shown), "sources", 0);
    assertThat(Json.at(source, "source")).isEqualTo(hostile("source"));
    assertThat(Json.at(source, "purpose")).isEqualTo(hostile("purpose"));
    assertThat(Json.at(source, "failures", 0, "problem")).asString().contains("file\033[2J");
    Object table = Json.at(source, "tables", 0);
    assertThat(Json.at(table, "table")).isEqualTo(hostile("table"));
    Object row = Json.at(table, "rows", 0);
    assertThat(Json.at(row, "labels"))
        .isEqualTo(Map.of(hostile("key"), hostile("label"), "what", hostile("description")));
    assertThat(Json.at(row, "figures", 0, "name")).isEqualTo(hostile("counter"));
    assertThat(Json.at(row, "figures", 0, "unit")).isEqualTo(hostile("unit") + "/s");
    assertThat(Json.at(Json.parse(shown), "recording", "facts"))
        .isEqualTo(Map.of(hostile("fact"), hostile("value"), "host", hostile("host")));
  }

  /** On a terminal; in a file, CSV has them unchanged, in quotes. */
  @ParameterizedTest
  @ValueSource(strings = {"text", "markdown", "csv", "json"})
  void chosenPartsAreHarmless(String format) {
    String shown =
        run("report", recording.toString(), hostile("source"), "--top", "5", "--format", format);
    assertHarmless(shown);
    assertThat(shown).contains("table", "label", "counter", "gauge", "unit");
  }

  @Test
  void inAFileCsvHasEachNameInOneField() throws IOException {
    StringWriter shown = new StringWriter();
    Output output = new Output(shown, 80, false);
    Main.run(
        new String[] {"report", recording.toString(), "--format", "csv"},
        new Streams(output, output),
        () -> false);
    List<CsvRecord> records;
    try (CsvReader<CsvRecord> csv = CsvReader.builder().ofCsvRecord(shown.toString())) {
      records = csv.stream().toList();
    }
    assertThat(records).hasSize(3);
    assertThat(records)
        .allMatch(fields -> fields.getFieldCount() == records.get(0).getFieldCount());
    assertThat(records.get(1).getField(0)).isEqualTo(hostile("source"));
    assertThat(records.get(1).getField(3)).isEqualTo(hostile("counter"));
  }

  @Test
  void inAFileMarkdownHasEachRowInOneLine() {
    StringWriter shown = new StringWriter();
    Output output = new Output(shown, 80, false);
    Main.run(
        new String[] {"report", recording.toString(), "--format", "markdown"},
        new Streams(output, output),
        () -> false);
    assertHarmless(shown.toString());
    assertThat(shown.toString().lines().filter(line -> line.startsWith("| ")))
        .hasSize(4)
        .allMatch(line -> line.split("(?<!\\\\)\\|", -1).length == 11);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "info FILE",
        "report FILE --format csv",
        "report FILE --format markdown",
        "cut FILE -o OUT --force",
        "cut FILE nothing -o OUT",
        "export FILE --to jfr -o OUT --force",
        "merge FILE FILE -o OUT"
      })
  void whatOtherCommandsShowIsHarmless(String command) {
    String out = directory.resolve("made\033[2J").toString();
    String shown =
        run(
            Stream.of(command.split(" "))
                .map(word -> word.replace("FILE", recording.toString()).replace("OUT", out))
                .toArray(String[]::new));
    assertHarmless(shown);
    assertThat(shown).contains("\\x1b");
  }

  /** What is a file for other programs elsewhere is escaped on a terminal. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "export FILE --to csv -o - recording.marks",
        "export FILE --to csv -o - recording.facts",
        "export FILE --to jsonl -o -",
        "export FILE --to openmetrics -o -",
        "sql FILE FROM_recording.marks",
        "sql FILE --format csv FROM_recording.facts",
        "sql FILE --format json FROM_recording.failures",
        "sql FILE --format markdown FROM_recording.fields",
      })
  void exportsAndQueriesAreHarmlessOnATerminal(String command) {
    StringWriter written = new StringWriter();
    Output messages = new Output(new StringWriter(), 80, false);
    Main.run(
        Stream.of(command.split(" "))
            .map(word -> word.replace("FILE", recording.toString()).replace("FROM_", "FROM "))
            .toArray(String[]::new),
        new Streams(new Output(written, 80, true), messages),
        () -> false);
    String shown = written.toString();
    assertHarmless(shown.replace("\t", ""));
    assertThat(shown).contains(command.contains("metrics") ? "# EOF" : "[2J");
  }

  @Test
  void aPageIsHarmless() throws IOException {
    Path page = directory.resolve("hostile.html");
    run("report", recording.toString(), "--html", page.toString());
    String html = Files.readString(page);
    assertHarmless(html.replace("\t", ""));
    // In JSON, a backslash is escaped by another.
    assertThat(html.replace("\\\\", "\\"))
        .contains("source\\x1b[2J", "unit\\x1b[2J", "meaning\\x1b[2J", "label\\x1b[2J");
  }

  static Stream<Consumer<Output>> readings() {
    Snapshot reading = Snapshot.of(FILE, directory);
    return Stream.<java.util.function.Function<Output, ReadingWriter>>of(
            TableReadings::new, JsonReadings::new, CsvReadings::new)
        .map(
            writer ->
                out -> {
                  writer.apply(out).tables(FILE.source(), reading, List.of());
                  writer.apply(out).text(FILE.source(), List.of(), hostile("text"), 1, 2);
                });
  }

  @Test
  void readingsAreHarmless() {
    readings()
        .forEach(
            reading -> {
              StringWriter shown = new StringWriter();
              reading.accept(new Output(shown, 80, true));
              assertHarmless(shown.toString());
              assertThat(shown.toString()).contains("label").contains("counter").contains("text");
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ARG",
        "show ARG",
        "show stat --format ARG",
        "show stat --root ARG",
        "show pid/stat --pid ARG",
        "show ARG=1",
        "sources --root ARG",
        "record ARG",
        "record stat@ARG",
        "record --every ARG",
        "record pid:/(ARG/",
        "record stat -o /nowhere/ARG",
        "record stat --keep ARG",
        "record --budget ARG",
        "report ARG",
        "report FILE --format ARG",
        "report FILE --from ARG",
        "report FILE --html /nowhere/ARG",
        "report FILE --ARG",
        "cost ARG",
        "cost --duration ARG",
        "export ARG --to csv",
        "export FILE ARG --to csv",
        "export FILE --to jsonl -o /nowhere/ARG",
        "export FILE --to ARG",
        "sql ARG SELECT",
        "sql FILE ARG SELECT",
        "wss ARG",
        "wss 1 --every ARG",
        "completion ARG"
      })
  void aMessageIsHarmless(String command) {
    String[] arguments =
        Stream.of(command.split(" "))
            .map(word -> word.replace("FILE", recording.toString()))
            .map(word -> word.replace("ARG", hostile("argument")))
            .toArray(String[]::new);
    String shown = run(arguments);
    assertHarmless(shown);
    assertThat(shown).startsWith("procfs:").contains("argument\\x1b[2J").endsWith("\n");
    assertThat(shown.lines().skip(1)).as("one message, wrapped").allMatch(l -> l.startsWith("  "));
  }

  /** A real terminal shows the intended text, keeps its title and is not cleared. */
  @Test
  void aRealTerminalShowsTheReportAsItIs() throws IOException, InterruptedException {
    assumeTrue(Command.has("tmux"), "no tmux on the PATH: no real terminal to look at");
    for (int columns : List.of(20, 37, 80, 133)) {
      // A separate server, because one that is ending may still hold its socket.
      String server = directory.resolve("tmux" + columns).toString();
      String line =
          Command.line("report", recording.toString())
              .replaceFirst("' ", "' '-Dprocfs.columns=" + columns + "' ");
      String shown =
          Command.shell(
                  ("export LC_ALL=C.UTF-8; tmux -S %1$s -f /dev/null new-session -d -x %2$d -y 24"
                       + " \"echo before; %3$s; echo behind; sleep 600\" \\; set -g history-limit"
                       + " 5000; for i in $(seq 500); do tmux -S %1$s capture-pane -p -S - | grep"
                       + " -q behind && break; sleep .1; done; tmux -S %1$s display -p 'title"
                       + " #{pane_title}'; tmux -S %1$s capture-pane -p -S -; tmux -S %1$s"
                       + " kill-server")
                      .formatted(server, columns, line))
              .out();
      StringWriter expected = new StringWriter();
      Output output = new Output(expected, columns, false);
      Main.run(
          new String[] {"report", recording.toString()}, new Streams(output, output), () -> false);
      assertThat(shown)
          .as("%d columns", columns)
          .doesNotContain("title owned")
          .contains("\nbefore\n" + expected + "behind\n");
    }
  }
}

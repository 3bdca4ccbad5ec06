package io.github.procfs4j.cli.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.procfs4j.cli.Command;
import io.github.procfs4j.cli.Run;
import io.github.procfs4j.cli.options.CommandException;
import io.github.procfs4j.cli.report.RecordedTexts;
import io.github.procfs4j.recording.Recording;
import io.github.procfs4j.recording.RecordingCopy;
import io.github.procfs4j.testing.Json;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Queries over many recordings and over what was exported, with bad input. Texts are made up. */
class SqlManyTest {
  private static final int ONE_IN = Integer.getInteger("procfs.one-in", 1);
  private static final int MANY = 10_000 / ONE_IN;
  private static final int SAMPLES = 3;
  private static final List<String> POISON =
      List.of("'; DROP TABLE x; --", "\"", "\\", "a|b`*_", "\u001b[2Jx", "$1%s", "ä\uD83D\uDE00");

  @TempDir private Path directory;

  private static String disk(String name, long reads) {
    return "8 0 %s %d 0 80 40 0 0 0 0 0 %d 0\n".formatted(name.replace(' ', '_'), reads, reads);
  }

  private Path record(Path file, String host, Stream<String> texts) throws IOException {
    Path work = Files.createTempDirectory(directory, "work");
    Path recorded =
        RecordedTexts.record(work, texts.map(text -> Map.of("diskstats", text)).toList());
    Files.createDirectories(file.getParent());
    try (Recording read = Recording.open(recorded)) {
      RecordingCopy.write(
          List.of(new RecordingCopy.Part(read, read.sources(), Long.MIN_VALUE, Long.MAX_VALUE, 0)),
          read.facts().with("host", host),
          file,
          true);
    }
    return file;
  }

  private Path record(String file, String host) throws IOException {
    return record(
        directory.resolve(file), host, IntStream.range(0, SAMPLES).mapToObj(i -> disk("sda", i)));
  }

  private static List<Map<String, Object>> rows(Run run) {
    return run.lines().stream().map(line -> Json.members(Json.parse(line))).toList();
  }

  private static Run sql(String query, Path... files) {
    List<String> words = new ArrayList<>(List.of("sql", "--format", "json"));
    Stream.of(files).map(Path::toString).forEach(words::add);
    words.add(query);
    return Run.of(words.toArray(String[]::new));
  }

  private static final String COUNT = "SELECT count(*) AS n FROM diskstats.disk";

  @Test
  void twoHostsOfOneNameAreDistinguishedByTheirRecordings() throws IOException {
    Path one = record("a/db.rec", "db");
    Path other = record("b/db.rec", "db");
    String query =
        "SELECT host, recording, count(*) AS n FROM diskstats.disk GROUP BY ALL ORDER BY ALL";
    List<Map<String, Object>> expected =
        List.of(
            Map.of("host", "db", "recording", one.toString(), "n", "3"),
            Map.of("host", "db", "recording", other.toString(), "n", "3"));
    assertThat(rows(sql(query, one, other).isDone())).isEqualTo(expected);
    Path exported = directory.resolve("exported");
    Run.of("export", one + "", other + "", "--to", "parquet", "-o", exported + "").isDone();
    assertThat(rows(sql(query, exported).isDone())).isEqualTo(expected);
  }

  @Test
  void recordingsBesideWhatWasExportedAreRefused() throws IOException {
    Path one = record("mixed/a.rec", "a");
    Path mixed = directory.resolve("mixed");
    Run.of("export", one + "", "--to", "parquet", "-o", mixed + "").isDone();
    sql(COUNT, mixed).failed(2, mixed + ": both recordings and exported directories");
    assertThat(rows(sql(COUNT, one).isDone())).isEqualTo(List.of(Map.of("n", "3")));
  }

  @Test
  void whatCannotBeReadIsLeftOutAndSaid() throws Exception {
    record("many/a.rec", "a");
    record("many/b.rec", "b");
    Path many = directory.resolve("many");
    Files.createFile(many.resolve("empty.rec"));
    Files.writeString(many.resolve("text.rec"), "hello");
    Files.createSymbolicLink(many.resolve("gone.rec"), many.resolve("nothing"));
    assertThat(new ProcessBuilder("mkfifo", many + "/fifo.rec").start().waitFor()).isZero();
    Run run = sql(COUNT, many);
    assertThat(run.code()).isEqualTo(CommandException.FAILED);
    assertThat(rows(run)).isEqualTo(List.of(Map.of("n", "6")));
    assertThat(run.err().lines())
        .hasSize(4)
        .allMatch(line -> line.startsWith("procfs: left out: " + many + "/"))
        .anyMatch(line -> line.endsWith("/empty.rec: not a recording of procfs4j"));
    sql(COUNT, many.resolve("empty.rec")).failed(1, "empty.rec: not a recording");
  }

  @Test
  void recordingsThatAreCutAreReadAsFarAsTheyGo() throws IOException {
    Path whole = record("a.rec", "a");
    byte[] bytes = Files.readAllBytes(whole);
    for (int part = 1; part < 40; part++) {
      Path cut = directory.resolve("cut.rec");
      Files.write(cut, Arrays.copyOf(bytes, bytes.length * part / 40));
      Run run = sql(COUNT, whole, cut);
      assertThat(run.code())
          .as("%d of 40 parts: %s", part, run.err())
          .isEqualTo(run.err().contains("left out") ? CommandException.FAILED : 0);
      assertThat(Long.parseLong((String) rows(run).getFirst().get("n"))).isBetween(3L, 6L);
    }
  }

  /** More recordings than are open at a time, of which one grows while they are read. */
  @Test
  void aRecordingThatIsStillBeingWrittenIsReadAsItIs() throws Exception {
    for (int i = 0; i < 40; i++) {
      record("many/h" + i + ".rec", "h" + i);
    }
    Path growing = directory.resolve("many/growing.rec");
    Process recorder =
        new ProcessBuilder(
                Command.words("record", "diskstats@5ms", "--force", "-o", growing.toString()))
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      Command.awaitTwoSamples(growing, recorder);
      for (int i = 0; i < 3; i++) {
        List<Map<String, Object>> rows =
            rows(
                sql(
                        "SELECT recording, count(*) AS n FROM diskstats.disk GROUP BY 1",
                        directory.resolve("many"))
                    .isDone());
        assertThat(rows).hasSize(41);
      }
    } finally {
      recorder.destroy();
      recorder.waitFor();
    }
  }

  @Test
  void labelsThatArePoisonStayWhatTheyAre() throws IOException {
    List<String> names = POISON.stream().map(name -> name.replace(' ', '_')).toList();
    Path recording =
        record(
            directory.resolve("it's [a] *?.rec"),
            "'\"; DROP",
            IntStream.range(0, SAMPLES)
                .mapToObj(
                    i -> String.join("", names.stream().map(name -> disk(name, i)).toList())));
    Path exported = directory.resolve("it's [an] *? export");
    Run.of("export", recording + "", "--to", "parquet", "-o", exported + "").isDone();
    for (Path file : List.of(recording, exported)) {
      List<Map<String, Object>> rows =
          rows(sql("SELECT DISTINCT host, recording, device FROM diskstats.disk", file).isDone());
      assertThat(rows)
          .extracting(row -> row.get("device"))
          .containsExactlyInAnyOrderElementsOf(names);
      assertThat(rows)
          .allMatch(row -> "'\"; DROP".equals(row.get("host")))
          .allMatch(row -> "it's [a] *?".equals(row.get("recording")));
      for (String name : names) {
        assertThat(
                rows(
                    sql(COUNT + " WHERE device = '" + name.replace("'", "''") + "'", file)
                        .isDone()))
            .isEqualTo(List.of(Map.of("n", "3")));
      }
    }
    String query = "SELECT DISTINCT device FROM diskstats.disk ORDER BY device";
    assertThat(Run.of("sql", recording + "", query).isDone().out())
        .doesNotContain("\033")
        .contains("\\x1b[2Jx", "'; DROP".replace(' ', '_'));
    assertThat(Run.of("sql", "--format", "markdown", recording + "", query).isDone().out())
        .contains("| a\\|b\\`\\*\\_ |");
  }

  @Test
  void aMillionRowsMayBeWrittenIntoAClosedPipe() throws Exception {
    Path recording = record("a.rec", "a");
    List<String> formats = List.of("table", "csv", "json", "markdown");
    for (String format : formats.subList(0, Math.ceilDiv(formats.size(), ONE_IN))) {
      Run run =
          Command.shell(
              Command.line(
                      "sql",
                      recording.toString(),
                      "--format",
                      format,
                      "SELECT i, d.device FROM range(1000000) r(i), diskstats.disk d")
                  + " | head -3; echo ${PIPESTATUS[0]}");
      assertThat(run.err()).isEmpty();
      assertThat(run.lines()).hasSize(4).last().isEqualTo("0");
    }
  }

  @Test
  void aSignalLeavesNoTemporaryDirectory() throws Exception {
    Path recording = record("a.rec", "a");
    Process process =
        new ProcessBuilder(
                Command.words(
                    "sql",
                    recording.toString(),
                    "--format",
                    "csv",
                    "SELECT i FROM range(1000000000000) r(i)"))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(process.inputReader().readLine()).isEqualTo("i");
    assertThat(ofProcess(process)).hasSize(1);
    Command.shell("kill -TERM " + process.pid()); // the pipe remains open
    assertThat(process.waitFor()).isEqualTo(128 + 15);
    assertThat(ofProcess(process)).isEmpty();
  }

  /** The temporary directories of a process. */
  private static List<Path> ofProcess(Process process) throws IOException {
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> entries =
        Files.newDirectoryStream(
            Path.of(System.getProperty("java.io.tmpdir")), "procfs-sql-" + process.pid() + "-*")) {
      entries.forEach(found::add);
    }
    return found;
  }

  @Test
  void errorsOfDuckDbAreSaidInItsWords() throws IOException {
    Path recording = record("a.rec", "a");
    for (String query :
        List.of(
            "SELEC 1",
            "SELECT nope FROM diskstats.disk",
            "SELECT CAST('x' AS INTEGER)",
            "SELECT 1/0 FROM nothing",
            "COPY (SELECT 1) TO '" + directory + "/no/such/file.csv'",
            "SELECT error('mine')")) {
      Run run = sql(query, recording, recording);
      assertThat(run.code()).isOne();
      assertThat(run.err()).containsPattern("^(Parser|Binder|Conversion|Catalog|IO|Invalid Input)");
    }
  }

  @Test
  void manyRecordingsAreOneSetOfRelations() throws IOException {
    List<Path> few = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      few.add(record("few/" + i + ".rec", "h" + i));
    }
    Path many = Files.createDirectory(directory.resolve("many"));
    for (int i = 0; i < MANY; i++) {
      Files.createLink(many.resolve(i + ".rec"), few.get(i % 5));
    }
    assertThat(
            rows(
                sql(
                        "SELECT count(DISTINCT host) AS hosts, count(DISTINCT recording) AS"
                            + " recordings, count(*) AS n FROM diskstats.disk",
                        many)
                    .isDone()))
        .isEqualTo(
            List.of(
                Map.of(
                    "hosts",
                    "5",
                    "recordings",
                    Integer.toString(MANY),
                    "n",
                    Integer.toString(MANY * SAMPLES))));
  }
}

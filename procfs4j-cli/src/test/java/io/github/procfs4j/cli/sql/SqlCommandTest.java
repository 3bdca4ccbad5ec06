package io.github.procfs4j.cli.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.procfs4j.cli.Run;
import io.github.procfs4j.cli.options.CommandException;
import io.github.procfs4j.testing.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SqlCommandTest {
  private static final Pattern QUERY = Pattern.compile("```sql\n(.*?)\n```", Pattern.DOTALL);

  private Path directory = Path.of("");
  private Path recording = Path.of("");

  /** A recording of this machine, with all processes. */
  @BeforeAll
  void record(@TempDir Path temporary) {
    directory = temporary;
    recording = directory.resolve("this.rec");
    Run run = Run.of("record", "--every", "100ms", "--duration", "3s", "-o", recording.toString());
    assertThat(run.code()).isZero();
  }

  static List<String> queries() throws IOException {
    List<String> queries = new ArrayList<>();
    Matcher matcher = QUERY.matcher(Files.readString(Path.of("../docs/sql.md")));
    while (matcher.find()) {
      queries.add(matcher.group(1));
    }
    return queries;
  }

  @Test
  void thereAreTwentyQuestions() throws IOException {
    assertThat(queries()).hasSizeGreaterThanOrEqualTo(20);
  }

  @ParameterizedTest
  @MethodSource("queries")
  void theDocumentedQueriesAreAnswered(String query) {
    Run.of("sql", recording.toString(), query).isDone();
  }

  private List<Map<String, Object>> answer(String query, Path... files) {
    List<String> words = new ArrayList<>(List.of("sql", "--format", "json"));
    Stream.of(files).map(Path::toString).forEach(words::add);
    words.add(query);
    return Run.of(words.toArray(String[]::new)).isDone().lines().stream()
        .map(line -> Json.members(Json.parse(line)))
        .toList();
  }

  @Test
  void answersAreTheSameOverWhatWasExported() {
    Path out = directory.resolve("exported");
    Run.of("export", recording.toString(), "--to", "parquet", "-o", out.toString()).isDone();
    String query =
        "SELECT cpu, count(*) AS n, sum(user) AS u, min(time) AS t, max(end_ns) AS e FROM stat.cpu"
            + " GROUP BY cpu ORDER BY cpu";
    assertThat(answer(query, out)).isEqualTo(answer(query, recording)).isNotEmpty();
  }

  @Test
  void aRecordingAndItsExportDoNotCountTwice() throws IOException {
    Path out = directory.resolve("twice");
    Run.of("export", recording.toString(), "--to", "parquet", "-o", out.toString(), "stat")
        .isDone();
    String query = "SELECT count(*) AS n FROM stat.system";
    Run.of("sql", out.toString(), recording.toString(), query)
        .failed(
            CommandException.USAGE,
            recording + ": " + out + " contains a recording of the same host, day and name");
    Path other = Files.copy(recording, directory.resolve("other.rec"));
    assertThat(answer(query, out, other))
        .isEqualTo(answer("SELECT 2 * count(*) AS n FROM stat.system", recording));
  }

  @Test
  void whatWasNotExportedIsSaid() {
    Path numbers = directory.resolve("numbers");
    Path figures = directory.resolve("figures");
    String file = recording.toString();
    Run.of("export", file, "--to", "parquet", "-o", numbers.toString(), "stat").isDone();
    Run.of("export", file, "--to", "parquet", "-o", figures.toString(), "--figures", "stat")
        .isDone();
    assertThat(Run.of("sql", numbers.toString(), "SELECT busy FROM stat.cpu_figures").err())
        .startsWith("Catalog Error")
        .endsWith(
            "\nstat.cpu_figures: the export has the numbers of samples, but no figures; procfs"
                + " export --to parquet --figures writes those\n");
    assertThat(Run.of("sql", figures.toString(), "SELECT 1 FROM stat.cpu").err())
        .contains(
            "\nstat.cpu: the export has figures, but not the numbers of samples; procfs export");
    assertThat(Run.of("sql", numbers.toString(), "SELECT 1 FROM stat.nope").err())
        .doesNotContain("the export has");
  }

  @Test
  void theResultsOfAllStatementsAreShown() {
    String file = recording.toString();
    String query = "SELECT 1 AS one; SET threads = 1; SELECT ';' AS two; -- the end";
    assertThat(Run.of("sql", file, "--format", "csv", query).isDone().out())
        .isEqualTo("one\n1\n\ntwo\n;\n");
    assertThat(Run.of("sql", file, "--format", "json", query).isDone().out())
        .isEqualTo("{\"one\":1}\n{\"two\":\";\"}\n");
    assertThat(Run.of("sql", file, query).isDone().lines()).hasSize(5).element(2).isEqualTo("");
    Run run = Run.of("sql", file, "--format", "csv", "SELECT 1 AS one; SELECT nope; SELECT 3");
    assertThat(run.code()).isEqualTo(CommandException.FAILED);
    assertThat(run.out()).isEqualTo("one\n1\n");
    assertThat(run.err()).startsWith("Binder Error").contains("nope");
    Run.of("sql", file, " ; -- nothing").failed(CommandException.USAGE, "the query is empty");
  }

  @Test
  void manyRecordingsAreOneSetOfRelations() throws IOException {
    Path many = Files.createDirectory(directory.resolve("many"));
    for (int i = 0; i < 40; i++) { // more than are open at a time
      Files.createSymbolicLink(many.resolve("host" + i + ".rec"), recording);
    }
    assertThat(
            answer(
                "SELECT count(DISTINCT recording) AS recordings, count(*) AS n FROM stat.system",
                many))
        .isEqualTo(
            answer("SELECT 40 AS recordings, 40 * count(*) AS n FROM stat.system", recording));
  }

  @Test
  void errorsAreThoseOfDuckDb() {
    Run run = Run.of("sql", recording.toString(), "SELECT nope FROM stat.cpu");
    assertThat(run.code()).isOne();
    assertThat(run.err()).startsWith("Binder Error").contains("nope").contains("^");
    run = Run.of("sql", recording.toString(), "SELECT 1 FROM stat.nope");
    assertThat(run.code()).isOne();
    assertThat(run.err()).contains("nope");
    Run.of("sql", recording.toString(), "SELECT 1", "SELECT 2").failed(2, "more than one query");
    Run.of("sql", directory + "/none.rec", "SELECT 1").failed(1, "none.rec");
    Run.of("sql", recording.toString()).failed(2, "no terminal");
  }

  @Test
  void formatsAreWhatTheySay() {
    String query = "SELECT 'a,\"|' AS text, NULL AS nothing, 1.50 AS number";
    assertThat(Run.of("sql", recording.toString(), "--format", "csv", query).isDone().out())
        .isEqualTo("text,nothing,number\n\"a,\"\"|\",,1.50\n");
    assertThat(Run.of("sql", recording.toString(), "--format", "json", query).isDone().out())
        .isEqualTo("{\"text\":\"a,\\\"|\",\"nothing\":null,\"number\":1.50}\n");
    assertThat(Run.of("sql", recording.toString(), "--format", "markdown", query).isDone().lines())
        .element(2)
        .isEqualTo("| a,\"\\| |  | 1.50 |");
    assertThat(Run.of("sql", recording.toString(), query).isDone().lines())
        .hasSize(2)
        .last()
        .asString()
        .contains("a,\"|");
  }
}

package io.github.procfs4j.cli.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.procfs4j.cli.Run;
import io.github.procfs4j.cli.report.ReportCommand;
import io.github.procfs4j.testing.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The answers that docs/sql.md promises, of recordings of real programs with one problem each: the
 * README beside them describes them. What the summary also computes must be equal.
 */
class CookbookTest {
  private static final Pattern QUESTION =
      Pattern.compile("^(\\S.*)\n\n```sql\n((?:.*\n)*?)```", Pattern.MULTILINE);
  private static final long PAGE = 4096;

  @TempDir private Path directory;

  private Path staged(String name) throws IOException {
    Path file = directory.resolve(name + ".rec");
    try (InputStream in =
        new GZIPInputStream(
            Objects.requireNonNull(
                ReportCommand.class.getResourceAsStream("staged/" + name + ".rec.gz")))) {
      Files.copy(in, file);
    }
    return file;
  }

  private static String query(String begin) throws IOException {
    Matcher questions = QUESTION.matcher(Files.readString(Path.of("../docs/sql.md")));
    while (questions.find()) {
      if (questions.group(1).startsWith(begin)) {
        return questions.group(2).strip();
      }
    }
    throw new AssertionError(begin);
  }

  /** The rows that answer the question that begins like this. */
  private static List<Map<String, Object>> answer(String question, Path recording)
      throws IOException {
    return rows(query(question), recording);
  }

  private static List<Map<String, Object>> rows(String query, Path recording) {
    return Run.of("sql", "--format", "json", recording.toString(), query).isDone().lines().stream()
        .map(line -> Json.members(Json.parse(line)))
        .toList();
  }

  private static double number(Map<String, Object> row, String field) {
    return Double.parseDouble(Objects.requireNonNull(row.get(field)).toString());
  }

  /** The greatest number of a measure in the summary. */
  private static double ofSummary(Path recording, String measure) {
    Object json =
        Json.parse(Run.of("report", recording.toString(), "--format", "json").isDone().out());
    return Json.list(json, "summary", "busiest").stream()
        .filter(leaders -> measure.equals(Json.at(leaders, "measure")))
        .mapToDouble(
            leaders -> Double.parseDouble((String) Json.at(leaders, "processes", 0, "number")))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void theProcessThatUsesTheCpuIsFound() throws IOException {
    Path hog = staged("hog");
    Map<String, Object> first = answer("Which processes used most CPU", hog).getFirst();
    assertThat(first).containsEntry("pid", "51").containsEntry("comm", "java");
    assertThat(number(first, "cpu_seconds")).isCloseTo(ofSummary(hog, "CPU"), within(1e-6));
  }

  @Test
  void theProcessThatGrowsIsFound() throws IOException {
    Path leak = staged("leak");
    Map<String, Object> first = answer("Which processes grew", leak).getFirst();
    assertThat(first).containsEntry("pid", "2").containsEntry("comm", "java");
    // The summary is about all of the time, and memory was shortest at its end.
    assertThat(PAGE * number(first, "growth_pages")).isEqualTo(ofSummary(leak, "growth"));
  }

  /** Of forty processes in each sample, the busiest is named. */
  @Test
  void theBusiestWhileTasksWaitedIsFound() throws IOException {
    assertThat(answer("Which process was busiest while tasks waited", staged("hog")))
        .isNotEmpty()
        .allSatisfy(
            row -> {
              assertThat(row).containsEntry("comm", "java");
              assertThat(number(row, "cpus")).isGreaterThan(0.8);
            });
  }

  @Test
  void whoRanWhileCpuTimeWasStolenIsFound() throws IOException {
    Path hog = staged("hog");
    Map<String, Object> first = answer("Who ran while another guest", hog).getFirst();
    assertThat(first).containsEntry("comm", "java");
    assertThat(number(first, "cpu_seconds")).isBetween(0.01, ofSummary(hog, "CPU"));
  }

  @Test
  void noContextSwitchIsMissing() throws IOException {
    Path hog = staged("hog");
    double sum =
        answer("How many context switches", hog).stream()
            .mapToDouble(row -> number(row, "switches"))
            .sum();
    double all =
        number(rows("SELECT max(ctxt) - min(ctxt) AS n FROM stat.system", hog).getFirst(), "n");
    assertThat(sum).isCloseTo(all, within(1e-3));
  }

  @Test
  void theThreadThatWaitsIsFound() throws IOException {
    assertThat(answer("Which threads waited", staged("gc")).getFirst().get("comm"))
        .isEqualTo("GC Thread#1");
  }

  @Test
  void whatCameAndWentIsFound() throws IOException {
    assertThat(answer("Which processes came and went", staged("forks")))
        .isNotEmpty()
        .allMatch(row -> "bash".equals(row.get("comm")));
  }

  @Test
  void theDiskThatIsBusyHasItsPercentile() throws IOException {
    assertThat(answer("What is the 99th percentile", staged("fsync")))
        .filteredOn(row -> "vda".equals(row.get("device")))
        .singleElement()
        .satisfies(row -> assertThat(number(row, "p99_ms")).isPositive());
  }

  @Test
  void whatRecordingCostIsFound() throws IOException {
    assertThat(answer("What did recording itself cost", staged("hog")))
        .singleElement()
        .satisfies(
            row -> {
              assertThat(number(row, "cpu_pct")).isPositive();
              assertThat(number(row, "resident_bytes")).isGreaterThan(1 << 20);
            });
  }
}

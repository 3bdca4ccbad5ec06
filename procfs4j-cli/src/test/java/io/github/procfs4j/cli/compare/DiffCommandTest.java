package io.github.procfs4j.cli.compare;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.procfs4j.cli.Run;
import io.github.procfs4j.cli.options.CommandException;
import io.github.procfs4j.cli.report.RecordedTexts;
import io.github.procfs4j.testing.Corpus;
import io.github.procfs4j.testing.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code procfs diff}. The texts that are recorded are made up, unless a test says otherwise. */
class DiffCommandTest {
  @TempDir private Path directory;

  /** What /proc/stat contains after some time, if the CPU was busy for this part of it. */
  private static String stat(double busy, int sample) {
    long all = 100_000L * sample;
    long used = Math.round(all * busy);
    return "cpu  %1$d 0 0 %2$d 0 0 0 0 0 0\ncpu0 %1$d 0 0 %2$d 0 0 0 0 0 0\n"
            .formatted(used, all - used)
        + "ctxt 0\nbtime 1\nprocesses 0\nprocs_running 1\nprocs_blocked 0\n";
  }

  private Path record(String name, List<Map<String, String>> samples) throws IOException {
    Path file = directory.resolve(name + ".rec");
    Files.createDirectories(file.getParent());
    return Files.move(
        RecordedTexts.record(Files.createTempDirectory(directory, "work"), samples), file);
  }

  private Path run(String name, double busy, int samples) throws IOException {
    return record(
        name, IntStream.range(0, samples).mapToObj(i -> Map.of("stat", stat(busy, i))).toList());
  }

  /** Runs that are about as busy: each a little more than the one before. */
  private List<Path> runs(String group, int count, double busy) throws IOException {
    List<Path> runs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      runs.add(run(group + "/" + group + i, busy * (1 + 0.01 * i), 5));
    }
    return runs;
  }

  /** Compares two groups of recordings. */
  static Run diff(List<Path> a, List<Path> b, String... options) {
    List<String> words = new ArrayList<>(List.of("diff"));
    words.addAll(Arrays.asList(options));
    a.forEach(file -> words.add(file.toString()));
    words.add("--");
    b.forEach(file -> words.add(file.toString()));
    return Run.of(words.toArray(String[]::new));
  }

  /** A text in one line, however it is wrapped. */
  private static String flat(Run run) {
    return run.out().replaceAll("\\s+", " ");
  }

  @Test
  void aDifferenceHasASentence() throws IOException {
    Run run = diff(runs("a", 5, 0.2), runs("b", 5, 0.3)).isDone();
    assertThat(flat(run))
        .startsWith("A: 5 runs, ")
        .contains(": a0, a1, a2, a3, a4 B: 5 runs, ")
        .contains(" figures that could differ differ; ")
        .containsPattern(
            "stat all: busy \\+50 % \\[\\+\\d\\d, \\+\\d\\d\\], from 20\\.4 to 30\\.6 %, in all 5"
                + " runs")
        .contains(" the same in all runs");
  }

  @Test
  void theSameAsJson() throws IOException {
    Run run = diff(runs("a", 5, 0.2), runs("b", 5, 0.3), "--format", "json").isDone();
    Object json = Json.parse(run.out());
    assertThat(Json.list(json, "a")).hasSize(5);
    assertThat(Json.at(json, "method")).isEqualTo("benjamini_hochberg");
    assertThat(Json.list(json, "differences"))
        .filteredOn(it -> "busy".equals(Json.at(it, "figure")) && "all".equals(Json.at(it, "row")))
        .singleElement()
        .satisfies(
            it -> {
              assertThat(Json.members(it))
                  .containsEntry("source", "stat")
                  .containsEntry("table", "cpu")
                  .containsEntry("unit", "%")
                  .containsEntry("delta", "1")
                  .containsKeys("p", "adjusted_p", "interval", "relative_interval", "text");
              assertThat(Json.list(it, "a")).hasSize(5);
              assertThat(Json.list(it, "b")).hasSize(5);
            });
  }

  @Test
  void equalRunsDoNotDiffer() throws IOException {
    Run run = diff(runs("a", 5, 0.2), runs("b", 5, 0.2)).isDone();
    assertThat(flat(run)).contains("No difference is shown in ").doesNotContain("%, in all");
  }

  @Test
  void fewRunsCannotTell() throws IOException {
    Run run = diff(runs("a", 3, 0.2), runs("b", 3, 0.3)).isDone();
    assertThat(flat(run))
        .contains(
            "Too few runs: 3 of A and 3 of B can be divided in so few ways that any difference may"
                + " be chance; 4 of each are the least that can show one")
        .contains("? stat all: busy +50 %, from 20.2 to 30.3 %, in all 3 runs");
  }

  @Test
  void twoFilesAreAAndB() throws IOException {
    Path a = run("a", 0.2, 1500);
    Path b = run("b", 0.5, 1500);
    Run run = Run.of("diff", a.toString(), b.toString()).isDone();
    assertThat(flat(run))
        .contains("! one run of each: ")
        .contains("stat all: busy +150 % [+150, +150], from 20.0 to 50.0 % ");
    Run.of("diff", a.toString())
        .failed(CommandException.USAGE, "which recordings are A and which are B?");
    Run.of("diff", a.toString(), "--").failed(CommandException.USAGE, "no recording is B");
    Run.of("diff", "--", b.toString()).failed(CommandException.USAGE, "no recording is A");
    Run.of("diff", a.toString(), "--", b.toString(), "--top", "3")
        .failed(CommandException.USAGE, "--top: options come before --");
  }

  @Test
  void aRecordingCountsOnce() throws IOException {
    Path a = run("a", 0.2, 3);
    Path link = Files.createSymbolicLink(directory.resolve("link.rec"), a);
    diff(List.of(a), List.of(a)).failed(CommandException.USAGE, "is given twice");
    diff(List.of(a), List.of(link)).failed(CommandException.USAGE, "is given twice, also as ");
    diff(List.of(a, a), List.of(run("b", 0.2, 3)))
        .failed(CommandException.USAGE, "a run counts once, in A or in B");
  }

  @Test
  void nothingInCommonIsSaid() throws IOException {
    Path a = run("a", 0.2, 3);
    Path b =
        record(
            "b",
            IntStream.range(0, 3)
                .mapToObj(i -> Map.of("uptime", "%d.00 5.00\n".formatted(10 + i)))
                .toList());
    diff(List.of(a), List.of(b))
        .failed(CommandException.FAILED, "A and B have no figure of any row in common");
  }

  @Test
  void whatOnlyOneGroupHasIsListed() throws IOException {
    List<Path> a = runs("a", 4, 0.2);
    List<Path> b = new ArrayList<>();
    for (int run = 0; run < 4; run++) {
      double busy = 0.2 + 0.01 * run;
      b.add(
          record(
              "b" + run,
              IntStream.range(0, 3)
                  .mapToObj(
                      i ->
                          Map.of("stat", stat(busy, i), "uptime", "%d.00 5.00\n".formatted(10 + i)))
                  .toList()));
    }
    assertThat(flat(diff(a, b).isDone())).containsPattern("\\d figures? only in B: source uptime");
  }

  @Test
  void oneSampleIsNotEnough() throws IOException {
    Path a = run("a", 0.2, 3);
    Path b = run("b", 0.2, 1);
    Run run = diff(List.of(a), List.of(b));
    assertThat(run.code()).isEqualTo(CommandException.FAILED);
    assertThat(run.err())
        .contains("b.rec: less than two samples of each source")
        .contains("no recording of B can be compared");
    List<Path> more = runs("c", 5, 0.2);
    more.add(b);
    assertThat(flat(diff(runs("d", 5, 0.2), more).isDone()))
        .contains("B: 5 runs")
        .contains("! not compared: ")
        .contains(" less than two samples of each source ");
  }

  @Test
  void gapsAreSaid() throws IOException {
    List<Map<String, String>> samples = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      samples.add(Map.of("stat", i == 4 ? "" : stat(0.2, i)));
    }
    Path gap = record("gap", samples);
    Run run = diff(List.of(gap), List.of(run("b", 0.2, 8))).isDone();
    assertThat(flat(run))
        .contains("! 1 recording with sources that could not be read all the time: gap")
        .contains("! 1 recording with intervals in which samples are missing: gap");
  }

  @Test
  void fallenCountersAreSaid() throws IOException {
    List<Map<String, String>> samples = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      samples.add(Map.of("stat", stat(0.2, i == 4 ? 1 : i)));
    }
    Path fallen = record("fallen", samples);
    Run run = diff(List.of(fallen), List.of(run("b", 0.2, 8))).isDone();
    assertThat(flat(run))
        .contains("! 1 recording in which counters fell, so that some values are missing: fallen");
  }

  @Test
  void differentLengthsAreSaid() throws IOException {
    Run run = diff(List.of(run("a", 0.2, 3)), List.of(run("b", 0.2, 300))).isDone();
    assertThat(flat(run)).contains("! lengths differ, from ");
  }

  @Test
  void aBaselineIsGroupA() throws IOException {
    runs("nights", 20, 0.2);
    Path tonight = run("tonight", 0.5, 5);
    Run run =
        Run.of("diff", "--baseline", directory.resolve("nights").toString(), tonight.toString())
            .isDone();
    assertThat(flat(run))
        .contains("A: 20 runs")
        .contains("B: 1 run")
        .containsPattern("stat all: busy \\+1\\d\\d % \\[.*\\], from 21\\.9 to 50\\.0 % ");
    Run.of("diff", "--baseline", directory.resolve("nights").toString())
        .failed(CommandException.USAGE, "no recording is B");
  }

  @Test
  void aConditionThatIsMetFails() throws IOException {
    List<Path> a = runs("a", 5, 0.2);
    List<Path> b = runs("b", 5, 0.3);
    for (String rule :
        List.of(
            "stat all busy > +40 %",
            "cpu busy>40%", "busy mean > 0 %", "busy p99 > +40 %", "idle < -5 %")) {
      Run run = diff(a, b, "--fail-if", rule);
      assertThat(run.code()).as(rule).isEqualTo(4);
      assertThat(flat(run)).contains("--fail-if '" + rule + "': met by ");
    }
    for (String rule : List.of("busy > +60 %", "busy < -1 %", "idle > +1 %")) {
      Run run = diff(a, b, "--fail-if", rule).isDone();
      assertThat(flat(run)).contains("--fail-if '" + rule + "': not met by ");
    }
    Run both = diff(a, b, "--fail-if", "busy > +60 %", "--fail-if", "busy > +1 %");
    assertThat(both.code()).isEqualTo(4);
  }

  @Test
  void aConditionThatCannotBeDecidedIsNoSuccess() throws IOException {
    Run run = diff(runs("a", 3, 0.2), runs("b", 3, 0.3), "--fail-if", "busy > +10 %");
    assertThat(run.code()).isEqualTo(CommandException.FAILED);
    assertThat(flat(run)).contains("cannot be decided: there are too few runs");
    // What differs by less, or in the other direction, cannot meet it.
    diff(runs("c", 3, 0.2), runs("d", 3, 0.3), "--fail-if", "busy < -10 %").isDone();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "busy",
        "busy >",
        "busy > fast",
        "> +10 %",
        "p99 > +10 %",
        "busy > -10 %",
        "busy < +10 %",
        "busy > 10",
        "nothing like this > +10 %",
        "disk busy > +10 %"
      })
  void aConditionThatNamesNothingIsAUsageError(String rule) throws IOException {
    diff(runs("a", 4, 0.2), runs("b", 4, 0.3), "--fail-if", rule)
        .failed(CommandException.USAGE, "--fail-if: ");
  }

  /** A rule means what it names, or nothing: no letters in the middle of another name. */
  @Test
  void aConditionNamesWordsAndTheMostExactOnes() throws IOException {
    List<List<Path>> groups = new ArrayList<>();
    for (int group = 0; group < 2; group++) {
      List<Path> runs = new ArrayList<>();
      for (int run = 0; run < 4; run++) {
        List<Map<String, String>> samples = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
          samples.add(
              Map.of(
                  "diskstats",
                  disk("8 0 sda", 100L * i, 80 + run)
                      + disk("8 1 sda1", 100L * i, 80 + run)
                      + disk("8 2 sda-old", 100L * i, 80 + run)));
        }
        runs.add(record("words" + group + run, samples));
      }
      groups.add(runs);
    }
    List<Path> a = groups.get(0);
    List<Path> b = groups.get(1);
    assertThat(flat(diff(a, b, "--fail-if", "sda rareq-sz > +1 %").isDone()))
        .contains("not met by the figure: diskstats sda rareq-sz");
    assertThat(flat(diff(a, b, "--fail-if", "OLD rareq-sz > +1 %").isDone()))
        .contains("not met by the figure: diskstats sda-old rareq-sz");
    assertThat(flat(diff(a, b, "--fail-if", "disk rareq-sz > +1 %").isDone()))
        .contains("not met by any of 3 figures: ");
    diff(a, b, "--fail-if", "da rareq-sz > +1 %")
        .failed(
            CommandException.USAGE,
            "no source, table or row with such a figure has the word «da»; did you mean sda,"
                + " sda-old or sda1?");
    diff(a, b, "--fail-if", "sda raerq-sz > +1 %")
        .failed(
            CommandException.USAGE, "no figure there is named «raerq-sz»; did you mean rareq-sz?");
    diff(a, b, "--fail-if", "sda awiat > +1 %")
        .failed(CommandException.USAGE, "«awiat»; did you mean ");
    diff(a, b, "--fail-if", "sda old rareq-sz > +1 %").isDone();
    diff(a, b, "--fail-if", "sda1 old rareq-sz > +1 %")
        .failed(CommandException.USAGE, "no row with such a figure has all of these words");
  }

  @Test
  void partsOfRuns() throws IOException {
    List<Path> a = runs("a", 4, 0.2);
    List<Path> b = runs("b", 4, 0.3);
    Run skipped = diff(a, b, "--skip", "1h");
    assertThat(skipped.code()).isEqualTo(CommandException.FAILED);
    assertThat(skipped.err()).contains("nothing is left of it without the first 1 h");
    Run marked = diff(a, b, "--from-mark", "begin");
    assertThat(marked.err()).contains("has no mark that begins with «begin»");
    diff(a, b, "--skip", "soon").failed(CommandException.USAGE, "--skip: ");
    diff(a, b, "--top", "0").failed(CommandException.USAGE, "--top: at least 1");
    assertThat(diff(a, b, "--skip", "1ms").isDone().out()).contains("busy +50 %");
  }

  /**
   * A run that is busy for some samples before it is marked, then works, and is busy again after
   * another mark.
   */
  private Path marked(String name, int before, double busy, Map<Integer, String> more)
      throws IOException {
    List<Map<String, String>> samples = new ArrayList<>();
    int end = before + 12;
    double used = 0;
    for (int i = 0; i <= end + 4; i++) {
      used += i <= before || i > end ? 0.9 : busy;
      samples.add(Map.of("stat", stat(used / (i + 1), i + 1)));
    }
    Map<Integer, String> marks = new HashMap<>(more);
    marks.put(before, "work: begins");
    marks.put(end, "end of work");
    Path file = directory.resolve(name + ".rec");
    Files.createDirectories(file.getParent());
    return Files.move(
        RecordedTexts.record(Files.createTempDirectory(directory, "work"), samples, marks), file);
  }

  /** The time to warm up takes longer in B, and hides that its work is less. */
  @Test
  void marksAlignRuns() throws IOException {
    List<Path> a = new ArrayList<>();
    List<Path> b = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      a.add(marked("a/a" + i, 1 + i, 0.3 + 0.003 * i, Map.of()));
      b.add(marked("b/b" + i, 40 - i, 0.2 + 0.002 * i, Map.of()));
    }
    assertThat(flat(diff(a, b).isDone())).doesNotContain("stat all: busy -33 %");
    assertThat(flat(diff(a, b, "--from-mark", "work").isDone()))
        .doesNotContain("stat all: busy -33 %");
    assertThat(flat(diff(a, b, "--from-mark", "work", "--until-mark", "end").isDone()))
        .containsPattern("stat all: busy -33 % \\[.*\\], from 30\\.6 to 20\\.4 %, in all 5 runs");
  }

  @Test
  void aMarkThatIsMissingOrThereTwice() throws IOException {
    List<Path> a = new ArrayList<>();
    List<Path> b = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      a.add(marked("a/a" + i, 1 + i, 0.3 + 0.003 * i, Map.of()));
      b.add(marked("b/b" + i, 6 - i, 0.2 + 0.002 * i, Map.of()));
    }
    // Of several marks the first one counts, as the beginning and as the end.
    b.add(
        marked("b/b4", 2, 0.208, Map.of(5, "work: goes on", 15, "end of all", 16, "work: again")));
    b.add(run("b/b5", 0.9, 8));
    Run run = diff(a, b, "--from-mark", "work", "--until-mark", "end").isDone();
    assertThat(flat(run))
        .contains("B: 5 runs")
        .contains("! not compared: ")
        .contains("b5.rec: has no mark that begins with «work»")
        .contains(
            "1 recording with several marks that begin with the given text, of which the first"
                + " counts: ")
        .containsPattern("busy -33 % \\[.*\\], from 30\\.5 to 20\\.4 %, in all 5 runs");
    assertThat(diff(a, b, "--from-mark", "work: again", "--until-mark", "end").err())
        .contains("b4.rec: has no mark that begins with «end» after the first one")
        .contains("no recording of A can be compared");
  }

  @Test
  void missingFilesAreNotCompared() throws IOException {
    Run run = diff(List.of(directory.resolve("none.rec")), runs("b", 4, 0.3));
    assertThat(run.code()).isEqualTo(CommandException.FAILED);
    assertThat(run.err()).contains("none.rec: ").contains("no recording of A can be compared");
    assertThat(Files.writeString(directory.resolve("junk.rec"), "junk")).exists();
    List<Path> a = runs("a", 4, 0.3);
    a.add(directory.resolve("junk.rec"));
    assertThat(flat(diff(a, runs("c", 4, 0.3)).isDone())).contains("! not compared: ");
  }

  /** Real texts of two kernels that have different files, rows and columns. */
  @Test
  void recordingsOfDifferentKernelsAreComparedAsFarAsPossible() throws IOException {
    List<List<Path>> groups = new ArrayList<>();
    for (String tree : List.of("amd64-6.1-smp8-numa2", "arm64-6.1-smp4")) {
      List<Path> runs = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        Path file = directory.resolve(tree + i + ".rec");
        Run.of(
            "record",
            "--root",
            Corpus.tree(tree, "s1").toString(),
            "--every",
            "20ms",
            "--duration",
            "100ms",
            "stat",
            "meminfo",
            "interrupts",
            "-o",
            file.toString());
        runs.add(file);
      }
      groups.add(runs);
    }
    Run run = diff(groups.get(0), groups.get(1)).isDone();
    assertThat(flat(run))
        .contains("! numbers of CPUs differ: A 8; B 4")
        .contains(" only in A: ")
        .contains(" only in B: ");
  }

  /** Processes given by number, as by JMH's profiler, are matched by name: numbers differ. */
  @Test
  void processesGivenByNumberAreMatched() throws IOException {
    List<Path> files = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      Process sleeping = new ProcessBuilder("sleep", "600").start();
      try {
        Path file = directory.resolve("sleeping" + i + ".rec");
        Run.of(
            "record",
            "--every",
            "20ms",
            "--duration",
            "200ms",
            "pid:" + sleeping.pid(),
            "-o",
            file.toString());
        files.add(file);
      } finally {
        sleeping.destroy();
      }
    }
    Run run =
        diff(files.subList(0, 1), files.subList(1, 2), "--fail-if", "pid:n sleep rss > 1000%");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(flat(run)).contains("not met by the figure").doesNotContain("only in ");
  }

  /** Rows are matched by their labels, wherever they stand in the text. */
  @Test
  void rowsAreMatchedByTheirLabels() throws IOException {
    List<List<Path>> groups = new ArrayList<>();
    for (int group = 0; group < 2; group++) {
      List<Path> runs = new ArrayList<>();
      for (int run = 0; run < 4; run++) {
        List<Map<String, String>> samples = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
          String sda = disk("8 0 sda", 100L * i, 80 + run);
          String sdb = disk("8 16 sdb", 100L * i, 800 + 400 * group + run);
          samples.add(Map.of("diskstats", group == 0 ? sda + sdb : sdb + sda));
        }
        runs.add(record("disks" + group + run, samples));
      }
      groups.add(runs);
    }
    Run run = diff(groups.get(0), groups.get(1), "--format", "json").isDone();
    Object json = Json.parse(run.out());
    assertThat(Json.list(json, "unmatched")).isEmpty();
    assertThat(Json.list(json, "differences"))
        .filteredOn(it -> "rareq-sz".equals(Json.at(it, "figure"))) // the length of time is no part
        .singleElement()
        .satisfies(it -> assertThat(Json.at(it, "row")).isEqualTo("sdb"));
  }

  private static String disk(String device, long reads, int sectors) {
    return String.format(
        Locale.ROOT, "%s %d 0 %d %d 0 0 0 0 0 0 0%n", device, reads, reads * sectors, reads);
  }

  /** Names come from recordings of any origin. */
  @Test
  void nothingForeignReachesTheTerminal() throws IOException {
    List<List<Path>> groups = new ArrayList<>();
    for (int group = 0; group < 2; group++) {
      List<Path> runs = new ArrayList<>();
      for (int run = 0; run < 4; run++) {
        int used = 1000 + 3000 * group + 100 * run;
        runs.add(
            record(
                "hostile" + group + run,
                Collections.nCopies(
                    4,
                    Map.of(
                        "swaps",
                        "Filename Type Size Used Priority\n/s\033[2Jd file 10000 %d -2\n"
                            .formatted(used)))));
      }
      groups.add(runs);
    }
    Run text = diff(groups.get(0), groups.get(1)).isDone();
    assertThat(text.out()).contains("swaps /s\\x1b[2Jd file: used ").doesNotContain("\033");
    Run json = diff(groups.get(0), groups.get(1), "--format", "json").isDone();
    assertThat(json.out()).contains("s\\u001B[2Jd").doesNotContain("\033");
  }
}

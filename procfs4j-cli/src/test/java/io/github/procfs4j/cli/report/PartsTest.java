package io.github.procfs4j.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.procfs4j.Procfs;
import io.github.procfs4j.cli.Run;
import io.github.procfs4j.cli.options.CommandException;
import io.github.procfs4j.recording.RecordingFacts;
import io.github.procfs4j.recording.RecordingWriter;
import io.github.procfs4j.sampling.Recorder;
import io.github.procfs4j.sampling.Sampler;
import io.github.procfs4j.system.CgroupCpu;
import io.github.procfs4j.system.CgroupProcs;
import io.github.procfs4j.system.Cgroups;
import io.github.procfs4j.testing.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Chosen parts of recordings of real programs: see the README beside them. */
class PartsTest {
  @TempDir private Path directory;

  private Run report(String recording, String... words) throws IOException {
    String file = MachineSummaryTest.staged(recording, directory).toString();
    return Run.of(
        Stream.concat(Stream.of("report", file), Stream.of(words)).toArray(String[]::new));
  }

  private List<Object> parts(String recording, String... words) throws IOException {
    String[] all =
        Stream.concat(Stream.of(words), Stream.of("--format", "json")).toArray(String[]::new);
    return List.copyOf(Json.list(Json.parse(report(recording, all).isDone().out()), "parts"));
  }

  private static double number(Object part, String name) {
    return Double.parseDouble(String.valueOf(Json.at(part, name)));
  }

  @Test
  void oneFigureOfOneRow() throws IOException {
    assertThat(parts("hog", "stat", "cpu=all", "--figure", "busy"))
        .singleElement()
        .satisfies(
            part ->
                assertThat(Json.members(part))
                    .containsEntry("source", "stat")
                    .containsEntry("row", "all")
                    .containsEntry("figure", "busy")
                    .containsEntry("intervals", "8"));
  }

  private void write(String path, String text) throws IOException {
    Path at = directory.resolve(path);
    Files.createDirectories(at.getParent());
    Files.writeString(at, text);
  }

  private void process(int pid, int start, int pages) throws IOException {
    String stat = pid + " (p" + pid + ") S" + " 1".repeat(18) + " " + start + " 0 " + pages;
    write("proc/" + pid + "/stat", stat + " 0".repeat(28) + "\n");
  }

  /** Made up: five processes, one of which moves, and a number that is used again. */
  @Test
  void processesOfEachControlGroup() throws IOException {
    Path root = directory.resolve("proc");
    Path file = directory.resolve("groups.rec");
    for (int pid : new int[] {11, 12, 13, 14, 15}) {
      process(pid, pid, pid);
    }
    write("cg/cgroup.controllers", "\n");
    write("cg/a/cgroup.procs", "11\n12\n13\n14\n");
    write("cg/b/cgroup.procs", "");
    Cgroups all = Cgroups.named("/").withDescendants().at(directory.resolve("cg"));
    List<Recorder.Track> tracks =
        List.of(
            track(all.place(CgroupProcs.FILE).sampler(root)),
            track(Procfs.at(root).processes().sampler()));
    try (RecordingWriter writer =
        RecordingWriter.create(
            file, false, tracks, RecordingFacts.of(Map.of("page_size", "1000")))) {
      Recorder recorder = new Recorder(tracks, writer);
      recorder.run(Duration.ZERO);
      recorder.run(Duration.ZERO);
      write("cg/a/cgroup.procs", "11\n12\n");
      write("cg/b/cgroup.procs", "13\n14\n");
      process(14, 1004, 140);
      recorder.run(Duration.ZERO);
      recorder.run(Duration.ZERO);
    } finally {
      tracks.forEach(track -> track.sampler().close());
    }
    Run run =
        Run.of("report", file.toString(), "--group", "cgroup", "--figure", "rss", "--format", "csv")
            .isDone();
    assertThat(run.lines().stream().skip(1).map(line -> line.split(",", -1)))
        .extracting(words -> words[1] + " " + words[2])
        .containsExactlyInAnyOrder(
            "cgroup /a (3)", // 11, 12, and 14 before it ended
            "cgroup /b (2)", // 13, which moved, and the other 14
            "cgroup no recorded group (1)");
    assertThat(Run.of("report", file.toString(), "--html", "-").isDone().out())
        .contains("\"name\":\"13 [p13]\",\"group\":\"13\",\"cgroup\":\"/b\"")
        .contains("\"name\":\"14 [p14]\",\"group\":\"14\",\"cgroup\":\"/a\"")
        .contains("\"name\":\"14 [p14]\",\"group\":\"14\",\"cgroup\":\"/b\"")
        .contains("\"name\":\"15 [p15]\",\"group\":\"15\",\"cgroup\":\"no recorded group\"");
    assertThat(Run.of("report", file.toString(), "--group", "cgroup", "--figure", "rss").out())
        .contains("no recorded group: processes in no sample of cgroup/procs, since they ended");
    assertThat(Run.of("report", file.toString(), "--full").isDone().out())
        .contains("\nrows of the last sample, which have no numbers:\ncgroup=/a pid=11\n");
    Run.of("report", MachineSummaryTest.staged("hog", directory).toString(), "--group", "cgroup")
        .failed(CommandException.USAGE, "the recording lacks cgroup/procs");
    Run.of("report", file.toString(), "cgroup/procs", "cgroup=/c\n")
        .failed(
            CommandException.FAILED,
            "nothing in the recording is like that: cgroup/procs cgroup=/c\\x0a; cgroup is /a, /b");
  }

  /** A fifth of a CPU is no number that is exact in binary. Made up. */
  @Test
  void aLimitIsALevelThatDoesNotGrow() throws IOException {
    Path file = directory.resolve("limit.rec");
    write("cg/cgroup.controllers", "cpu\n");
    write("cg/a/cpu.max", "20000 100000\n");
    write("cg/a/cpu.stat", "usage_usec 5\nnr_periods 1\nnr_throttled 0\nthrottled_usec 0\n");
    List<Recorder.Track> tracks =
        List.of(
            track(
                Cgroups.named("/a")
                    .at(directory.resolve("cg"))
                    .place(CgroupCpu.FILE)
                    .sampler(Path.of("/proc"))));
    try (RecordingWriter writer =
        RecordingWriter.create(file, false, tracks, RecordingFacts.none())) {
      Recorder recorder = new Recorder(tracks, writer);
      recorder.run(Duration.ZERO);
      write("cg/a/cpu.stat", "usage_usec 7000\nnr_periods 9\nnr_throttled 3\nthrottled_usec 9\n");
      recorder.run(Duration.ZERO);
    } finally {
      tracks.forEach(track -> track.sampler().close());
    }
    Run run = Run.of("report", file.toString(), "cgroup/cpu", "--format", "csv").isDone();
    List<String> heads = List.of(run.lines().getFirst().split(",", -1));
    for (String line : run.lines().subList(1, run.lines().size())) {
      List<String> cells = List.of(line.split(",", -1));
      String total = cells.get(heads.indexOf("total"));
      switch (cells.get(heads.indexOf("figure"))) {
        case "limit" -> {
          assertThat(cells.subList(heads.indexOf("first"), heads.indexOf("min")))
              .containsExactly("0.2", "0.2", "0");
          assertThat(total).isEmpty();
        }
        case "used" -> assertThat(total).startsWith("0.00699");
        default -> {}
      }
    }
    assertThat(run.out()).contains(",limit,CPUs,").contains(",used,CPUs,");
  }

  @Test
  void aPageHasNoGroups() {
    Path page = directory.resolve("groups.html");
    Run.of("report", directory.resolve("x.rec").toString(), "--group", "comm", "--html", "" + page)
        .failed(CommandException.USAGE, "the page shows each process, not groups");
    assertThat(page).doesNotExist();
  }

  private static Recorder.Track track(Sampler<?> sampler) {
    return new Recorder.Track(sampler, Duration.ofSeconds(1));
  }

  /** The staged program leaks memory; no other process grows. */
  @Test
  void whatGrewMostIsTheFirst() throws IOException {
    assertThat(parts("leak", "pid:*", "--figure", "rss", "--sort", "growth", "--top", "1"))
        .singleElement()
        .satisfies(
            part -> {
              assertThat(Json.at(part, "row")).asString().contains("StagedProblem leak");
              double growth = number(part, "growth");
              double last = number(part, "last");
              double first = number(part, "first");
              assertThat(growth).isEqualTo(last - first).isGreaterThan(100 << 20);
            });
  }

  /** Growth is that of the samples, the first of which is before the first interval. */
  @ParameterizedTest
  @ValueSource(strings = {"leak", "gc"})
  void growthIsThatOfTheSummary(String recording) throws IOException {
    Object document = Json.parse(report(recording, "--format", "json").isDone().out());
    Map<String, String> growth = new LinkedHashMap<>();
    for (Object part : parts(recording, "pid:*", "--figure", "rss")) {
      growth.put(String.valueOf(Json.at(part, "row")), String.valueOf(Json.at(part, "growth")));
    }
    List<?> ofSummary =
        Json.list(Json.at(document, "summary"), "busiest").stream()
            .filter(leaders -> Json.text(leaders, "measure").equals("growth"))
            .flatMap(leaders -> Json.list(leaders, "processes").stream())
            .toList();
    assertThat(ofSummary)
        .isNotEmpty()
        .allSatisfy(
            leader ->
                assertThat(growth)
                    .containsEntry(
                        String.valueOf(Json.at(leader, "name")),
                        String.valueOf(Json.at(leader, "number"))));
  }

  @Test
  void weightsAreNamedAndCoarseClocksAreSaid() throws IOException {
    assertThat(report("fsync", "diskstats", "--figure", "w_await").isDone().out())
        .contains("mean: weighted by time; by write requests that of w_await");
    for (String format : List.of("text", "markdown")) {
      String shown =
          report("hog", "stat", "cpu=all", "--figure", "busy", "--format", format)
              .isDone()
              .out()
              .replaceAll("\\s+", " ");
      assertThat(shown)
          .contains("busy: counted in ticks of 10 ms")
          .contains("means over at least 500 ms, of which a tick is 2 %");
    }
    assertThat(report("hog", "--full").isDone().out())
        .contains("! busy, user, nice")
        .contains("means by ticks counted: busy");
  }

  /** 49 processes sleep beside the program, and one more keeps the namespace alive. */
  @ParameterizedTest
  @CsvSource({
    "comm, sleep (50)",
    "exe, sleep (50)",
    "user, user 0 (52)",
    "session, session 0 (52)",
    "tree, 51 io.github.procfs4j.cli.report.StagedProblem hog x (1)"
  })
  void processesAreAddedUp(String group, String row) throws IOException {
    assertThat(parts("hog", "--group", group, "--figure", "rss"))
        .extracting(part -> Json.at(part, "row"))
        .contains(row);
    assertThat(parts("hog", "--group", group, "--figure", "rss"))
        .extracting(part -> number(part, "last"))
        .satisfies(
            sums -> assertThat(sums.stream().mapToDouble(it -> it).sum()).isBetween(118e6, 130e6));
  }

  @Test
  void whatIsCountedForTheFirstThreadIsMarked() throws IOException {
    assertThat(parts("gc", "pid:*", "--figure", "run delay"))
        .extracting(part -> Json.at(part, "table") + ": " + Json.at(part, "figure"))
        .contains("process: run delay (first thread)", "thread: run delay");
  }

  @Test
  void asCsvAndMarkdown() throws IOException {
    String csv = report("hog", "stat", "cpu=all", "--figure", "busy", "--format", "csv").out();
    assertThat(csv.lines())
        .hasSize(2)
        .satisfiesExactly(
            head ->
                assertThat(head)
                    .isEqualTo(
                        "source,table,row,figure,unit,intervals,first,last,growth,min,mean,p50,p95,"
                            + "p99,peak,peak_at_seconds,total,total_unit,weighted_by,"
                            + "window_seconds"),
            line ->
                assertThat(line)
                    .startsWith("stat,cpu,all,busy,%,8,")
                    .endsWith(",ticks counted,0.5"));
  }

  @Test
  void namesAreEscapedInMarkdown() throws IOException {
    Run run = report("hog", "pid:*", "--figure", "rss", "--format", "markdown").isDone();
    assertThat(run.lines()).contains("**pid:\\*: process**").anyMatch(line -> line.contains("\\{"));
  }

  @ParameterizedTest
  @CsvSource({
    "2, nothing-like-it, is not in the recording, nothing-like-it",
    "1, cpu=77, nothing in the recording is like that: cpu=77; cpu is 0, cpu=77",
    "1, nolabel=77, nothing in the recording is like that: nolabel=77, nolabel",
    "2, --top=0, --top: at least 1, --top"
  })
  void badInputIsOneLine(int code, String word, String message, String other) throws IOException {
    report("hog", word).failed(code, message, other);
  }

  @Test
  void fullIsNotAPart() throws IOException {
    report("hog", "stat", "--full").failed(2, "--full");
  }

  @ParameterizedTest
  @ValueSource(strings = {"stat", "meminfo", "pid:*", "diskstats"})
  void noLineIsTooWide(String source) throws IOException {
    assertThat(report("hog", source).isDone().lines()).allMatch(line -> line.length() <= 80);
  }
}

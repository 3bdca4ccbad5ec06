package io.github.procfs4j.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.procfs4j.cli.Command;
import io.github.procfs4j.cli.Run;
import io.github.procfs4j.recording.Recording;
import io.github.procfs4j.recording.RecordingCopy;
import io.github.procfs4j.testing.Corpus;
import io.github.procfs4j.testing.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * {@code procfs report} of many recordings. Their texts are made up or real ones of several
 * kernels; the names of their hosts are made up.
 */
class HostsReportTest {
  @TempDir private Path directory;

  /** A copy of a recording whose host has another name. */
  private static Path named(Path recording, Path copy, String host) throws IOException {
    try (Recording read = Recording.open(recording)) {
      RecordingCopy.write(
          List.of(new RecordingCopy.Part(read, read.sources(), Long.MIN_VALUE, Long.MAX_VALUE, 0)),
          read.facts().with("host", host),
          copy,
          true);
    }
    return copy;
  }

  /** A recording of a host whose CPU is busy for this share of the time. */
  private Path host(Path hosts, String file, String host, int percent) throws IOException {
    Files.createDirectories(hosts);
    List<Map<String, String>> samples =
        IntStream.range(0, 3)
            .mapToObj(
                i ->
                    Map.of(
                        "stat",
                        "cpu  %1$d 0 0 %2$d 0 0 0 0 0 0\ncpu0 %1$d 0 0 %2$d 0 0 0 0 0 0\n"
                                .formatted(percent * i, (100 - percent) * i)
                            + "ctxt 0\nbtime 1\nprocesses 0\nprocs_running 1\nprocs_blocked 0\n"))
            .toList();
    Path work = Files.createTempDirectory(directory, "work");
    return named(RecordedTexts.record(work, samples), hosts.resolve(file + ".rec"), host);
  }

  private Path hosts(int count) throws IOException {
    Path hosts = directory.resolve("hosts");
    for (int i = 0; i < count; i++) {
      host(hosts, "r" + i, "host" + i, 10);
    }
    return hosts;
  }

  /** A text in one line, however it is wrapped. */
  private static String flat(Run run) {
    return run.out().replaceAll("\\s+", " ");
  }

  @Test
  void aDirectoryIsCompared() throws IOException {
    Path hosts = hosts(4);
    host(hosts, "odd", "odd", 97);
    Run run = Run.of("report", hosts.toString()).isDone();
    assertThat(flat(run))
        .startsWith("Comparison of 5 recordings of 5 hosts, 2")
        .contains(
            " Outliers: 1 of 5 recordings odd cpu-busy: 97.0 % busy, 19.3 times the usual distance"
                + " above the median of 10.0 %, since the beginning ")
        .contains(" cpu-busy ≥ 90 % 1 of 5: odd 97.0 % cpu-busy ");
    assertThat(run.lines().stream().filter(line -> line.matches("(odd|host\\d) +\\d.*")))
        .hasSize(5)
        .first()
        .asString()
        .matches("odd +97\\.0 +97\\.0\\*.*");
  }

  @Test
  void filesAreComparedAndTheSameInAllFormats() throws IOException {
    Path hosts = hosts(3);
    Path odd = host(directory.resolve("others"), "odd", "=odd|", 97);
    List<String> words = new ArrayList<>(List.of("report", hosts.toString(), odd.toString()));
    words.addAll(List.of("--format", "json"));
    Object json = Json.parse(Run.of(words.toArray(String[]::new)).isDone().out());
    assertThat(Json.list(json, "hosts"))
        .extracting(host -> Json.at(host, "host"))
        .containsExactly("=odd|", "host0", "host1", "host2");
    Object figure = Json.at(json, "hosts", 0, "figures", 0);
    assertThat(Json.members(figure))
        .containsEntry("figure", "cpu-busy")
        .containsEntry("most", "97")
        .containsEntry("mean", "97")
        .containsEntry("outlier", true)
        .containsEntry("remarkable", true)
        .containsKeys("since", "since_seconds", "from");
    assertThat(Json.list(json, "figures"))
        .filteredOn(it -> "cpu-busy".equals(Json.at(it, "figure")))
        .singleElement()
        .satisfies(it -> assertThat(Json.members(it)).containsEntry("median_most", "10"));
    words.set(words.size() - 1, "csv");
    List<String> csv = Run.of(words.toArray(String[]::new)).lines();
    assertThat(csv.getFirst()).startsWith("host,recording,figure,of,unit,mean,most,from,median,");
    assertThat(csv.get(1)).startsWith("'=odd|,odd,cpu-busy,all,%,97,97,2").endsWith(",yes");
    words.set(words.size() - 1, "markdown");
    assertThat(Run.of(words.toArray(String[]::new)).lines().get(2))
        .startsWith("| '=odd\\| | odd | cpu-busy | all | % | 97 | 97 | 2");
    words.addAll(List.of("--top", "1"));
    assertThat(Run.of(words.toArray(String[]::new)).lines())
        .filteredOn(line -> line.contains("cpu-busy"))
        .hasSize(1);
  }

  @Test
  void whatCannotBeReadIsListedAndTheOthersAreCompared() throws Exception {
    Path hosts = hosts(3);
    Files.createFile(hosts.resolve("empty.rec"));
    Files.writeString(hosts.resolve("text.rec"), "hello");
    Files.createDirectory(hosts.resolve("directory.rec"));
    Files.createSymbolicLink(hosts.resolve("gone.rec"), hosts.resolve("nothing"));
    assertThat(new ProcessBuilder("mkfifo", hosts + "/fifo.rec").start().waitFor()).isZero();
    Path whole = host(directory.resolve("whole"), "whole", "whole", 10);
    Files.write(hosts.resolve("short.rec"), Arrays.copyOf(Files.readAllBytes(whole), 40));
    Path work = Files.createTempDirectory(directory, "work");
    named(
        RecordedTexts.record(work, List.of(Map.of("uptime", "1.00 1.00\n"))),
        hosts.resolve("other.rec"),
        "other");
    Run run = Run.of("report", hosts.toString(), directory + "/none.rec");
    assertThat(run.code()).isOne();
    assertThat(flat(run))
        .startsWith("Comparison of 3 recordings of 3 hosts, ")
        .contains(" ! not compared: " + hosts + "/empty.rec: not a recording of procfs4j ")
        .contains(" ! not compared: " + hosts + "/text.rec: not a recording of procfs4j ")
        .contains(" ! not compared: " + hosts + "/directory.rec: a directory, not a recording ")
        .contains(" ! not compared: " + hosts + "/gone.rec: no such file or directory ")
        .contains(
            " ! not compared: " + hosts + "/fifo.rec: not a regular file, so not a recording ")
        .contains(" ! not compared: " + hosts + "/short.rec: no samples ")
        .contains(" ! not compared: " + directory + "/none.rec: no such file or directory ")
        .contains(
            " ! not compared: " + hosts + "/other.rec: no samples of anything that is compared ");
    Run json = Run.of("report", hosts.toString(), "--format", "json");
    assertThat(json.code()).isOne();
    assertThat(Json.list(Json.parse(json.out()), "not_compared")).hasSize(7);
    Run csv = Run.of("report", hosts.toString(), "--format", "csv");
    assertThat(csv.code()).isOne();
    assertThat(csv.err().lines().filter(line -> line.startsWith("procfs: not compared: ")))
        .hasSize(7);
    Run none = Run.of("report", hosts + "/empty.rec", hosts + "/text.rec", "--format", "json");
    none.failed(1, "no recording could be compared");
    assertThat(Json.list(Json.parse(none.out()), "not_compared")).hasSize(2);
  }

  @Test
  void recordingsThatAreCutOrStillBeingWrittenAreComparedAndSaid() throws Exception {
    Path hosts = hosts(2);
    Path writing = hosts.resolve("writing.rec");
    Process recorder =
        new ProcessBuilder(Command.words("record", "stat@100ms", "-o", writing.toString()))
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      Command.awaitTwoSamples(writing, recorder);
      byte[] bytes = Files.readAllBytes(writing);
      Files.write(hosts.resolve("cut.rec"), Arrays.copyOf(bytes, bytes.length + 5));
      String host;
      try (Recording read = Recording.open(writing)) {
        host = read.facts().host().orElseThrow();
      }
      assertThat(flat(Run.of("report", hosts.toString()).isDone()))
          .startsWith("Comparison of 4 recordings of 3 hosts, ")
          .contains(" ! " + host + " is the name of the host of 2 recordings: ")
          .contains(" ! 1 recording cut, so that what follows is ignored: " + host + " (cut) ")
          .contains(
              " ! 1 recording not ended by the recorder, so truncated or still being written: "
                  + host
                  + " (writing) ");
    } finally {
      recorder.destroy();
      recorder.waitFor();
    }
  }

  @Test
  void recordingsOfDifferentKernelsAreCompared() throws IOException {
    Path hosts = Files.createDirectory(directory.resolve("kernels"));
    for (String variant :
        List.of("amd64-6.1-smp1", "i686-6.1-smp2", "s390x-6.1-smp3", "amd64-6.12-smp4-numa2")) {
      Path work = Files.createTempDirectory(directory, "work");
      List<Map<String, String>> samples = new ArrayList<>();
      for (String sample : List.of("s0", "s1", "s2")) {
        samples.add(
            Map.of(
                "stat", RecordedTexts.read(Corpus.tree(variant, sample).resolve("stat")),
                "meminfo", RecordedTexts.read(Corpus.tree(variant, sample).resolve("meminfo")),
                "diskstats",
                    RecordedTexts.read(Corpus.tree(variant, sample).resolve("diskstats"))));
      }
      named(RecordedTexts.record(work, samples), hosts.resolve(variant + ".rec"), variant);
    }
    String out = Run.of("report", hosts.toString()).isDone().out();
    assertThat(out).startsWith("Comparison of 4 recordings of 4 hosts");
    Stream.of("amd64-6.1-smp1", "i686-6.1-smp2", "s390x-6.1-smp3", "amd64-6.12-smp4-numa2")
        .forEach(variant -> assertThat(out).contains("\n" + variant + " "));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"--full", "--html=x.html", "--sort=peak", "--group=comm", "--figure=busy"})
  void whatIsForOneRecordingIsRefused(String option) throws IOException {
    Path hosts = hosts(1);
    Run.of("report", hosts.toString(), option).failed(2, "are for one recording");
    assertThat(directory.resolve("x.html")).doesNotExist();
  }

  @Test
  void wordsThatAreNoFilesAreRefused() throws IOException {
    Path hosts = hosts(2);
    Run.of("report", hosts.toString(), "stat").failed(2, "«stat» is not a file");
    Run.of("report", hosts + "/r0.rec", hosts + "/r1.rec", "cpu=all")
        .failed(2, "«cpu=all» is not a file");
    Run.of("report", hosts.toString(), "--from", "soon").failed(2, "not a time such as 10s");
    Run.of("report", hosts.toString(), "--top", "0").failed(2, "--top: at least 1");
    Run.of("report", Files.createDirectory(directory.resolve("none")).toString())
        .failed(1, "no file in it ends in .rec");
    Run late = Run.of("report", hosts.toString(), "--from", "10m");
    late.failed(1, "no recording could be compared");
    assertThat(flat(late)).contains("r0.rec: --from 10m is outside the recording: 2");
  }

  /** A source is meant even if there is a file with its name. */
  @Test
  void theNameOfASourceIsNotAFile() throws Exception {
    Path hosts = hosts(1);
    Files.writeString(hosts.resolve("stat"), "a file");
    Run run =
        Command.end(
            new ProcessBuilder(Command.words("report", "r0.rec", "stat", "cpu=all"))
                .directory(hosts.toFile())
                .start());
    assertThat(run.isDone().out()).contains("stat: cpu").contains("busy");
  }

  /** Ten thousand recordings, of which all are links to a few. */
  @Test
  void tenThousandRecordingsAreComparedInBoundedMemory() throws IOException {
    Path few = hosts(5);
    host(few, "odd", "odd", 97);
    Path many = Files.createDirectory(directory.resolve("many"));
    for (int i = 0; i < 9_999; i++) {
      Files.createLink(many.resolve("m" + i + ".rec"), few.resolve("r" + i % 5 + ".rec"));
    }
    Files.createLink(many.resolve("odd.rec"), few.resolve("odd.rec"));
    List<String> lines = Run.of("report", many.toString(), "--top", "3").isDone().lines();
    assertThat(lines.getFirst()).startsWith("Comparison of 10,000 recordings of 6 hosts");
    assertThat(lines)
        .contains("Outliers: 1 of 10,000 recordings")
        .contains("and 9,997 more recordings; --top N shows N, --format csv or json all")
        .hasSizeLessThan(40);
  }

  /** docs/report-json.md describes all members, of a comparison that has all of them. */
  @Test
  void thePageDescribesEachMember() throws IOException {
    Path hosts = hosts(3);
    Path staged = directory.resolve("staged");
    Files.createDirectory(staged);
    for (String name : List.of("fsync", "lock", "hog", "gc")) {
      MachineSummaryTest.staged(name, staged);
    }
    Path work = Files.createTempDirectory(directory, "work");
    Path nameless = work.resolve("nameless.rec");
    Files.writeString(work.resolve("text.rec"), "hello");
    host(work, "nameless", "", 50);
    Run run =
        Run.of("report", hosts + "", staged + "", work + "", "--format", "json", "--top", "7");
    assertThat(run.code()).isOne(); // because of text.rec
    Object json = Json.parse(run.out());
    Set<String> members = new TreeSet<>();
    collect(json, members);
    String page = Files.readString(Path.of("../docs/report-json.md"));
    String part = page.substring(page.indexOf("## The comparison of hosts"));
    assertThat(members)
        .contains("hosts_left_out", "since", "busiest", "mean_of", "by")
        .allSatisfy(member -> assertThat(part).contains("`" + member + "`"));
    assertThat(nameless).exists();
  }

  private static void collect(Object value, Set<String> members) {
    if (value instanceof Map<?, ?> object) {
      object.forEach(
          (name, member) -> {
            members.add(name.toString());
            collect(member, members);
          });
    } else if (value instanceof List<?> list) {
      list.forEach(member -> collect(member, members));
    }
  }
}

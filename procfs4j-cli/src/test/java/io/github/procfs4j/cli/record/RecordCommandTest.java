package io.github.procfs4j.cli.record;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.procfs4j.cli.Command;
import io.github.procfs4j.cli.ProcessTest;
import io.github.procfs4j.cli.Run;
import io.github.procfs4j.cli.Tree;
import io.github.procfs4j.cli.options.CommandException;
import io.github.procfs4j.model.Playback;
import io.github.procfs4j.recording.RecordedSource;
import io.github.procfs4j.recording.Recording;
import io.github.procfs4j.recording.RecordingWriter;
import io.github.procfs4j.sampling.Outcome;
import io.github.procfs4j.sampling.Recorder;
import io.github.procfs4j.sampling.Sampler;
import io.github.procfs4j.system.CgroupCpu;
import io.github.procfs4j.system.CgroupMemory;
import io.github.procfs4j.system.Uptime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code procfs record}, with a copied tree; {@link ProcessTest} runs it in its own process. */
class RecordCommandTest {
  @TempDir private Path directory;
  private Path tree;
  private Path file;

  @BeforeEach
  void copyTree() throws IOException {
    tree = Tree.copy(directory);
    file = directory.resolve("test.rec");
  }

  private Run record(String... arguments) {
    List<String> all =
        new ArrayList<>(List.of("record", "-o", file.toString(), "--root", tree.toString()));
    all.addAll(List.of(arguments));
    return Run.of(all.toArray(String[]::new)).withTables(file);
  }

  private static long samples(Recording recording, String source) {
    return recording.source(source).orElseThrow().samples();
  }

  @Test
  void everythingIsOneWord() throws IOException {
    Files.writeString(tree.resolve("swaps"), "Filename\tType\tSize\tUsed\tPriority\n");
    record("all@20ms", "--duration", "40ms").isDone();
    try (Recording recording = Recording.open(file)) {
      assertThat(recording.sources())
          .extracting(RecordedSource::name)
          .contains("stat", "uptime", "swaps")
          .doesNotContain("pressure/irq");
      assertThat(recording.sources().getFirst().period().toNanos()).isEqualTo(20_000_000);
      assertThat(recording.facts().asMap()).containsEntry("every", "100ms");
    }
    record("all@1", "--force").failed(CommandException.USAGE, "all@1: «1» is not a duration");
  }

  @Test
  void aGroupThatIsNotThereIsAnError() throws IOException {
    String root = Files.createDirectories(directory.resolve("groups")).toString();
    record("--cgroup-root", root, "--cgroup", "nosuch", "--duration", "1ms")
        .failed(
            CommandException.ENVIRONMENT,
            "--cgroup nosuch: no such group in " + root + "; procfs show cgroup/cpu --cgroup");
    assertThat(file).doesNotExist();
    record("cgroup/cpu", "cgroup/pids", "--cgroup-root", root, "--cgroup", "a\nb")
        .failed(CommandException.ENVIRONMENT, "--cgroup a\\x0ab: no such group in " + root + ";");
    Files.createDirectory(Path.of(root, "empty"));
    record("--cgroup-root", root, "--cgroup", "empty", "--duration", "1ms")
        .failed(CommandException.ENVIRONMENT, "--cgroup: of this group no source can be read");
    record("stat", "--cgroup", "nosuch", "--duration", "1ms")
        .failed(CommandException.USAGE, "--cgroup: none of the sources is one of cgroup/*");
  }

  @ParameterizedTest
  @CsvSource({
    "all@30ms stat@10ms, stat 10 meminfo 30 swaps 30",
    "stat@10ms all@30ms, stat 10 meminfo 30 swaps 30",
    "all stat@10ms --every 40ms, stat 10 meminfo 40 swaps 40",
    "all@30ms stat, stat 30 meminfo 30 swaps 30",
    "all@30ms usual@20ms stat@10ms, stat 10 meminfo 20 swaps 30",
    "usual all@30ms, stat 30 meminfo 30 swaps 30",
    "usual swaps@30ms --every 20ms, stat 20 meminfo 20 swaps 30",
    "all@30ms pid:* --every 20ms, stat 30 swaps 30 pid:* 20",
    "pid:*@10ms all --every 20ms, pid:* 10 stat 20 swaps 20",
    "usual pid:some@10ms pid:other, stat 100 pid:some 10 pid:other 100"
  })
  void setsAreCombinedAndTheMoreSpecificPeriodWins(String arguments, String expected)
      throws IOException {
    Files.writeString(tree.resolve("swaps"), "Filename\tType\tSize\tUsed\tPriority\n");
    record((arguments + " --duration 1ms").split(" ", -1));
    Map<String, Long> periods = new LinkedHashMap<>();
    try (Recording recording = Recording.open(file)) {
      recording
          .sources()
          .forEach(source -> periods.put(source.name(), source.period().toNanos() / 1_000_000));
    }
    String[] words = expected.split(" ", -1);
    for (int i = 0; i < words.length; i += 2) {
      assertThat(periods).containsEntry(words[i], Long.valueOf(words[i + 1]));
    }
    assertThat(List.copyOf(periods.keySet()).getFirst()).isEqualTo(words[0]);
  }

  /** The group of this program, as a copied tree contains it beside procfs. */
  private void makeOwnGroup() throws IOException {
    Files.createDirectories(tree.resolve("self"));
    Files.writeString(tree.resolve("self/cgroup"), "0::/app\n");
    Path group = Files.createDirectories(directory.resolve("sys/fs/cgroup/app"));
    Files.writeString(directory.resolve("sys/fs/cgroup/cgroup.controllers"), "cpu memory\n");
    Files.writeString(group.resolve("cpu.stat"), "usage_usec 5\nnr_periods 3\nnr_throttled 1\n");
    Files.writeString(group.resolve("memory.current"), "4096\n");
  }

  @ParameterizedTest
  @CsvSource({
    "usual, 1000",
    "usual@20ms, 1000",
    "usual@5s, 5000",
    "all@30ms, 30",
    "usual all@30ms, 30",
    "usual cgroup/cpu@50ms, 50"
  })
  void theOwnControlGroupIsUsualAtMostOnceASecond(String arguments, long millis)
      throws IOException {
    makeOwnGroup();
    assertThat(record((arguments + " --duration 1ms").split(" ", -1)).isDone().err()).isEmpty();
    try (Recording recording = Recording.open(file)) {
      RecordedSource cpu = recording.source("cgroup/cpu").orElseThrow();
      assertThat(cpu.period().toMillis()).isEqualTo(millis);
      assertThat(recording.source("cgroup/memory")).isPresent();
      Playback samples = recording.playback(cpu);
      assertThat(samples.next()).isTrue();
      assertThat(samples.layout().tables().getFirst().rows().getFirst().label("cgroup"))
          .isEqualTo("/app");
      assertThat(recording.facts().value("left_out").orElseThrow())
          .contains("cgroup/io: absent", "cgroup/pids: absent", "cgroup/pressure: absent")
          .doesNotContain("cgroup/cpu", "cgroup/memory", "meminfo");
    }
    assertThat(Run.of("info", file.toString()).isDone().out().replaceAll("\\s+", " "))
        .contains("cgroup/io: absent");
  }

  @Test
  void aMachineWithoutControlGroupsIsNoError() throws IOException {
    assertThat(record("usual", "--duration", "1ms").isDone().err()).isEmpty();
    try (Recording recording = Recording.open(file)) {
      assertThat(recording.source("cgroup/cpu")).isEmpty();
      assertThat(recording.facts().value("left_out").orElseThrow())
          .contains("cgroup/cpu: absent; cgroup/memory: absent");
    }
  }

  @Test
  void whatIsAskedForByNameIsNotLeftOutThoughItIsInASet() throws IOException {
    Files.delete(tree.resolve("stat"));
    assertThat(record("usual", "--duration", "1ms").isDone().err()).isEmpty();
    assertThat(record("usual", "stat", "--force", "--duration", "1ms").err())
        .isEqualTo("procfs: " + tree + "/stat: no such file\n");
  }

  /**
   * The only source fails at its first tick, although it could be read when the command started.
   */
  @Test
  void aRecordingWithoutASampleHasAReason() throws IOException {
    Path uptime = tree.resolve("uptime");
    Sampler<?> sampler = Uptime.FILE.sampler(tree);
    List<Recorder.Track> tracks = List.of(new Recorder.Track(sampler, Duration.ofSeconds(1)));
    try (sampler;
        RecordingWriter writer = BudgetOption.nowhere(tracks)) {
      List<String> said = new ArrayList<>();
      Watch watch =
          new Watch(
              writer, new Marks(), said::add, List.of(EnumSet.noneOf(Outcome.class)), Map.of());
      sampler.sample();
      assertThat(RecordCommand.whyNone(tracks)).isEqualTo("it ended before the first one was due");
      Files.writeString(uptime, "none\n");
      new Recorder(tracks, watch).run(Duration.ZERO);
      assertThat(watch.hasSample()).isFalse();
      assertThat(RecordCommand.whyNone(tracks)).startsWith(uptime + ":1:1: ");
      assertThat(said).singleElement().asString().endsWith("; sampling continues");
      Files.writeString(uptime, "1.00 2.00\n");
      new Recorder(tracks, watch).run(Duration.ZERO);
      assertThat(watch.hasSample()).isTrue();
    }
  }

  @Test
  void aGroupThatIsRemovedWhileItIsOpenIsReportedOnce() throws IOException {
    makeOwnGroup();
    Path group = directory.resolve("sys/fs/cgroup/app");
    List<Recorder.Track> tracks =
        List.of(
            new Recorder.Track(CgroupCpu.FILE.sampler(tree), Duration.ofSeconds(1)),
            new Recorder.Track(CgroupMemory.FILE.sampler(tree), Duration.ofSeconds(1)));
    List<String> said = new ArrayList<>();
    try (RecordingWriter writer = BudgetOption.nowhere(tracks)) {
      Watch watch =
          new Watch(
              writer,
              new Marks(),
              said::add,
              List.of(EnumSet.noneOf(Outcome.class), EnumSet.noneOf(Outcome.class)),
              Map.of());
      new Recorder(tracks, watch).run(Duration.ZERO);
      assertThat(said).isEmpty();
      Files.delete(group.resolve("cpu.stat"));
      Files.delete(group.resolve("memory.current"));
      Files.delete(group);
      new Recorder(tracks, watch).run(Duration.ZERO);
    } finally {
      tracks.forEach(track -> track.sampler().close());
    }
    assertThat(said)
        .containsExactly(group + ": the directory has been removed; sampling continues");
  }

  @Test
  void theUsualIsRecordedAndReported() throws IOException {
    Files.delete(tree.resolve("diskstats"));

    Run run = record("--every", "20ms", "--duration", "200ms").isDone();

    try (Recording recording = Recording.open(file)) {
      assertThat(recording.isComplete()).isTrue();
      assertThat(recording.ignoredBytes()).isZero();
      assertThat(recording.sources())
          .extracting(RecordedSource::name)
          .containsExactly("stat", "meminfo", "vmstat", "uptime", "self");
      assertThat(recording.sources().subList(0, 4))
          .allSatisfy(
              source -> {
                assertThat(source.period().toNanos()).isEqualTo(20_000_000);
                assertThat(source.samples() + source.lateTicks()).isBetween(10L, 11L);
                assertThat(source.failures()).isEmpty();
              });
      Playback stat = recording.playback(recording.source("stat").orElseThrow());
      assertThat(stat.next()).isTrue();
      assertThat(stat.value(0)).isEqualTo(Long.parseLong(Tree.text("stat").split(" +", -1)[1]));
      assertThat(recording.facts().asMap())
          .containsEntry("kernel", Tree.text("version").strip())
          .containsEntry("root", tree.toString())
          .containsEntry("every", "20ms")
          .containsKeys("procfs4j", "ticks_per_second", "page_size")
          .doesNotContainKey("host");
      assertThat(recording.facts().value("command").orElseThrow())
          .startsWith("procfs record -o ")
          .endsWith("--every 20ms --duration 200ms");
      assertThat(Instant.parse(recording.facts().value("created").orElseThrow()))
          .isBetween(Instant.now().minusSeconds(60), Instant.now());
    }
    assertThat(run.out()).contains("stat", "meminfo");
    assertThat(run.lines().getLast()).startsWith(file + ": ").contains(" samples, ", "B; ");
  }

  /** {@code SelfSamplerTest} tests the numbers; this tests that they are reported. */
  @Test
  void whatItCostIsRecordedAndInTheLastLinesOfTheReport() throws IOException {
    Path page = file.resolveSibling("report.html");
    Run run = record("stat@10ms", "uptime@20ms", "--duration", "1200ms").isDone();

    List<String> lines = run.lines();
    int table =
        lines.indexOf(lines.stream().filter(l -> l.startsWith("source ")).findFirst().get());
    assertThat(lines.get(table)).matches("source +every +samples +late +size +read +parse +time");
    // Samples and late ones, the size, the times of reading and parsing, and the share of a CPU.
    String costs = " +\\d+ +\\d+ .*[KM]?i?B( +[0-9.]+ [nµm]?s){2} +[0-9.]+ %";
    assertThat(lines.subList(table + 1, table + 4))
        .anySatisfy(line -> assertThat(line).matches("stat +10 ms" + costs))
        .anySatisfy(line -> assertThat(line).matches("uptime +20 ms" + costs))
        .anySatisfy(line -> assertThat(line).matches("self +1 s" + costs));
    String end = String.join(" ", lines.subList(table, lines.size())).replaceAll("\\s+", " ");
    assertThat(end)
        .containsPattern("Cost of recording: [0-9.]+ % of one CPU; [0-9.]+ MiB of memory at most; ")
        .containsPattern("a second allocated; [0-9.]+ [KM]iB written, [0-9.]+ B a sample; ");
    Run.of("report", file.toString(), "--html", page.toString()).isDone();
    assertThat(Files.readString(page))
        .contains("<dt>cost</dt><dd>Cost of recording: ")
        .contains("self: The cost of this recording")
        .contains("[\"stat\",\"10 ms\",");
  }

  @Test
  void eachSourceHasItsOwnPeriod() throws IOException {
    record("stat@10ms", "uptime", "--every", "50ms", "--duration", "100ms").isDone();

    try (Recording recording = Recording.open(file)) {
      assertThat(recording.sources())
          .extracting(RecordedSource::name)
          .containsExactly("stat", "uptime", "self");
      assertThat(recording.sources())
          .extracting(source -> source.period().toNanos())
          .containsExactly(10_000_000L, 50_000_000L, 1_000_000_000L);
    }
  }

  /** The text is made up. */
  @Test
  void aSourceInADirectoryIsRecordedReportedAndShown() throws IOException {
    Path page = file.resolveSibling("report.html");
    Files.createDirectory(tree.resolve("net"));
    Files.writeString(
        tree.resolve("net/sockstat"), "sockets: used 27\nTCP: inuse 8 orphan 3 tw 2\n");

    Run run = record("net/sockstat@10ms", "--duration", "100ms").isDone();

    assertThat(run.out()).contains("\nnet/sockstat  Number of sockets", "orphan");
    try (Recording recording = Recording.open(file)) {
      assertThat(recording.sources())
          .extracting(RecordedSource::name)
          .containsExactly("net/sockstat", "self");
      assertThat(samples(recording, "net/sockstat")).isPositive();
    }
    Run.of("report", file.toString(), "--html", page.toString()).isDone();
    assertThat(Files.readString(page))
        .contains("net/sockstat: Number of sockets", "orphan: 3 throughout: TCP");
    String root = tree.toString();
    assertThat(Run.of("show", "net/sockstat", "--root", root).isDone().lines().getFirst())
        .isEqualTo("net/sockstat: sockets, in sockets");
    assertThat(Run.of("show", "net/sockstat", "--root", root, "--format", "csv").isDone().out())
        .contains("\nnet/sockstat,sockets,protocol=TCP,orphan,3,sockets\n");
    assertThat(Run.of("show", "net/sockstat", "--root", root, "--format", "json").isDone().out())
        .contains("\"source\":\"net/sockstat\"");
  }

  @Test
  void aFileThatExistsIsReplacedByForceOnly() throws IOException {
    Files.writeString(file, "precious");

    record("uptime", "--duration", "10ms")
        .failed(CommandException.USAGE, file + ": already exists; --force replaces it");
    assertThat(file).hasContent("precious");

    // Nor is it replaced if there is nothing to record.
    Files.delete(tree.resolve("stat"));
    record("stat", "--duration", "10ms", "--force").failed(CommandException.ENVIRONMENT);
    assertThat(file).hasContent("precious");

    record("uptime", "--duration", "10ms", "--force").isDone();
    try (Recording recording = Recording.open(file)) {
      assertThat(recording.isComplete()).isTrue();
    }
  }

  @Test
  void whatCannotBeWrittenIsSaid() {
    Run.of("record", "-o", directory.toString(), "--force", "--root", tree.toString())
        .failed(CommandException.USAGE, directory + ": is a directory");
    Run.of("record", "-o", directory + "/none/x", "--root", tree.toString())
        .failed(CommandException.FAILED, directory + "/none/x: there is no directory " + directory);
  }

  @ParameterizedTest
  @CsvSource({
    "--every 0ms, longer than 0",
    "--every -1s, «-1s» is not a duration",
    "--every 10, «10» is not a duration",
    "--every 1ns, the minimum is 100us",
    "stat@1ns, 'stat@1ns: a period of 1ns is too short; the minimum is 100us'",
    "stat@0s, stat@0s: «0s» is not a time",
    "stat@, stat@: «» is not a duration",
    "--duration 0s, longer than 0",
    "--budget 0%, --budget: nothing can be recorded with 0% of a CPU",
    "--budget 200%, --budget: 200% is more than one CPU",
    "--budget 0.5, --budget: «0.5» is not a share of one CPU",
    "self, 'self is not a file of procfs but the cost of recording'",
    "--duration soon, «soon» is not a duration",
    "statt@1s, unknown source «statt»; did you mean stat?",
    "stat stat@1s, stat is given twice",
    "all all@1s, all is given twice",
    "pid:* pid:*@1s, given twice",
    "1234, 'not a source; the process of this number is pid:1234'",
    "1234@1s, 'not a source; the process of this number is pid:1234'",
    "pid, unknown source «pid»; procfs sources lists the existing ones",
    "smaps, 'did you mean swaps? (all'",
    "memory, 'did you mean meminfo, pressure/memory or cgroup/memory? (all is every source'",
    "loadavg, 'loadavg is left out on purpose: one number'",
    "cgroup, 'unknown source «cgroup»; did you mean cgroup/cpu, '",
    "cgroup/*@1s, 'unknown source «cgroup/*»; did you mean cgroup/cpu, '",
    "waits:java@0.1ms, 'a period of 0.1ms is too short for waits; the minimum is 1ms'",
    "waits:java --every 999us, 'the period of --every is too short for waits'",
    "xyzzy, 'procfs sources lists the existing ones (all is every source, and pid:NAME'",
    "stat --threads, --threads is for sources that are processes",
    "version, version never changes and is not sampled; procfs show version shows it",
    "--evry 1s, unknown option «--evry»; did you mean --every?"
  })
  void nothingIsDoneIfTheCommandLineIsAtFault(String arguments, String message) {
    record(arguments.split(" ", -1)).failed(CommandException.USAGE, message);
    assertThat(file).doesNotExist();
  }

  @Test
  void aTreeThatIsNoneFails() throws IOException {
    Path empty = Files.createDirectory(directory.resolve("empty"));
    Run.of("record", "-o", file.toString(), "--root", empty.toString())
        .failed(CommandException.ENVIRONMENT, empty + ": none of stat, ", "a procfs tree?");
    Run run =
        Run.of(
            "record",
            "all@10ms",
            "pid:*@10ms",
            "-o",
            file.toString(),
            "--root",
            empty.toString(),
            "--duration",
            "20ms");
    assertThat(run.err()).contains(empty + ": none of stat, ", "a procfs tree?", "pid:*: ");
    Files.delete(file);
    Run.of("record", "-o", file.toString(), "--root", empty.toString(), "stat")
        .failed(CommandException.ENVIRONMENT, empty + "/stat: no such file");
    Run.of("record", "-o", file.toString(), "--root", empty + "/none")
        .failed(CommandException.ENVIRONMENT, empty + "/none: no such directory");
    assertThat(file).doesNotExist();
  }

  @Test
  void aSourceThatCannotBeReadIsSaidOnceAndTheOthersGoOn() throws IOException {
    Files.delete(tree.resolve("stat"));

    Run run = record("stat", "uptime", "--every", "10ms", "--duration", "100ms");

    assertThat(run.code()).isZero();
    assertThat(run.err()).isEqualTo("procfs: " + tree + "/stat: no such file\n");
    try (Recording recording = Recording.open(file)) {
      assertThat(samples(recording, "stat")).isZero();
      assertThat(samples(recording, "uptime")).isGreaterThan(1);
    }
  }

  /** Made up: regular files, rewritten in place while they are sampled. */
  @Test
  void aTextThatTurnsIntoNonsenseIsSaidOnceAndSamplingGoesOn() throws Exception {
    Path stat = tree.resolve("stat");
    byte[] text = Files.readAllBytes(stat);
    Process process =
        new ProcessBuilder(
                Command.words(
                    "record",
                    "stat",
                    "uptime",
                    "--every",
                    "5ms",
                    "-o",
                    file.toString(),
                    "--root",
                    tree.toString()))
            .start();
    Command.awaitRecording(file, process);
    for (int i = 1; i <= 2; i++) {
      int failures = i;
      Files.writeString(stat, "nonsense\n");
      await(process, source -> source.failures().size() >= failures);
      long before = stat().samples();
      Files.write(stat, text);
      await(process, source -> source.samples() > before);
    }
    long before = stat().samples();
    Files.writeString(stat, new String(text, UTF_8).replaceFirst("ctxt .*", "ctxt many"));
    // Blocks are written once a second: the samples of the second block are of the last text.
    await(process, source -> source.samples() > before);
    long oneBlock = stat().samples();
    await(process, source -> source.samples() > oneBlock);
    process.toHandle().destroy();
    Run run = Command.end(process);

    assertThat(run.code()).isZero();
    // It may also be read while it is being written, empty or truncated, which is one of these
    // cases too.
    assertThat(run.err().lines())
        .hasSize(2)
        .satisfiesExactly(
            line -> assertThat(line).contains("stat:1:").endsWith("; sampling continues"),
            line -> assertThat(line).contains("not understood: ", "stat:", "«many»"));
    try (Recording recording = Recording.open(file)) {
      assertThat(recording.isComplete()).isTrue();
      RecordedSource recorded = recording.source("stat").orElseThrow();
      assertThat(recorded.failures()).hasSizeGreaterThanOrEqualTo(2);
      Playback samples = recording.playback(recorded);
      int gaps = 0;
      while (samples.next()) {
        gaps += samples.isAfterGap() ? 1 : 0;
      }
      assertThat(gaps).isGreaterThanOrEqualTo(2);
      assertThat(recorded.samples()).isLessThan(samples(recording, "uptime"));
    }
  }

  private RecordedSource stat() throws IOException {
    try (Recording recording = Recording.open(file)) {
      return recording.source("stat").orElseThrow();
    }
  }

  private void await(Process process, Predicate<RecordedSource> reached)
      throws IOException, InterruptedException {
    while (!reached.test(stat())) {
      assertThat(process.isAlive()).isTrue();
      Thread.sleep(20);
    }
  }

  @Test
  void theOwnCpuTimeIsThatOfTheProcess() {
    assertThat(OwnCpu.seconds("1 (a) b) S 1 2 3 4 5 6 7 8 9 10 150 50 99 99"))
        .isEqualTo(
            200.0 / io.github.procfs4j.sampling.KernelConstants.ofRunningKernel().ticksPerSecond());
  }
}

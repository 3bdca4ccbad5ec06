package io.github.procfs4j.cli.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.procfs4j.cli.Command;
import io.github.procfs4j.cli.Run;
import io.github.procfs4j.cli.options.CommandException;
import io.github.procfs4j.model.Column;
import io.github.procfs4j.model.Layout.TableLayout;
import io.github.procfs4j.model.Table;
import io.github.procfs4j.processes.ProcessTable;
import io.github.procfs4j.recording.RecordedSource;
import io.github.procfs4j.recording.Recording;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code procfs record pid:...}, with processes that are started here, and with a made-up tree. */
class RecordProcessesTest {
  private static final Path SLEEP = Path.of("/bin/sleep");
  @TempDir private Path directory;
  private Path file;
  private final List<Process> started = new ArrayList<>();

  @BeforeAll
  static void needsProcfs() {
    assumeTrue(Files.isReadable(Path.of("/proc/self/stat")), "there is no procfs");
    assumeTrue(Command.has("bash"), "bash is not installed");
    assumeTrue(Files.isExecutable(SLEEP));
  }

  @BeforeEach
  void nameFile() {
    file = directory.resolve("test.rec");
  }

  @AfterEach
  void endAll() {
    started.forEach(Process::destroyForcibly);
  }

  private Process start(String... words) throws IOException {
    Process process = new ProcessBuilder(words).start();
    started.add(process);
    return process;
  }

  /** A process with this name, which is the name of its program file. */
  private Process named(String name, String... arguments) throws IOException {
    Path program = directory.resolve(name);
    if (!Files.exists(program)) {
      Files.copy(SLEEP, program);
      assertThat(program.toFile().setExecutable(true)).isTrue();
    }
    List<String> words = new ArrayList<>(List.of(program.toString()));
    words.addAll(List.of(arguments));
    return start(words.toArray(String[]::new));
  }

  private Run record(String... arguments) {
    List<String> all = new ArrayList<>(List.of("record", "-o", file.toString()));
    all.addAll(List.of(arguments));
    return Run.of(all.toArray(String[]::new)).withTables(file);
  }

  private FutureTask<Run> recording(String... arguments) throws Exception {
    FutureTask<Run> run = new FutureTask<>((Callable<Run>) () -> record(arguments));
    Thread.ofPlatform().daemon().start(run);
    while (!Files.exists(file) || Files.size(file) < 100) {
      assertThat(run.isDone()).isFalse();
      Thread.sleep(20);
    }
    return run;
  }

  /** Waits until what has been written of the recording is like this. */
  private void await(FutureTask<Run> run, Predicate<Recording> state) throws Exception {
    while (true) {
      try (Recording recording = Recording.open(file)) {
        if (state.test(recording)) {
          return;
        }
      }
      assertThat(run.isDone()).isFalse();
      Thread.sleep(20);
    }
  }

  private long samples(Process process) throws IOException {
    try (Recording recording = Recording.open(file)) {
      return source(recording, process).samples();
    }
  }

  private static RecordedSource source(Recording recording, Process process) {
    return recording.source("pid:" + process.pid()).orElseThrow();
  }

  private static Run end(FutureTask<Run> run) throws Exception {
    return run.get(5, TimeUnit.MINUTES);
  }

  private static List<String> sources(Path file) throws IOException {
    try (Recording recording = Recording.open(file)) {
      List<String> names = recording.sources().stream().map(RecordedSource::name).toList();
      assertThat(names.getLast()).isEqualTo("self");
      return names.subList(0, names.size() - 1);
    }
  }

  private static List<String> block(Run run, String title) {
    return run.lines().stream()
        .dropWhile(line -> !line.startsWith(title))
        .takeWhile(line -> !line.isEmpty())
        .toList();
  }

  private static long ticks(Process process) throws IOException {
    String[] fields =
        Files.readString(Path.of("/proc/" + process.pid() + "/stat"))
            .replaceFirst("(?s)^.*\\) ", "")
            .split(" ", -1);
    return Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
  }

  /** It uses as much CPU time as it gets; the result is compared with the kernel's count. */
  @Test
  void whatBurnsCpuIsNamedWithItsTime() throws Exception {
    Process burner = start("bash", "-c", "while :; do :; done");
    long pid = burner.pid();
    // Among all processes it might not be one of the busiest that are listed.
    FutureTask<Run> recording = recording("pid:" + pid + "@100ms", "--duration", "3s");
    long before = ticks(burner);
    Thread.sleep(1500);
    long after = ticks(burner);
    Run run = end(recording);
    long last = ticks(burner);
    List<String> block = block(run, "processes: CPU");
    String line =
        block.stream()
            .filter(text -> text.startsWith(pid + " bash -c while"))
            .findFirst()
            .orElseThrow();
    Matcher numbers = Pattern.compile("(?<= )\\d+\\.\\d+(?= )").matcher(line);
    assertThat(numbers.find()).isTrue();
    // The total is the first column; if the process got little CPU time, it is in milliseconds.
    double unit = block.get(1).strip().startsWith("ms") ? 1e-3 : 1;
    double total = Double.parseDouble(numbers.group()) * unit;
    assertThat(total).isBetween((after - before) * 0.5 / 100, (last - before + 60) / 100.0);
    assertThat(run.out()).contains("1 process at first");
    assertThat(sources(file)).containsExactly("pid:" + pid);
  }

  /** Which threads are read again, {@code ProcessTableLiveTest} tests. */
  @Test
  void theUsualSetIncludesAllProcessesAndThreadsOnceASecond() throws Exception {
    Process burner = start("bash", "-c", "while :; do :; done");
    Run run = record("usual@200ms", "--duration", "2500ms");
    assertThat(run.code()).isZero();
    try (Recording recorded = Recording.open(file)) {
      RecordedSource all = recorded.source("pid:*").orElseThrow();
      assertThat(all.period()).isEqualTo(Duration.ofSeconds(1));
      assertThat(all.samples() + all.lateTicks()).isBetween(3L, 4L);
      assertThat(recorded.source("stat").orElseThrow().period()).isEqualTo(Duration.ofMillis(200));
      var playback = recorded.playback(all);
      assertThat(playback.next()).isTrue();
      for (Table table : List.of(ProcessTable.PROCESS, ProcessTable.THREAD)) {
        TableLayout layout = playback.layout().table(table.name()).orElseThrow();
        assertThat(layout.rows())
            .anyMatch(row -> row.label("pid").equals(Long.toString(burner.pid())));
        assertThat(layout.columns())
            .extracting(Column::name)
            .contains("utime", "rchar", "pcount")
            .doesNotContain("VmRSS");
      }
    }
    assertThat(run.out()).contains("\nprocesses: CPU", "\nthreads: CPU");
  }

  /** The values of a column of the census in all samples. */
  private static LongStream census(Recording recording, RecordedSource source, String column) {
    LongStream.Builder values = LongStream.builder();
    var playback = recording.playback(source);
    while (playback.next()) {
      playback
          .layout()
          .table("census")
          .ifPresent(
              census -> {
                for (Column each : census.columns()) {
                  if (each.name().equals(column)) {
                    int cell = playback.layout().cell(census.rows().getFirst(), each);
                    values.add(playback.value(cell));
                  }
                }
              });
    }
    return values.build();
  }

  @Test
  void filesOfASleepingProcessAreNotReadAgainAndThatIsRecorded() throws Exception {
    Process sleeping = named("sleeps", "600");
    FutureTask<Run> recording = recording("pid:" + sleeping.pid() + "@20ms", "--duration", "10m");
    await(
        recording,
        recorded -> census(recorded, source(recorded, sleeping), "skipped").anyMatch(n -> n == 1));
    sleeping.destroyForcibly().waitFor();
    assertThat(end(recording).code()).isZero();
    try (Recording recorded = Recording.open(file)) {
      assertThat(census(recorded, source(recorded, sleeping), "greatest_age"))
          .isNotEmpty()
          .containsOnly(30_000_000_000L);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "usual, pid:* 1000",
    "all@3s, pid:* 3000",
    "all@3s usual, pid:* 3000",
    "usual@3s all@2s --every 1ms, pid:* 3000",
    "usual pid:no-such-process@50ms, pid:no-such-process 50",
    "usual pid:*@50ms, pid:* 50"
  })
  void setsIncludeProcessesUnlessTheseAreGiven(String arguments, @Nullable String expected)
      throws IOException {
    record((arguments + " --duration 1ms --root src/test/resources/openvz").split(" ", -1));
    try (Recording recorded = Recording.open(file)) {
      assertThat(recorded.sources())
          .filteredOn(source -> source.name().startsWith("pid:"))
          .extracting(source -> source.name() + " " + source.period().toMillis())
          .isEqualTo(expected == null ? List.of() : List.of(expected));
    }
  }

  @Test
  void whatIsWaitedForComesAndGoes() throws Exception {
    FutureTask<Run> recording =
        recording("pid:waited-for@50ms", "pid:/[n]owhere-to-be-found/@50ms", "--duration", "3s");
    Thread.sleep(500);
    named("waited-for", "1").waitFor();
    Run run = end(recording);
    assertThat(run.code()).isZero();
    assertThat(run.err().lines())
        .containsExactly(
            "procfs: pid:waited-for: no such process yet; waiting for one",
            "procfs: pid:/[n]owhere-to-be-found/: no such process yet; waiting for one");
    assertThat(run.out())
        .contains("0 processes at first, 0 at last, at most 1 at once; 1 started, 1 ended");
    assertThat(block(run, "processes: memory")).anyMatch(line -> line.contains(" waited-for 1 "));
    assertThat(sources(file)).containsExactly("pid:waited-for", "pid:/[n]owhere-to-be-found/");
  }

  @Test
  void whatEndedIsSaidAndTheRestGoesOn() throws Exception {
    Process other = named("goes-on", "600");
    Process ending = named("ends", "600");
    FutureTask<Run> recording =
        recording(
            "pid:" + ending.pid() + "@50ms", "pid:" + other.pid() + "@50ms", "--duration", "10m");
    await(recording, recorded -> source(recorded, ending).samples() > 0);
    ending.destroyForcibly().waitFor();
    // Both are read at the same ticks, and the last second of them is not written yet.
    long before = samples(other);
    await(recording, recorded -> source(recorded, other).samples() > before + 50);
    other.destroyForcibly().waitFor();
    Run run = end(recording);
    assertThat(run.err().lines())
        .containsExactly(
            "procfs: process %d (ends 600) has ended; the other sources continue"
                .formatted(ending.pid()),
            "procfs: process %d (goes-on 600) has ended; nothing is left to record"
                .formatted(other.pid()));
    assertThat(run.code()).isZero();
  }

  @Test
  void withNothingLeftItEnds() throws Exception {
    Process ending = named("ends", "60");
    FutureTask<Run> recording = recording("pid:" + ending.pid() + "@50ms", "--duration", "10m");
    await(recording, recorded -> source(recorded, ending).samples() > 0);
    ending.destroyForcibly().waitFor();
    Run run = end(recording);
    assertThat(run.err())
        .isEqualTo(
            "procfs: process "
                + ending.pid()
                + " (ends 60) has ended; nothing is left to record\n");
    assertThat(run.code()).isZero();
    assertThat(run.out()).contains("1 process at first, 0 at last");
    try (Recording recorded = Recording.open(file)) {
      assertThat(recorded.isComplete()).isTrue();
    }
  }

  @Test
  void aProcessThatIsNotThereFails() throws Exception {
    Process gone = start("true");
    gone.waitFor();
    record("pid:" + gone.pid(), "stat", "--duration", "1s")
        .failed(CommandException.ENVIRONMENT, "no process " + gone.pid());
    assertThat(file).doesNotExist();
  }

  /** The kernel has a directory for each thread, though it does not list them. */
  @Test
  void aThreadIsNoProcess() throws IOException {
    long self = ProcessHandle.current().pid();
    long tid;
    try (var tasks = Files.list(Path.of("/proc/self/task"))) {
      tid =
          tasks
              .mapToLong(task -> Long.parseLong(task.getFileName().toString()))
              .filter(number -> number != self)
              .min()
              .orElseThrow();
    }
    record("pid:" + tid, "--duration", "1s")
        .failed(
            CommandException.ENVIRONMENT,
            tid + " is a thread of process " + self + ": pid:" + self + " --threads has it");
  }

  /** It is not known which threads of this JVM are the busiest, but one of them runs. */
  @Test
  void threadsAreTold() throws Exception {
    long self = ProcessHandle.current().pid();
    AtomicBoolean ended = new AtomicBoolean();
    Thread burner =
        Thread.ofPlatform()
            .daemon()
            .start(
                () -> {
                  while (!ended.get()) {
                    Thread.onSpinWait();
                  }
                });
    Run run;
    try {
      run =
          record(
                  "pid:" + self + "@50ms",
                  "--threads",
                  "--process-files",
                  "stat",
                  "--duration",
                  "2s")
              .isDone();
    } finally {
      ended.set(true);
      burner.join();
    }
    assertThat(run.out())
        .containsPattern("\n[0-9]+ threads at first")
        .contains("nothing is known of I/O, context switches, run delay of the threads");
    assertThat(block(run, "threads: CPU"))
        .filteredOn(line -> line.matches("[0-9]+ .*"))
        .isNotEmpty()
        .allMatch(line -> line.contains(" of " + self + " ") || line.contains("…  "));
    try (Recording recorded = Recording.open(file)) {
      var playback = recorded.playback(recorded.sources().getFirst());
      assertThat(playback.next()).isTrue();
      assertThat(playback.layout().table(ProcessTable.THREAD.name()).orElseThrow().columns())
          .extracting(Object::toString)
          .contains("utime")
          .doesNotContain("rchar", "pcount", "VmRSS");
    }
  }

  @Test
  void hostileNamesAreHarmless() throws Exception {
    Process hostile = named("\033[2J<b>\u202e", "60");
    Path page = directory.resolve("page.html");
    Run run = record("pid:" + hostile.pid() + "@50ms", "--duration", "500ms").isDone();
    assertThat(run.out())
        .contains(hostile.pid() + " \\x1b[2J<b>")
        .doesNotContainPattern("[\\p{Cntrl}\\u202e&&[^\\n]]");
    Run.of("report", file.toString(), "--html", page.toString()).isDone();
    assertThat(Files.readString(page))
        .contains("Processes are listed by what they used")
        .doesNotContain("<b>", "\033", "\u202e");
  }

  @Test
  void aCutRecordingIsToldOfUpToThere() throws Exception {
    Process sleeping = named("sleeping", "60");
    record("pid:*@50ms", "pid:" + sleeping.pid() + "@50ms", "--duration", "4s");
    byte[] whole = Files.readAllBytes(file);
    Path cut = directory.resolve("cut.rec");
    // The first block contains the labels of all processes, and may be the largest part.
    for (int length : new int[] {whole.length / 4, whole.length / 2, whole.length - 10}) {
      Files.write(cut, Arrays.copyOf(whole, length));
      Run run = Run.of("report", "--full", cut.toString()).isDone();
      // If a block ends exactly there, nothing is left that could be reported as truncated.
      assertThat(run.out())
          .containsPattern("(?m)^! (cut: the last |not ended by its writer: it was truncated)");
    }
    assertThat(Run.of("report", "--full", cut.toString()).isDone().out())
        .contains("\n" + sleeping.pid() + " sleeping 60 ");
  }

  /** Real processes of OpenVZ, as reported by a user: these files do not exist there. */
  @Test
  void filesThatAreNotThereAreNotCalledHidden() {
    String tree = "src/test/resources/openvz";
    Run run = record("pid:*@20ms", "--root", tree, "--duration", "100ms");
    assertThat(run.code()).isZero();
    assertThat(run.err())
        .doesNotContain("shown")
        .endsWith(
            "procfs: pid:*: status, io (needs CONFIG_TASK_IO_ACCOUNTING), schedstat (needs"
                + " CONFIG_SCHED_INFO (CONFIG_SCHEDSTATS or CONFIG_TASK_DELAY_ACCT)) of 3 of 3"
                + " processes could not be read: absent; these numbers are missing\n");
  }

  /** Made up: a container may have io of some. */
  @Test
  void whyFilesCouldNotBeReadIsSaidOnce() throws IOException {
    Path tree = Files.createDirectories(directory.resolve("proc"));
    for (int pid = 17; pid <= 19; pid++) {
      Path process = Files.createDirectories(tree.resolve(Integer.toString(pid)));
      Files.writeString(
          process.resolve("stat"),
          pid
              + " (p) S 1 17 17 0 -1 4194560 1051 5309 3 4 19 381 10 615 20 0 1 0 52 2314240 456"
              + " 18446744073709551615 0 0 0 0 0 0 0 4 65538 1 0 0 17 3 0 0 0 0 0 0 0 0 0 0 0 0"
              + " 0\n");
    }
    Files.writeString(
        tree.resolve("17/io"),
        "rchar: 1\nwchar: 2\nsyscr: 3\nsyscw: 4\nread_bytes: 5\nwrite_bytes: 6\n"
            + "cancelled_write_bytes: 7\n");
    Files.writeString(tree.resolve("18/status"), "nonsense");
    for (int pid = 17; pid <= 19; pid++) {
      Files.writeString(tree.resolve(pid + "/schedstat"), "1 2 3\n");
    }
    Run run = record("pid:*@20ms", "--root", tree.toString(), "--duration", "200ms");
    assertThat(run.err())
        .isEqualTo(
            "procfs: not understood: "
                + tree
                + "/18/status:1:1: expected a name that ends in «:», found «nonsense»\n"
                + "procfs: pid:*: status, io (needs CONFIG_TASK_IO_ACCOUNTING) of 2 of 3 processes"
                + " could not be read: absent; these numbers are missing\n"
                + "procfs: pid:*: status of 1 of 3 processes could not be read: malformed; these"
                + " numbers are missing\n");
    assertThat(run.code()).isZero();
    assertThat(run.out().replaceAll("\n +", " "))
        .contains(
            "! I/O: known for 1 of 3 processes",
            "! status, io (needs CONFIG_TASK_IO_ACCOUNTING) of 2 of 3 processes could not be read:"
                + " absent",
            "! status of 1 of 3 processes could not be read: malformed",
            "! nothing is known of context switches of the processes: status could not be read")
        .doesNotContain("not shown");
    String root = tree.toString();
    record("pid:*", "--force", "--process-files", "stat", "--root", root, "--duration", "10ms")
        .isDone();
  }

  @ParameterizedTest
  @CsvSource({
    "pid:0, pid:0: «0» is not the number of a process",
    "pid:-5, pid:-5: «-5» is not the number of a process",
    "pid:99999999999999999999, is not the number of a process",
    "pid:, does not name processes",
    "pid:@1s, does not name processes",
    "pid://, an empty pattern",
    "pid:/(/, pid:/(/: not a regular expression: Unclosed group",
    "pid:/a, is enclosed in slashes",
    "pid:java@soon, pid:java@soon: «soon» is not a duration",
    "pid:/a/@1ns, the minimum is 100us",
    "pid:java pid:java@1s, pid:java is given twice",
    "pid:* --process-files io;statt, '--process-files: «io;statt» is not one of stat, statm, '",
    "pid:* --process-files maps, '--process-files: «maps» is not one of stat, statm, '",
    "stat --threads, --threads is for sources that are processes",
    "stat --process-files io, --process-files is for sources that are processes"
  })
  void nothingIsDoneIfTheCommandLineIsAtFault(String arguments, String message) {
    record(arguments.split(" ", -1)).failed(CommandException.USAGE, message);
    assertThat(file).doesNotExist();
  }

  @Test
  void anAtBelongsToTheName() throws Exception {
    named("a@b", "60");
    Run run = record("pid:a@b@50ms", "pid:/a@[b]/@40ms", "--duration", "300ms").isDone();
    assertThat(sources(file)).containsExactly("pid:a@b", "pid:/a@[b]/");
    assertThat(run.out()).contains("every 50 ms", "every 40 ms", " a@b 60 ");
  }

  /**
   * Files of one process, as sources, until it ends: its number may then be that of another one.
   */
  @Test
  void filesOfOneProcessAreSources() throws Exception {
    Process process = start("sleep", "600");
    String pid = Long.toString(process.pid());
    FutureTask<Run> run =
        recording("pid/sched@20ms", "pid/limits@20ms", "pid/numa_maps@20ms", "--pid", pid);
    await(run, is -> is.source("pid/limits").filter(of -> of.samples() > 3).isPresent());
    process.destroyForcibly().waitFor();
    Run ended = end(run);
    assertThat(ended.code()).isZero();
    assertThat(ended.err())
        .containsPattern("pid/limits: the process has ended; (the other|nothing is)")
        .contains("; nothing is left to record");
    assertThat(ended.err().split("the process has ended", -1)).hasSizeLessThanOrEqualTo(4);
    assertThat(sources(file)).contains("pid/sched", "pid/limits");
    assertThat(ended.out()).containsPattern("(?m)^pid/\\* +process " + pid + "$");
    assertThat(Run.of("report", file.toString(), "pid/limits", "--format", "csv").isDone().out())
        .contains("pid/limits,limit,open files files,soft,");
    record("pid/limits", "--pid", pid, "--force").failed(3, "no process " + pid);
  }

  @Test
  void aThreadIsNamedInTheRecording() throws Exception {
    String pid = Long.toString(start("sleep", "600").pid());
    String[] words = {"pid/schedstat@20ms", "--pid", pid, "--tid", pid, "--duration", "100ms"};
    record(words).isDone();
    assertThat(Run.of("report", file.toString(), "--full").isDone().out())
        .containsPattern("(?m)^pid/\\* +thread " + pid + " of process " + pid + "$");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "stat --pid 1 | --pid is for sources of one process, such as pid/sched",
        "pid/sched | pid/sched belongs to one process: give its number with --pid",
        "stat --tid 1 | --tid is a thread of a process",
        "pid/sched --pid x | «x» is not the number of a process",
        "pid/cmdline --pid 1 | pid/cmdline"
      })
  void wrongArgumentsOfFilesOfOneProcess(String arguments, String message) {
    record(arguments.split(" ", -1)).failed(CommandException.USAGE, message);
  }
}

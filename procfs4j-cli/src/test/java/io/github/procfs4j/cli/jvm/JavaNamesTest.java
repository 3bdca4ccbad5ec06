package io.github.procfs4j.cli.jvm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.procfs4j.Procfs;
import io.github.procfs4j.cli.Run;
import io.github.procfs4j.cli.options.CommandException;
import io.github.procfs4j.process.ProcessDirectory;
import io.github.procfs4j.processes.ProcessEntry;
import io.github.procfs4j.processes.ProcessFilter;
import io.github.procfs4j.processes.ProcessTable;
import io.github.procfs4j.recording.RecordingFacts;
import io.github.procfs4j.recording.RecordingWriter;
import io.github.procfs4j.sampling.Recorder;
import io.github.procfs4j.sampling.Sampler;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import jdk.jfr.consumer.RecordingFile;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Complete names in recordings, of a JVM that the test has started. */
@Timeout(120)
@SuppressWarnings("NullAway") // what is missing fails the test
class JavaNamesTest {
  private static final String FIRST = "a rather long name of a worker";
  private static final String SECOND = "a rather long name of another one";

  @TempDir private Path directory;
  private @Nullable Process jvm;

  @AfterEach
  void end() throws InterruptedException {
    if (jvm != null) {
      jvm.destroyForcibly().waitFor();
    }
  }

  /** A JVM that starts a thread for each name that it reads. */
  private void start() throws Exception {
    jvm = Sleeper.start(directory);
    ask(FIRST);
  }

  private void ask(String name) throws Exception {
    jvm.getOutputStream().write((name + "\n").getBytes(UTF_8));
    jvm.getOutputStream().flush();
    assertThat(jvm.getInputStream().read()).isPositive();
  }

  private static List<String> names(ProcessTable table) {
    return table.threads().stream().map(ProcessEntry::name).toList();
  }

  @Test
  void threadsAreNamedInRecordingsAndAllThatIsMadeOfThem() throws Exception {
    start();
    Path file = directory.resolve("names.rec");
    List<String> said = new ArrayList<>();
    JavaNames names = new JavaNames(said::add);
    Sampler<ProcessTable> sampler =
        Procfs.mounted()
            .processes()
            .matching(ProcessFilter.pids(jvm.pid()))
            .withThreads()
            .withThreadNames(names)
            .sampler();
    List<Recorder.Track> tracks = List.of(new Recorder.Track(sampler, Duration.ofSeconds(1)));
    try (sampler;
        RecordingWriter writer =
            RecordingWriter.create(
                file, false, tracks, RecordingFacts.ofMachine(Path.of("/proc")))) {
      Recorder recorder = new Recorder(tracks, writer);
      recorder.run(Duration.ZERO);
      assertThat(names(sampler.view())).doesNotContain(FIRST, "main").anyMatch(Sleeper::isShort);
      sampleUntil(FIRST, sampler, recorder);
      assertThat(names(sampler.view())).contains("main").noneMatch(Sleeper::isShort);
      ask(SECOND);
      sampleUntil(SECOND, sampler, recorder);
      assertThat(names(sampler.view())).contains(FIRST, "main");
    }
    assertThat(said).isEmpty();
    assertThat(names.cost()).singleElement().asString().matches("[23] thread prints of JVMs .*");

    Path lines = directory.resolve("names.jsonl");
    Run.of("export", file.toString(), "--to", "jsonl", "-o", lines.toString()).isDone();
    assertThat(Files.readString(lines))
        .contains("\"name\":\"" + SECOND + "\"", "\"comm\":\"a rathe");
    String source = "pid:" + jvm.pid();
    assertThat(Run.of("report", "" + file, source, "--figure", "cpu", "--format", "csv").out())
        .contains(" " + FIRST + " of ", " " + SECOND + " of ", " main of ");
  }

  private static void sampleUntil(String name, Sampler<ProcessTable> sampler, Recorder recorder)
      throws InterruptedException {
    while (!names(sampler.view()).contains(name)) {
      Thread.sleep(10);
      recorder.run(Duration.ZERO);
    }
  }

  /** Names of waits, also where the name of the process would be that of each thread. */
  @Test
  void threadsAreNamedInRecordingsOfWaits() throws Exception {
    start();
    Path file = directory.resolve("waits.rec");
    String source = "waits:" + jvm.pid();
    String[] words = {
      "record", source + "@50ms", "--java-names", "--duration", "3s", "-o", "" + file
    };
    Run run = Run.of(words);
    assertThat(run.code()).isZero();
    assertThat(run.err()).containsPattern("procfs: \\d thread prints? of JVMs took \\S+ \\S+ on");
    String csv = Run.of("report", "" + file, source, "--format", "csv").out();
    assertThat(csv)
        .containsPattern("thread,\\d+ " + FIRST + " of " + jvm.pid() + ",running,")
        .containsPattern("wait,\\d+ " + FIRST + " S futex .*,found,")
        .containsPattern("thread,\\d+ main of ");
    Path jfr = directory.resolve("waits.jfr");
    Run.of("export", file.toString(), "--to", "jfr", "-o", jfr.toString()).isDone();
    assertThat(RecordingFile.readAllEvents(jfr))
        .filteredOn(event -> event.hasField("name") && event.hasField("tid"))
        .extracting(event -> event.getString("name"))
        .contains(FIRST, "main");
  }

  @Test
  void aThreadIsShownWithItsName() throws Exception {
    start();
    String pid = Long.toString(jvm.pid());
    ProcessDirectory process = Procfs.mounted().process(jvm.pid());
    OptionalLong found;
    do { // a thread names itself when it has started
      found =
          process.threads().stream()
              .mapToLong(of -> of)
              .filter(of -> Sleeper.isShort(process.thread(of).comm()))
              .findFirst();
    } while (found.isEmpty());
    String tid = Long.toString(found.getAsLong());
    Run table = Run.of("show", "pid/stat", "--pid", pid, "--tid", tid, "--java-names");
    assertThat(table.code()).isZero();
    assertThat(table.out()).startsWith("thread: " + FIRST + "\n\npid/stat\n");
    assertThat(table.err()).contains("1 thread print of JVMs took");
    Run json =
        Run.of("show", "pid/stat", "--pid", pid, "--tid", tid, "--java-names", "--format", "json");
    assertThat(json.out()).contains("\"thread\":\"" + FIRST + "\"");
    assertThat(Run.of("show", "pid/stat", "--pid", pid, "--tid", pid, "--java-names").err())
        .contains("thread " + pid + " is not in the print of its JVM");
  }

  @Test
  void aThreadOfAnotherProgramHasTheKernelsName() throws Exception {
    jvm = new ProcessBuilder("sleep", "600").start();
    String pid = Long.toString(jvm.pid());
    Run run = Run.of("show", "pid/wchan", "--pid", pid, "--tid", pid, "--java-names");
    assertThat(run.code()).isZero();
    assertThat(run.out()).startsWith("thread: sleep\n\npid/wchan\n");
    assertThat(run.err()).contains("process " + pid + " is not a JVM");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--pid 1 | --java-names: give a thread with --pid and --tid",
        "--pid 1 --tid 1 --format csv | --java-names: not with --format csv",
        "--pid 1 --tid 1 --root /proc/. | --java-names: only for the processes of /proc"
      })
  void wrongArgumentsOfShowAreUsageErrors(String arguments, String message) {
    Run.of(("show pid/stat --java-names " + arguments).split(" ", -1))
        .failed(CommandException.USAGE, message);
  }

  @Test
  void theCommandSaysWhatThePrintsTook() throws Exception {
    start();
    Path file = directory.resolve("names.rec");
    String[] words = {
      "record", "pid:" + jvm.pid() + "@50ms", "--java-names", "--duration", "3s", "-o", "" + file
    };
    Run run = Run.of(words);
    assertThat(run.code()).isZero();
    assertThat(run.err()).containsPattern("procfs: \\d thread prints? of JVMs took \\S+ \\S+ on");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "stat --java-names | --java-names is for sources that are processes",
        "pid:1 --java-names --root /tmp | --java-names: only for the processes of /proc"
      })
  void wrongArgumentsAreUsageErrors(String arguments, String message) {
    Run.of(("record -o " + directory.resolve("x.rec") + " " + arguments).split(" ", -1))
        .failed(CommandException.USAGE, message);
  }
}

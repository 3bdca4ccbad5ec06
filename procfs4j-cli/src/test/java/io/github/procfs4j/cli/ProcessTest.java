package io.github.procfs4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.procfs4j.cli.options.CommandException;
import io.github.procfs4j.recording.Recording;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What can be seen only from outside the command: pipes, full disks, the umask. */
public class ProcessTest {
  private static final String ROOT = Tree.REAL.toAbsolutePath().toString();

  @TempDir private Path directory;

  @BeforeAll
  public static void needsBash() {
    assumeTrue(Command.has("bash"), "bash is not installed");
  }

  @ParameterizedTest
  @CsvSource({"show stat", "show stat --format json", "show stat --format csv", "sources"})
  public void aClosedPipeIsNoError(String arguments) throws Exception {
    // The reader ends before a JVM has begun.
    Run run =
        Command.shell(
            "{ "
                + Command.line(
                    Stream.concat(Stream.of(arguments.split(" ")), Stream.of("--root", ROOT))
                        .toArray(String[]::new))
                + "; echo $? >&2; } | true");

    assertThat(run.err()).isEqualTo("0\n");
  }

  @Test
  public void aClosedPipeEndsHelpAndCompletionToo() throws Exception {
    for (String argument : List.of("--help", "--version", "completion bash")) {
      assertThat(
              Command.shell("{ " + Command.line(argument.split(" ")) + "; echo $? >&2; } | true")
                  .err())
          .isEqualTo("0\n");
    }
  }

  /** Even in locales where 1,234 means 1.234, numbers are always written in the same way. */
  @Test
  public void numbersAreTheSameInEveryCountry() throws Exception {
    String file = directory.resolve("x.rec").toString();
    Command.shell(Command.line("record", "uptime", "--duration", "300ms", "-o", file)).isDone();
    String report = Command.line("report", "--full", file);
    String german = report.replaceFirst("' ", "' -Duser.language=de -Duser.country=DE ");
    assertThat(german).isNotEqualTo(report);
    assertThat(Command.shell(german).isDone().out())
        .isEqualTo(Command.shell(report).isDone().out());
  }

  @Test
  public void theFirstLineIsEnough() throws Exception {
    Run run = Command.shell(Command.line("show", "stat", "--root", ROOT) + " | head -1").isDone();
    assertThat(run.out()).isEqualTo("stat: cpu, in ticks\n");
  }

  @Test
  public void aFullDiskBehindStandardOutputIsAnError() throws Exception {
    File full = new File("/dev/full");
    assumeTrue(full.exists(), "there is no /dev/full");
    Process process =
        new ProcessBuilder(Command.words("show", "stat", "--root", ROOT))
            .redirectOutput(full)
            .start();

    Command.end(process).failed(CommandException.FAILED, "standard output: ");
  }

  /** The limit on the size of files represents a full disk; it needs no privilege. */
  @Test
  public void aFileThatMayNotGrowStaysReadable() throws Exception {
    Path file = directory.resolve("x.rec");
    int kilobytes = sizeOfFirstSamples() / 1024 + 12; // two seconds more

    Run run = Command.shell("ulimit -f " + kilobytes + "; exec " + recordFast(file));

    run.failed(CommandException.FAILED, file.toString(), "what was written before can be read");
    isCut(file);
  }

  @Test
  public void aPageThatDoesNotFitIsNamedAndRemoved() throws Exception {
    Path file = directory.resolve("x.rec");
    Path page = directory.resolve("x.html");
    String record =
        Command.line(
            "record", "uptime@10ms", "--duration", "300ms", "--root", ROOT, "-o", file.toString());
    Command.shell(record).isDone();

    Run run =
        Command.shell(
            "ulimit -f 16; exec "
                + Command.line("report", file.toString(), "--html", page.toString()));

    run.failed(CommandException.FAILED, page + ": ");
    assertThat(directory).isDirectoryNotContaining(made -> !made.equals(file));
  }

  @Test
  public void aRecordingToStandardOutputIsAloneThere() throws Exception {
    Path file = directory.resolve("x.rec");
    String line =
        Command.line("record", "uptime@10ms", "--duration", "300ms", "--root", ROOT, "-o", "-");
    Run run = Command.shell("cd " + directory + "; " + line + " > " + file).isDone();
    assertThat(run.out()).isEmpty();
    try (Recording recording = Recording.open(file)) {
      assertThat(recording.isComplete()).isTrue();
      assertThat(recording.source("uptime").orElseThrow().samples()).isPositive();
    }
    assertThat(directory).isDirectoryNotContaining("glob:**/-");

    // Its reader has read enough, as with any output.
    assertThat(Command.shell("{ " + line + "; echo $? >&2; } | head -c 1 | wc -c"))
        .isEqualTo(new Run(0, "1\n", "0\n"));
    Run.of("record", "-o", "-", "--keep", "1h")
        .failed(2, "-o -: --keep cannot drop old data from standard output");
  }

  /** Always refused, whether or not the file is to be replaced. */
  @ParameterizedTest
  @CsvSource({"/dev/stdout, symbolic link", "/dev/null, device", "fifo, pipe", "dangling, link"})
  public void whatIsNoRegularFileIsRefused(String name, String kind) throws Exception {
    Command.shell("cd " + directory + "; mkfifo fifo; ln -s nowhere dangling").isDone();
    for (String force : List.of("--duration=1s", "--force")) {
      Run run =
          Command.shell(
              "cd "
                  + directory
                  + "; "
                  + Command.line("record", "-o", name, force, "--root", ROOT)
                  + " | cat");
      assertThat(run.err())
          .startsWith("procfs: " + name + ": is a ")
          .contains(kind)
          .hasLineCount(1)
          .doesNotContain(name + ": " + name);
      assertThat(run.err().contains("; - is standard output")).isEqualTo(!name.equals("dangling"));
    }
  }

  @ParameterizedTest
  @CsvSource({"000", "077", "027"})
  public void whateverTheUmaskFilesAreTheirOwnersAlone(String umask) throws Exception {
    Command.shell(
            "umask "
                + umask
                + "; cd "
                + directory
                + "; "
                + Command.line("record", "uptime", "--duration", "1ms", "--root", ROOT, "-o", "x")
                + "; "
                + Command.line("report", "x", "--html", "y"))
        .isDone();
    assertThat(Command.shell("stat -c %a " + directory + "/x " + directory + "/y").out())
        .isEqualTo("600\n600\n");
  }

  @Test
  public void aFullDiskLeavesWhatWasWritten() throws Exception {
    Path disk = Files.createDirectory(directory.resolve("disk"));
    int kilobytes = sizeOfFirstSamples() / 1024 + 12; // two seconds more
    Run mount = Command.shell("mount -t tmpfs -o size=" + kilobytes + "k none " + disk);
    assumeTrue(mount.code() == 0, () -> "a small disk cannot be mounted: " + mount.err());
    try {
      Path file = disk.resolve("x.rec");
      Run run = Command.shell("exec " + recordFast(file));

      run.failed(
          CommandException.FAILED,
          file + ": No space left on device; what was written before can be read");
      isCut(file);
    } finally {
      Command.shell("umount " + disk);
    }
  }

  /** Records many identical samples until an error ends it. */
  private static String recordFast(Path file) {
    return "env LC_ALL=C "
        + Command.line(
            "record", "stat@1ms", "-o", file.toString(), "--root", ROOT, "--duration", "60s");
  }

  private int sizeOfFirstSamples() throws IOException {
    Path file = directory.resolve("small.rec");
    Run.of("record", "stat", "-o", file.toString(), "--root", ROOT, "--duration", "1ms").isDone();
    return (int) Files.size(file);
  }

  private static void isCut(Path file) throws IOException {
    try (Recording recording = Recording.open(file)) {
      assertThat(recording.isComplete()).isFalse();
      assertThat(recording.source("stat").orElseThrow().samples()).isGreaterThan(100);
    }
  }

  @Test
  public void withoutATerminalNothingIsOverwritten() throws Exception {
    Path file = directory.resolve("x.rec");
    Process process =
        new ProcessBuilder(
                Command.words(
                    "record", "--duration", "1200ms", "--root", ROOT, "-o", file.toString()))
            .start();

    assertThat(Command.end(process).isDone().out()).doesNotContain("\r", "\u001b");
  }

  @Test
  public void theDefaultFileIsNamedByTheTimeAndSaid() throws Exception {
    Process process =
        new ProcessBuilder(
                Command.words(
                    "record",
                    "uptime",
                    "--duration",
                    "10ms",
                    "--root",
                    Tree.REAL.toAbsolutePath().toString()))
            .directory(directory.toFile())
            .start();
    Run run = Command.end(process).isDone();

    try (var files = Files.list(directory)) {
      assertThat(files.map(Path::getFileName).map(Path::toString))
          .singleElement()
          .satisfies(
              name -> {
                assertThat(name).matches("procfs-[0-9]{8}-[0-9]{6}\\.rec");
                assertThat(run.lines().getLast()).startsWith(name + ": ");
              });
    }
  }
}

package io.github.procfs4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.procfs4j.cli.options.CommandException;
import io.github.procfs4j.recording.MarkInbox;
import io.github.procfs4j.recording.Recording;
import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Root writes to a directory of another user, who creates links and pipes there meanwhile. No file
 * of root is overwritten, the other user cannot read what root writes, and nothing hangs.
 */
@Timeout(120)
class UntrustedDirectoryTest {
  private static final String DEAR = "dear\n";

  /** The warning that root gets first. */
  private static final String WARNING = " belongs to ";

  @TempDir private Path scratch;
  private Path directory;
  private Path precious;
  private Path recording;

  /** The other user's process. */
  private @Nullable Process other;

  @BeforeEach
  void makeDirectory() throws IOException, InterruptedException {
    assumeTrue(
        Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0),
        "needs root: becomes another user");
    assumeTrue(Command.has("setpriv"), "setpriv, of util-linux, becomes another user");
    Files.setPosixFilePermissions(scratch, PosixFilePermissions.fromString("rwxr-xr-x"));
    directory = Files.createDirectory(scratch.resolve("output"));
    Files.setAttribute(directory, "unix:uid", 65534);
    precious = Files.writeString(scratch.resolve("precious"), DEAR);
    recording = directory.resolve("last.rec");
    assumeTrue(as("true").waitFor() == 0, "setpriv is not permitted here");
  }

  @AfterEach
  void endTheOther() throws Exception {
    if (other != null) {
      // While it is stopped it starts no others, such as mv, which would go on after its end.
      assertThat(Command.shell("kill -STOP " + other.pid()).code()).isZero();
      List<ProcessHandle> children = other.descendants().toList();
      other.destroyForcibly().waitFor();
      for (ProcessHandle child : children) {
        child.destroyForcibly();
        child.onExit().join();
      }
    }
  }

  /** Runs a line of a shell as the other user. */
  private Process as(String line) throws IOException {
    return new ProcessBuilder(
            "setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "sh", "-c", line)
        .redirectErrorStream(true)
        .redirectOutput(new File("/dev/null"))
        .start();
  }

  private Run record(String... arguments) {
    return Run.of(
        Stream.concat(
                Stream.of(
                    "record",
                    "uptime@10ms",
                    "--root",
                    Tree.REAL.toString(),
                    "-o",
                    recording.toString()),
                Stream.of(arguments))
            .toArray(String[]::new));
  }

  private void isWhole() throws IOException {
    assertThat(recording).isRegularFile();
    assertThat(Files.getPosixFilePermissions(recording, LinkOption.NOFOLLOW_LINKS))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    try (Recording read = Recording.open(recording)) {
      assertThat(read.isComplete()).isTrue();
      assertThat(read.source("uptime").orElseThrow().samples()).isGreaterThan(10);
    }
  }

  @Test
  void aLinkInPlaceOfTheSecondFileIsNotTouched() throws Exception {
    assertThat(as("ln -s " + precious + " " + recording + ".next").waitFor()).isZero();
    Run run = record("--keep", "1s", "--duration", "3500ms", "--force");

    assertThat(run.err()).contains(WARNING).hasLineCount(1);
    assertThat(run.code()).isZero();
    isWhole();
    assertThat(precious).hasContent(DEAR.strip());
    assertThat(Path.of(recording + ".next")).isSymbolicLink();
  }

  /** The link exists before another file can be created, and again when that is renamed. */
  @Test
  void aLinkThatIsPlantedAgainAndAgainCostsTheRecordingItsEndAtMost() throws Exception {
    other =
        as(
            "while :; do rm -f "
                + recording
                + ".next; ln -s "
                + precious
                + " "
                + recording
                + ".next; done");
    Run run = record("--keep", "1s", "--duration", "3500ms", "--force");

    assertThat(run.err()).doesNotContain("Exception", "java.");
    if (run.code() != 0) {
      assertThat(run.err()).contains(recording.toString()).contains("while it was written");
    }
    isWhole();
    assertThat(precious).hasContent(DEAR.strip());
  }

  @Test
  void aPipeInPlaceOfTheSecondFileReceivesNothing() throws Exception {
    Path heard = directory.resolve("heard");
    assertThat(as("mkfifo " + recording + ".next").waitFor()).isZero();
    other = as("exec cat " + recording + ".next > " + heard);
    Run run = record("--keep", "1s", "--duration", "3500ms", "--force");

    assertThat(run.code()).isZero();
    isWhole();
    assertThat(heard).isEmptyFile();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "--force"})
  void aLinkInPlaceOfThePageIsNotFollowed(String force) throws Exception {
    record("--duration", "300ms");
    Path page = directory.resolve("page.html");
    other = as("while :; do ln -sfn " + precious + " " + page + "; rm -f " + page + "; done");
    int written = 0;
    for (int i = 0; i < 15; i++) {
      Run run =
          Run.of(
              Stream.of("report", recording.toString(), "--html", page.toString(), force)
                  .filter(word -> !word.isEmpty())
                  .toArray(String[]::new));
      written += run.code() == 0 ? 1 : 0;
      assertThat(run.err()).doesNotContain("Exception", "java.").doesNotContain("internal");
      assertThat(precious).hasContent(DEAR.strip());
    }
    assertThat(written).as("of 15, and the others were refused").isLessThanOrEqualTo(15);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cut REC -o OUT",
        "cut REC -o OUT --force",
        "merge REC LATER -o OUT --force",
        "export REC --to jfr -o OUT",
        "export REC --to jfr -o OUT --force",
        "export REC --to jsonl -o OUT --force",
        "export REC --to perfetto -o OUT",
        "report REC --html OUT",
        "report REC --html OUT --force",
        "diff REC LATER --html OUT"
      })
  void whatIsMadeOfARecordingIsNotWrittenIntoLinksAndPipes(String command) throws Exception {
    record("--duration", "300ms");
    Path later = Files.copy(recording, directory.resolve("later.rec"));
    record("--duration", "300ms", "--force");
    Path out = directory.resolve("out");
    String[] words =
        Stream.of(command.split(" "))
            .map(word -> word.replace("REC", recording.toString()))
            .map(word -> word.replace("LATER", later.toString()))
            .map(word -> word.replace("OUT", out.toString()))
            .toArray(String[]::new);
    assertThat(as("mkfifo " + out).waitFor()).isZero();
    Run run = Run.of(words);
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err())
        .contains(out + ": is a pipe, a socket or a device")
        .doesNotContain("Exception", "java.", "internal");

    other = as("while :; do ln -sfn " + precious + " " + out + "; rm -f " + out + "; done");
    for (int i = 0; i < 5; i++) {
      assertThat(Run.of(words).err()).doesNotContain("Exception", "java.", "internal");
      assertThat(precious).hasContent(DEAR.strip());
    }
  }

  /** The other user exchanges whatever root makes in the directory for links. */
  @ParameterizedTest
  @ValueSource(strings = {"csv", "parquet"})
  void directoriesOfFilesAreNotWrittenIntoLinks(String format) throws Exception {
    record("--duration", "300ms");
    Path out = directory.resolve("out");
    Path begun = directory.resolve("begun");
    assertThat(as("mkdir " + out).waitFor()).isZero();
    String links =
        IntStream.range(0, 12)
            .mapToObj(i -> "ln -s " + precious + " $d/" + i + ".parquet")
            .collect(Collectors.joining("; "));
    other =
        as(
            ("cd %s; touch %s; while :; do for d in .procfs*; do [ -d $d ] && mv $d gone.$d"
                    + " && mkdir $d && { %s; }; done; for f in *.csv; do [ -f $f ] && rm -f $f &&"
                    + " ln -s %s $f; done; done")
                .formatted(out, begun, links, precious));
    while (!Files.exists(begun)) {
      Thread.sleep(10); // until the other process has begun
    }
    for (int i = 0; i < 3; i++) {
      Run run = Run.of("export", recording.toString(), "--to", format, "-o", out + "", "--force");
      assertThat(run.err())
          .contains(WARNING)
          .doesNotContain("Exception", "java.")
          .doesNotContain("internal");
      assertThat(precious).hasContent(DEAR.strip());
    }
  }

  @Test
  void aLinkInPlaceOfAParquetFileIsNotFollowed() throws Exception {
    record("--duration", "300ms");
    Path out = directory.resolve("out");
    String[] export = {"export", recording.toString(), "--to", "parquet", "-o", out.toString()};
    assertThat(Run.of(export).code()).isZero();
    List<Path> made;
    try (Stream<Path> files = Files.walk(out)) {
      made = files.filter(Files::isRegularFile).toList();
    }
    assertThat(made).isNotEmpty();
    for (Path file : made) {
      assertThat(Files.getPosixFilePermissions(file))
          .isEqualTo(PosixFilePermissions.fromString("rw-------"));
      Files.delete(file);
      Files.createSymbolicLink(file, precious);
    }
    Run run = Run.of(Stream.concat(Stream.of(export), Stream.of("--force")).toArray(String[]::new));
    assertThat(run.code()).isNotZero();
    assertThat(run.err()).contains("is a symbolic link, which is not followed");
    assertThat(precious).hasContent(DEAR.strip());
  }

  /** Root's own directory stays empty, and a pipe is not waited for. */
  @ParameterizedTest
  @ValueSource(strings = {"ln -s SECRET ", "mkfifo ", "touch "})
  void aDirectoryOfPartitionsIsNoLink(String plant) throws Exception {
    record("--duration", "300ms");
    Path secret = Files.createDirectory(scratch.resolve("secret"));
    Path out = directory.resolve("out");
    String[] export = {"export", recording.toString(), "--to", "parquet", "-o", out.toString()};
    assertThat(as("mkdir " + out).waitFor()).isZero();
    assertThat(Run.of(export).code()).isZero();
    Path host;
    try (Stream<Path> made = Files.list(out)) {
      host = made.findAny().orElseThrow();
    }
    String planted = plant.replace("SECRET", secret.toString()) + host;
    assertThat(as("mv " + host + " " + out + "/gone; " + planted).waitFor()).isZero();

    Run run = Run.of(export);
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err())
        .contains(host + (plant.startsWith("ln") ? ": is a symbolic link" : ": is not a directory"))
        .doesNotContain("internal");
    assertThat(secret).isEmptyDirectory();
  }

  /**
   * The other user exchanges directories that root creates for links and pipes, again and again.
   */
  @ParameterizedTest
  @ValueSource(strings = {"parquet --force", "csv"})
  void noFileIsCreatedThroughADirectoryThatIsExchanged(String format) throws Exception {
    record("--duration", "300ms");
    Path secret = Files.createDirectory(scratch.resolve("secret"));
    Path out = directory.resolve("out");
    Path begun = directory.resolve("begun");
    boolean isTree = format.startsWith("parquet");
    if (isTree) {
      assertThat(as("mkdir " + out).waitFor()).isZero();
    }
    other =
        as(
            ("cd %s; i=0; while :; do touch %s; for d in %s; do if [ -L $d -o -p $d ]; then rm -f"
                 + " $d; elif [ -d $d ]; then i=$((i+1)); mv $d gone$i; if [ $((i%%3)) = 0 ]; then"
                 + " mkfifo $d; else ln -s %s $d; fi; fi; done; done")
                .formatted(isTree ? out : directory, begun, isTree ? "host=*" : "out", secret));
    while (!Files.exists(begun)) {
      Thread.sleep(10); // until the other process has begun
    }
    List<String> words =
        new ArrayList<>(List.of("export", recording.toString(), "-o", out.toString(), "--to"));
    words.addAll(List.of(format.split(" ")));
    for (int i = 0; i < 10; i++) {
      Run run = Run.of(words.toArray(String[]::new));
      assertThat(secret).isEmptyDirectory();
      assertThat(run.err()).doesNotContain("Exception", "java.", "internal");
      // It may also be refused because something is already there.
      assertThat(run.code()).as(run.err()).isIn(0, CommandException.FAILED, CommandException.USAGE);
      if (run.code() == 0) { // otherwise it may have been exchanged before it was looked at
        assertThat(run.err()).contains(WARNING);
      }
    }
  }

  /** Before it creates anything, and not again for each of its recordings. */
  @Test
  void aStudyWarnsOnceAndIsForItsOwnerAlone() throws Exception {
    Path study = directory.resolve("study");
    Run run = Run.of(("study --a true --b true -n 2 --pause 1ms -o " + study).split(" "));
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.err()).startsWith("procfs: " + directory + WARNING);
    assertThat(run.err().split(WARNING, -1)).hasSize(2);
    try (Stream<Path> made = Files.walk(study)) {
      assertThat(made.map(file -> mode(file)).distinct())
          .containsExactlyInAnyOrder("rwx------", "rw-------");
    }
  }

  private static String mode(Path file) {
    try {
      return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** A recording is made whatever is in the place of the file for marks. */
  @ParameterizedTest
  @ValueSource(strings = {"ln -s PRECIOUS ", "mkfifo ", "mkdir ", "echo x > "})
  void whatIsPlantedInPlaceOfTheInboxIsLeftAlone(String plant) throws Exception {
    Path inbox = MarkInbox.path(recording);
    assertThat(as(plant.replace("PRECIOUS", precious.toString()) + inbox).waitFor()).isZero();
    Run run = record("--duration", "300ms");

    assertThat(run.code()).isZero();
    assertThat(run.err()).contains("procfs mark cannot mark moments of this recording");
    isWhole();
    assertThat(precious).hasContent(DEAR.strip());
    assertThat(inbox).exists();
  }

  /** Only the user who records can leave marks, and no other user can hold the inbox up. */
  @Test
  void theInboxIsOfNoUseToOthers() throws Exception {
    record("--duration", "300ms");
    try (MarkInbox inbox = MarkInbox.of(recording, false)) {
      Path file = MarkInbox.path(recording);
      assertThat(as("echo x >> " + file).waitFor()).isNotZero();
      assertThat(as("exec 5<" + file).waitFor()).isNotZero();
      assertThat(as("exec 5<>" + file).waitFor()).isNotZero();
      MarkInbox.send(recording, "root's own");
      assertThat(inbox.takeOver((nanos, text) -> text.equals("root's own"))).isEmpty();
    }
  }

  /** Root marks a moment while the other user exchanges the inbox for links, pipes and files. */
  @Test
  void aMarkGoesIntoNoOtherFile() throws Exception {
    record("--duration", "300ms");
    Path file = MarkInbox.path(recording);
    Path heard = directory.resolve("heard");
    other =
        as(
            ("cd %1$s; mkfifo pipe; cat pipe > heard & while :; do ln -sfn %2$s %3$s; mv pipe %3$s;"
                    + " mv %3$s pipe; echo x > own; mv own %3$s; rm -f %3$s; done")
                .formatted(directory, precious, file.getFileName()));
    while (!Files.exists(heard)) {
      Thread.sleep(10); // until the other process has begun
    }
    for (int i = 0; i < 50; i++) {
      assertThatThrownBy(() -> MarkInbox.send(recording, "a secret"))
          .isInstanceOf(IOException.class);
    }
    assertThat(precious).hasContent(DEAR.strip());
    assertThat(heard).isEmptyFile();
  }

  /** A file of root with another name is not an inbox, even if its lock cannot be taken. */
  @Test
  void anotherFileOfRootIsNotAnInbox() throws Exception {
    record("--duration", "300ms");
    Path file = MarkInbox.path(recording);
    Files.setPosixFilePermissions(precious, PosixFilePermissions.fromString("rw-r--r--"));
    Files.createLink(file, precious);
    try (FileChannel channel = FileChannel.open(precious, StandardOpenOption.WRITE);
        FileLock lock = channel.lock()) {
      assertThat(lock.isValid()).isTrue();
      assertThatThrownBy(() -> MarkInbox.send(recording, "a mark"))
          .isInstanceOf(FileSystemException.class)
          .hasMessageContaining("is not being recorded");
    }
    assertThat(precious).hasContent(DEAR.strip());
  }

  @Test
  void rootIsToldWhoseDirectoryItIs() throws Exception {
    assertThat(record("--duration", "20ms").err())
        .startsWith("procfs: " + directory + WARNING)
        .contains(", who can remove or replace what is written there")
        .hasLineCount(1);
    Path page = directory.resolve("page.html");
    assertThat(Run.of("report", recording.toString(), "--html", page.toString()).err())
        .contains(WARNING);
    String cut = directory.resolve("cut.rec").toString();
    assertThat(Run.of("cut", recording.toString(), "-o", cut).err()).contains(WARNING);
    recording = scratch.resolve("mine.rec");
    record("--duration", "20ms").isDone();
    Files.setPosixFilePermissions(scratch, PosixFilePermissions.fromString("rwxrwxrwx"));
    assertThat(record("--duration", "20ms", "--force").err())
        .contains("may be written to by any user");
  }

  /** The other user could exchange the directory, or the link that leads to it. */
  @Test
  void rootIsAlsoWarnedOfDirectoriesAboveAndOfLinks() throws Exception {
    Path below = Files.createDirectory(directory.resolve("below"));
    Path own = Files.createDirectory(scratch.resolve("own"));
    Path link = Files.createSymbolicLink(directory.resolve("link"), own);
    for (Path dangerous : List.of(below, link)) {
      recording = dangerous.resolve("x.rec");
      assertThat(record("--duration", "20ms").err())
          .hasLineCount(1)
          .contains(directory + " belongs to ");
    }
    recording = own.resolve("y.rec");
    assertThat(record("--duration", "20ms").err()).isEmpty();
  }
}

package io.github.procfs4j.output;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is in the way of a file, appears there later, or removes it. */
@Timeout(60)
class OutputFileTest {
  private static final byte[] TEXT = "written\n".getBytes(UTF_8);

  @TempDir Path scratch;
  private Path directory;
  private Path path;
  private Path precious;

  @BeforeEach
  void makeDirectory() throws IOException {
    directory = Files.createDirectory(scratch.resolve("output"));
    path = directory.resolve("file");
    precious = Files.writeString(scratch.resolve("precious"), "dear\n");
  }

  private static void write(OutputFile file) throws IOException {
    file.write(TEXT, 0, TEXT.length);
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private static void fifo(Path fifo) throws IOException, InterruptedException {
    assumeTrue(
        new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor() == 0, "mkfifo is needed");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void isMadeForItsOwnerAlone(boolean replaces) throws IOException {
    if (replaces) {
      Files.setPosixFilePermissions(
          Files.writeString(path, "old"), PosixFilePermissions.fromString("rw-rw-rw-"));
    }
    try (OutputFile file = OutputFile.create(path, replaces)) {
      write(file);
      file.putInPlace();
      assertThat(file.isInPlace()).isTrue();
    }
    assertThat(names()).containsExactly("file");
    assertThat(path).hasContent("written");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
        .isEqualTo("rw-------");
  }

  @Test
  void whatIsReplacedStaysUntilThen() throws IOException {
    Files.writeString(path, "old");
    try (OutputFile file = OutputFile.create(path, true)) {
      write(file);
      assertThat(path).hasContent("old");
      assertThat(names()).hasSize(2).anyMatch(name -> name.matches("\\.procfs-[0-9a-f]{16}"));
      file.delete();
    }
    assertThat(names()).containsExactly("file");
    assertThat(path).hasContent("old");
  }

  /** What has the final name is complete, even after a crash. */
  @Test
  void whatIsMadeApartGetsItsNameWhenItIsComplete() throws IOException {
    try (OutputFile file = OutputFile.createApart(path, false)) {
      write(file);
      assertThat(names()).singleElement().asString().matches("\\.procfs-[0-9a-f]{16}");
      file.putInPlace();
    }
    assertThat(names()).containsExactly("file");
    assertThat(path).hasContent("written");
    assertThatThrownBy(() -> OutputFile.createApart(path, false))
        .isInstanceOf(FileAlreadyExistsException.class);
    try (OutputFile file = OutputFile.createApart(path, true)) {
      file.putInPlace();
    }
    assertThat(path).isEmptyFile();
  }

  @Test
  void whatCameMeanwhileIsNotReplaced() throws IOException {
    try (OutputFile file = OutputFile.createApart(path, true)) {
      write(file);
      Files.writeString(path, "of another process");
      assertThatThrownBy(file::putInPlace).isInstanceOf(FileAlreadyExistsException.class);
      file.delete();
    }
    assertThat(names()).containsExactly("file");
    assertThat(path).hasContent("of another process");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void onlyARegularFileIsReplaced(boolean replaces) throws Exception {
    Path link = Files.createSymbolicLink(directory.resolve("link"), precious);
    Path dangling = Files.createSymbolicLink(directory.resolve("dangling"), Path.of("nowhere"));
    Path fifo = directory.resolve("fifo");
    fifo(fifo);
    assertRefused(link, replaces, "is a symbolic link, which is not followed");
    assertRefused(dangling, replaces, "is a symbolic link, which is not followed");
    assertRefused(directory, replaces, "is a directory, not a file to write");
    assertRefused(fifo, replaces, "is a pipe, a socket or a device, not a file to write");
    assertRefused(Path.of("/dev/null"), replaces, "is a pipe, a socket or a device");
    assertThat(names()).containsExactly("dangling", "fifo", "link");
    assertThat(precious).hasContent("dear");
  }

  private static void assertRefused(Path path, boolean replaces, String reason) {
    for (var making :
        List.<org.assertj.core.api.ThrowableAssert.ThrowingCallable>of(
            () -> OutputFile.create(path, replaces), () -> OutputFile.check(path, replaces))) {
      assertThatThrownBy(making)
          .isInstanceOf(FileAlreadyExistsException.class)
          .hasMessageStartingWith(path + ": " + reason);
    }
  }

  @Test
  void whereThereIsNoDirectoryThatIsSaid() {
    assertThatThrownBy(() -> OutputFile.create(directory.resolve("none/file"), false))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessage(
            directory.resolve("none/file")
                + ": there is no directory "
                + directory.resolve("none"));
    assertThatThrownBy(() -> OutputFile.create(precious.resolve("file"), false))
        .hasMessage(precious.resolve("file") + ": " + precious + ": not a directory");
    assertThatThrownBy(() -> OutputFile.create(Path.of("/"), true))
        .hasMessage("/: is not the name of a file");
  }

  @Test
  void ofTwoThatWriteOneFileOneIsRefused() throws IOException {
    OutputFile file = OutputFile.create(path, false);
    assertInUse();
    OutputFile second = file.second("second");
    write(second);
    second.replace(file);
    file.close();
    assertInUse();
    second.close();
    OutputFile.create(path, true).close();
  }

  private void assertInUse() {
    assertThatThrownBy(() -> OutputFile.create(path, true))
        .isInstanceOf(FileSystemException.class)
        .hasMessage(path + ": is being written by another process");
    assertThatThrownBy(() -> OutputFile.create(path, false))
        .isInstanceOf(FileAlreadyExistsException.class);
  }

  /** Before a file is put in place, the file that it replaces is locked too. */
  @Test
  void ofTwoThatReplaceOneFileOneIsRefused() throws IOException {
    Files.writeString(path, "old");
    try (OutputFile file = OutputFile.create(path, true)) {
      assertInUse();
      file.putInPlace();
      assertInUse();
    }
  }

  @Test
  void aLinkThatComesInItsPlaceIsReplacedNotFollowed() throws IOException {
    Files.writeString(path, "old");
    try (OutputFile file = OutputFile.create(path, true)) {
      Files.delete(path);
      Files.createSymbolicLink(path, precious);
      write(file);
      file.putInPlace();
    }
    assertThat(path).isRegularFile().hasContent("written");
    assertThat(Files.isSymbolicLink(path)).isFalse();
    assertThat(precious).hasContent("dear");
  }

  @Test
  void whatTakesItsPlaceUnaskedIsLeftAlone() throws IOException {
    try (OutputFile file = OutputFile.create(path, false)) {
      Files.delete(path);
      Files.createSymbolicLink(path, precious);
      write(file);
      assertThat(file.isInPlace()).isFalse();
      assertThatThrownBy(file::checkInPlace)
          .hasMessage(path + ": was removed or replaced while it was written");
      assertThatThrownBy(file::putInPlace)
          .hasMessage(path + ": was removed or replaced while it was written");
      file.delete();
    }
    assertThat(path).isSymbolicLink();
    assertThat(precious).hasContent("dear");
  }

  @Test
  void aSecondFileLeavesAloneWhatHasItsName() throws Exception {
    fifo(directory.resolve("second"));
    try (OutputFile file = OutputFile.create(path, false);
        OutputFile second = file.second("second")) {
      write(second);
      second.replace(file);
      assertThat(second.path()).isEqualTo(path);
      assertThat(path).hasContent("written");
    }
    assertThat(names()).containsExactly("file", "second");
  }

  /** The directory is moved, and its name leads elsewhere. */
  @Test
  void namesAreThoseOfTheDirectoryThatWasOpened() throws IOException {
    Path elsewhere = Files.createDirectory(scratch.resolve("elsewhere"));
    Path moved = scratch.resolve("moved");
    try (OutputFile file = OutputFile.create(path, false)) {
      Files.move(directory, moved);
      Files.createSymbolicLink(directory, elsewhere);
      assertThat(file.isInPlace()).isFalse();
      try (OutputFile second = file.second("second")) {
        write(second);
        second.replace(file);
      }
    }
    assertThat(elsewhere).isEmptyDirectory();
    assertThat(moved.resolve("file")).hasContent("written");
  }

  @Test
  void whatIsLeftOverIsRemovedUnlessItIsWritten() throws IOException {
    Files.writeString(directory.resolve("left"), "old");
    Files.createSymbolicLink(directory.resolve("link"), precious);
    try (OutputFile file = OutputFile.create(path, false);
        OutputFile second = file.second("second")) {
      file.removeLeftOver("left");
      file.removeLeftOver("none");
      file.removeLeftOver("link");
      assertThatThrownBy(() -> file.removeLeftOver("second"))
          .hasMessage(directory.resolve("second") + ": is being written by another process");
      second.delete();
    }
    assertThat(names()).containsExactly("file", "link");
  }

  @Test
  void anInterruptDisturbsNothing() throws IOException {
    Thread.currentThread().interrupt();
    try (OutputFile file = OutputFile.create(path, false)) {
      write(file);
      Thread.currentThread().interrupt();
      write(file);
    }
    assertThat(Thread.interrupted()).isTrue();
    assertThat(path).hasContent("written\nwritten");
  }
}

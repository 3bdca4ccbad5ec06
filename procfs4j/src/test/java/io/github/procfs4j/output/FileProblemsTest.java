package io.github.procfs4j.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.RandomAccessFile;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.MalformedInputException;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.NotLinkException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The message for every kind of file exception of the JDK is a sentence without class names, with
 * each file name once.
 */
class FileProblemsTest {
  static List<Arguments> kinds() {
    return List.of(
        Arguments.of(new NoSuchFileException("a"), "a: no such file or directory"),
        Arguments.of(new NoSuchFileException("a", null, "is gone"), "a: is gone"),
        Arguments.of(
            new NoSuchFileException("a", "b", null), "a: was removed before it could become b"),
        Arguments.of(new AccessDeniedException(null), "permission denied"),
        Arguments.of(new FileAlreadyExistsException("a"), "a: exists already"),
        Arguments.of(new NotDirectoryException("a"), "a: not a directory"),
        Arguments.of(new DirectoryNotEmptyException("a"), "a: the directory is not empty"),
        Arguments.of(new FileSystemLoopException("a"), "a: symbolic links lead back to themselves"),
        Arguments.of(new AtomicMoveNotSupportedException("a", "b", "no"), "a: no"),
        Arguments.of(new NotLinkException("a"), "a: cannot be read or written"),
        Arguments.of(new FileSystemException("a"), "a: cannot be read or written"),
        Arguments.of(new FileSystemException("a", null, "Is a directory"), "a: Is a directory"),
        Arguments.of(new FileNotFoundException("a (b) (No such file)"), "a (b): No such file"),
        Arguments.of(new FileNotFoundException("a"), "a"),
        Arguments.of(new EOFException(), "it ends too early"),
        Arguments.of(new ClosedChannelException(), "it was closed meanwhile"),
        Arguments.of(new ClosedByInterruptException(), "it was closed meanwhile"),
        Arguments.of(new InterruptedIOException(), "it was interrupted"),
        Arguments.of(new MalformedInputException(1), "it is not text in UTF-8"),
        Arguments.of(new IOException("No space left on device"), "No space left on device"),
        Arguments.of(new IOException(), "reading or writing failed"),
        Arguments.of(new IOException(new NoSuchFileException("a")), "no such file or directory"));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void isASentence(IOException problem, String text) {
    assertThat(FileProblems.text(problem)).isEqualTo(text);
    assertThat(text).doesNotContain("Exception", "java.");
  }

  @Test
  void whatTheJdkThrowsIsASentenceToo(@TempDir Path directory) throws IOException {
    Path none = directory.resolve("none");
    Path file = Files.createFile(directory.resolve("file"));
    Files.createFile(Files.createDirectory(directory.resolve("full")).resolve("x"));
    assertSaid(() -> Files.size(none), none + ": no such file or directory");
    assertSaid(
        () -> Files.move(none, file, StandardCopyOption.ATOMIC_MOVE),
        none + ": was removed before it could become " + file);
    assertSaid(() -> Files.createFile(file), file + ": exists already");
    assertSaid(
        () -> Files.newInputStream(file.resolve("x")).close(),
        file.resolve("x") + ": Not a directory");
    assertSaid(
        () -> Files.delete(directory.resolve("full")),
        directory.resolve("full") + ": the directory is not empty");
    assertSaid(() -> Files.newOutputStream(directory), directory + ": Is a directory");
    assertSaid(
        () -> new RandomAccessFile(none.toFile(), "r").close(),
        none + ": No such file or directory");
    assertSaid(
        () -> new RandomAccessFile(directory.toFile(), "r").close(),
        directory + ": Is a directory");
  }

  private interface Access {
    void run() throws IOException;
  }

  private static void assertSaid(Access access, String text) {
    assertThatThrownBy(access::run)
        .isInstanceOfSatisfying(
            IOException.class, e -> assertThat(FileProblems.text(e)).isEqualTo(text));
  }
}

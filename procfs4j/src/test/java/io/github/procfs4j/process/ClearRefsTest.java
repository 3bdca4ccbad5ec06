package io.github.procfs4j.process;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.procfs4j.sampling.Outcome;
import io.github.procfs4j.sampling.UnreadableException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** On processes that the test started, and on directories that are none. */
class ClearRefsTest {
  @TempDir private Path directory;

  private static void assertRefused(Path process, Outcome outcome, String... parts) {
    assertThatThrownBy(() -> ClearRefs.REFERENCED.clear(process))
        .isInstanceOfSatisfying(
            UnreadableException.class, e -> assertThat(e.outcome()).isEqualTo(outcome))
        .message()
        .contains(parts);
  }

  @Test
  void valuesAreThoseOfTheKernel() {
    assertThat(Arrays.stream(ClearRefs.values()).map(ClearRefs::value))
        .containsExactly(1, 2, 3, 4, 5);
  }

  /** The name of this program, which is what was written last, stands for the file. */
  @ParameterizedTest
  @EnumSource
  void writesItsValueAndNothingElse(ClearRefs what) throws IOException {
    Path comm = Path.of("/proc/self/comm");
    assumeTrue(Files.isWritable(comm), "no " + comm);
    String before = Files.readString(comm).strip();
    Files.createSymbolicLink(directory.resolve("clear_refs"), comm);
    try {
      what.clear(directory);

      assertThat(comm).hasContent(Integer.toString(what.value()));
    } finally {
      Files.writeString(comm, before, StandardOpenOption.WRITE);
      Files.delete(directory.resolve("clear_refs"));
    }
  }

  @Test
  void whatIsNoneOfTheKernelsFilesIsNotWrittenTo() throws Exception {
    Path victim = Files.writeString(directory.resolve("victim"), "precious\n");
    Path file = directory.resolve("clear_refs");
    for (Path to : List.of(victim, fifo(), Path.of("/dev/full"))) {
      Files.createSymbolicLink(file, to);
      assertRefused(directory, Outcome.INVALID, file + ": not a file of the kernel's");
      Files.delete(file);
    }
    Files.move(victim, file);
    assertRefused(directory, Outcome.INVALID, file + ": not a file of the kernel's");
    assertThat(file).hasContent("precious");
  }

  private Path fifo() throws Exception {
    Path fifo = directory.resolve("fifo");
    int made = new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor();
    assumeTrue(made == 0, "no mkfifo");
    return fifo;
  }

  @Test
  void clearsWhatItIsNamedFor() throws IOException {
    assumeTrue(Files.exists(Path.of("/proc/self/clear_refs")), "no clear_refs here");
    Process child = new ProcessBuilder("cat").start();
    try {
      Path process = Path.of("/proc", Long.toString(child.pid()));
      awaitRead(process);
      long before = Smaps.FILE.read(process).total().referenced().orElseThrow();

      assertThat(ClearRefs.REFERENCED_ANONYMOUS.clear(process)).isPositive();

      var kinds = Smaps.FILE.read(process).byKind();
      assertThat(requireNonNull(kinds.get(MappingKind.STACK)).referenced()).hasValue(0);
      assertThat(requireNonNull(kinds.get(MappingKind.FILE)).referenced().orElseThrow())
          .isPositive();
      assertThat(before).isPositive();
      for (ClearRefs what : ClearRefs.values()) {
        what.clear(process);
      }
      assertThat(peak(process)).isLessThanOrEqualTo(resident(process) + 64);
    } finally {
      child.destroyForcibly();
    }
  }

  /** Until it sleeps, which it does when it waits for its input: from then it accesses nothing. */
  private static void awaitRead(Path process) throws IOException {
    for (int i = 0; i < 1000; i++) {
      if (Files.readString(process.resolve("stat")).contains(") S ")
          && Files.readString(process.resolve("comm")).equals("cat\n")) {
        return;
      }
      LockSupport.parkNanos(5_000_000);
    }
    throw new AssertionError("cat does not wait for its input");
  }

  private static long peak(Path process) throws IOException {
    return kilobytes(process, "VmHWM:");
  }

  private static long resident(Path process) throws IOException {
    return kilobytes(process, "VmRSS:");
  }

  private static long kilobytes(Path process, String key) throws IOException {
    return Files.readAllLines(process.resolve("status")).stream()
        .filter(line -> line.startsWith(key))
        .map(line -> line.replaceAll("[^0-9]", ""))
        .mapToLong(Long::parseLong)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aProcessThatIsNotThereIsGone() {
    Path nobody = directory.resolve("4711");
    assertRefused(nobody, Outcome.GONE, nobody.toString(), "no such process");
  }

  @Test
  void aKernelWithoutItSaysWhatItWasBuiltWithout() {
    assertRefused(directory, Outcome.ABSENT, directory + "/clear_refs", "CONFIG_PROC_PAGE_MONITOR");
  }

  /** A file that nobody may write, not even root, stands for that of another user's process. */
  @Test
  void anotherUsersProcessIsDenied() throws IOException {
    Path readOnly = Path.of("/proc/sys/kernel/ostype");
    assumeTrue(Files.exists(readOnly), "no " + readOnly);
    Files.createSymbolicLink(directory.resolve("clear_refs"), readOnly);
    assumeTrue(deniesWriting(readOnly), readOnly + " is refused otherwise here");
    assertRefused(directory, Outcome.DENIED, directory + "/clear_refs", "root and the owner");
    Files.delete(directory.resolve("clear_refs"));
  }

  private static boolean deniesWriting(Path file) {
    try {
      Files.writeString(file, "1", StandardOpenOption.WRITE);
      return false;
    } catch (AccessDeniedException e) {
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** Another file of procfs, which refuses the value, stands for a kernel that does not know it. */
  @Test
  void aKernelThatDoesNotKnowTheValueSaysSo() throws IOException {
    Path refusing = Path.of("/proc/self/timens_offsets");
    assumeTrue(Files.exists(refusing), "no " + refusing);
    Files.createSymbolicLink(directory.resolve("clear_refs"), refusing);
    assertThatThrownBy(() -> ClearRefs.PEAK_RESIDENT.clear(directory))
        .isInstanceOfSatisfying(
            UnreadableException.class, e -> assertThat(e.outcome()).isEqualTo(Outcome.INVALID))
        .hasMessageContaining("value 5")
        .hasMessageContaining("Linux 4.0");
    Files.delete(directory.resolve("clear_refs"));
  }

  @Test
  void makesNoFile() {
    assertRefused(directory, Outcome.ABSENT, "clear_refs");
    assertThat(directory).isEmptyDirectory();
  }
}

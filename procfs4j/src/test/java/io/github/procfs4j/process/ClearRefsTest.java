package io.github.procfs4j.process;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.procfs4j.io.WrittenFile;
import io.github.procfs4j.sampling.Outcome;
import io.github.procfs4j.sampling.UnreadableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Uses processes that the test started, and directories that are not processes. */
class ClearRefsTest {
  private static final Path SELF = Path.of("/proc/self");

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

  /** The name of this program, which is the last one written, is read in place of the file. */
  @ParameterizedTest
  @EnumSource
  void writesItsValueAndNothingElse(ClearRefs what) throws IOException {
    Path comm = Path.of("/proc/self/comm");
    assumeTrue(Files.isWritable(comm), "no " + comm);
    String before = Files.readString(comm).strip();
    try (WrittenFile file = new WrittenFile()) {
      assertThat(file.open(Path.of("/proc"), Path.of("self", "comm"))).isZero();

      what.clear(file, SELF);

      assertThat(comm).hasContent(Integer.toString(what.value()));
    } finally {
      Files.writeString(comm, before, StandardOpenOption.WRITE);
    }
  }

  @Test
  void nothingIsWrittenToBelowACopiedTree() throws Exception {
    Path victim = Files.writeString(directory.resolve("victim"), "precious\n");
    Path process = Files.createDirectory(directory.resolve("17"));
    Path file = process.resolve("clear_refs");
    for (Path to : List.of(victim, fifo(), Path.of("/dev/full"), SELF.resolve("clear_refs"))) {
      Files.createSymbolicLink(file, to);
      assertRefused(process, Outcome.INVALID, file + ": not a file of the kernel's");
      Files.delete(file);
    }
    Files.move(victim, file);
    assertRefused(process, Outcome.INVALID, file + ": not a file of the kernel's");
    assertThat(file).hasContent("precious");
  }

  @Test
  void aDirectoryOfACopiedTreeThatLeadsToAProcessIsRefused() throws IOException {
    Path process = Files.createSymbolicLink(directory.resolve("17"), SELF);
    try {
      assertRefused(process, Outcome.INVALID, process + "/clear_refs: not a file of the kernel's");
    } finally {
      Files.delete(process);
    }
  }

  private Path fifo() throws Exception {
    Path fifo = directory.resolve("fifo");
    int made = new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor();
    assumeTrue(made == 0, "no mkfifo");
    return fifo;
  }

  /** {@code /proc/PID/root} reads as a link to {@code /}, and is the root of that process. */
  @Test
  void aProcessOfAContainerIsNotMistakenForOneOfTheHost() throws Exception {
    assumeTrue(Files.exists(SELF.resolve("clear_refs")), "no clear_refs here");
    Process unshare =
        new ProcessBuilder("unshare", "-r", "-p", "-f", "--mount-proc", "--kill-child", "cat")
            .redirectErrorStream(true)
            .start();
    try {
      ProcessHandle cat = awaitChild(unshare.toHandle());
      assumeTrue(cat != null, "no namespaces of its own for a process here");
      Path outside = Path.of("/proc", Long.toString(cat.pid()));
      awaitRead(outside);

      ClearRefs.REFERENCED.clear(outside.resolve("root/proc/1"));

      assertThat(Smaps.FILE.read(outside).total().referenced()).hasValue(0);
    } finally {
      unshare.destroyForcibly();
    }
  }

  private static @Nullable ProcessHandle awaitChild(ProcessHandle parent) {
    while (parent.isAlive()) {
      Optional<ProcessHandle> child = parent.children().findFirst();
      if (child.isPresent()) {
        return child.get();
      }
      LockSupport.parkNanos(5_000_000);
    }
    return null;
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

  /** Waits until it sleeps, which it does when it waits for its input: then it accesses nothing. */
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
    Path nobody = Path.of("/proc", Integer.toString(Integer.MAX_VALUE));
    assertRefused(nobody, Outcome.GONE, nobody.toString(), "no such process");
  }

  /** A directory of procfs that is not a process represents such a kernel. */
  @Test
  void aKernelWithoutItSaysWhatItWasBuiltWithout() {
    Path without = Path.of("/proc/sys");
    assertRefused(without, Outcome.ABSENT, without + "/clear_refs", "CONFIG_PROC_PAGE_MONITOR");
  }

  /** Another file of procfs, which rejects the value, represents a kernel that does not know it. */
  @Test
  void aKernelThatDoesNotKnowTheValueSaysSo() {
    try (WrittenFile refusing = new WrittenFile()) {
      int opened = refusing.open(Path.of("/proc"), Path.of("self", "timens_offsets"));
      assumeTrue(opened == 0, "no /proc/self/timens_offsets");
      assertThatThrownBy(() -> ClearRefs.PEAK_RESIDENT.clear(refusing, SELF))
          .isInstanceOfSatisfying(
              UnreadableException.class, e -> assertThat(e.outcome()).isEqualTo(Outcome.INVALID))
          .hasMessageContaining("value 5")
          .hasMessageContaining("Linux 4.0");
    }
  }

  @Test
  void anotherUsersProcessIsDenied() {
    Path first = Path.of("/proc/1");
    assumeTrue(
        Files.exists(first.resolve("clear_refs")) && !Files.isWritable(first.resolve("clear_refs")),
        "every user's process may be cleared here");
    assertRefused(first, Outcome.DENIED, first + "/clear_refs", "root and the owner");
  }
}

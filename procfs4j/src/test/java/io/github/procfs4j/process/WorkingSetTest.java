package io.github.procfs4j.process;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.procfs4j.Procfs;
import io.github.procfs4j.process.WorkingSet.End;
import io.github.procfs4j.process.WorkingSet.Window;
import io.github.procfs4j.sampling.Outcome;
import io.github.procfs4j.sampling.UnreadableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Uses processes that the test itself has started, and clears the marks of no others. More memory
 * is touched than any TLB covers, because pages that remain in a TLB are not marked again.
 */
class WorkingSetTest {
  private static final int MEGABYTES = 96;
  private static final long MEGABYTE = 1 << 20;
  private static final Duration SHORT = Duration.ofMillis(250);
  private static final Duration LONG = Duration.ofSeconds(30);

  private static final Percentage EXACT = Percentage.withPercentage(5);

  @TempDir private static Path directory;

  /**
   * If the hardware or its hypervisor does not mark pages, or the kernel does not clear the marks,
   * nothing can be measured.
   */
  @BeforeAll
  static void pagesAreMarkedHere() {
    assumeTrue(
        Files.exists(Path.of("/proc/self/clear_refs")), "this kernel has no /proc/PID/clear_refs");
    try (Toucher toucher = new Toucher(directory, MEGABYTES);
        WorkingSet set = WorkingSet.of(toucher.directory())) {
      long idle = anonymous(measured(set, SHORT, SHORT).getLast());
      toucher.touch(MEGABYTES);
      long busy = anonymous(measured(set, SHORT, SHORT).getLast());
      assumeTrue(
          idle < MEGABYTES * MEGABYTE / 4 && busy > MEGABYTES * MEGABYTE / 2,
          ("pages are not marked as accessed here, or not cleared: of %d MiB, %d kB were"
                  + " referenced while none was accessed, and %d kB while all were")
              .formatted(MEGABYTES, idle / 1024, busy / 1024));
    }
  }

  private static List<Window> measured(WorkingSet set, Duration every, Duration length) {
    List<Window> windows = new ArrayList<>();
    assertThat(set.measure(every, length, windows::add)).isEqualTo(End.COMPLETE);
    return windows;
  }

  private static long anonymous(Window window) {
    return requireNonNull(window.kinds().get(MappingKind.ANONYMOUS)).referenced().orElseThrow();
  }

  @ParameterizedTest
  @ValueSource(ints = {16, 40, 64, 96})
  void isWhatTheProgramTouches(int touched) {
    try (Toucher toucher = new Toucher(directory, MEGABYTES);
        WorkingSet set = WorkingSet.of(toucher.directory())) {
      toucher.touch(touched);

      Window window = measured(set, SHORT, SHORT).getLast();

      assertThat(anonymous(window)).isCloseTo(touched * MEGABYTE, EXACT);
      assertThat(window.total().rss().orElseThrow())
          .isGreaterThan(MEGABYTES * MEGABYTE)
          .isLessThan((MEGABYTES + 8) * MEGABYTE);
    }
  }

  @Test
  void isNothingOfWhatIsOnlyHeld() {
    try (Toucher toucher = new Toucher(directory, MEGABYTES);
        WorkingSet set = WorkingSet.of(toucher.directory())) {
      assertThat(set.before().referenced().orElseThrow()).isGreaterThan(MEGABYTES * MEGABYTE);

      Window window = measured(set, SHORT, SHORT).getLast();

      assertThat(anonymous(window)).isLessThan(MEGABYTE);
    }
  }

  @Test
  void growsWithWhatIsTouchedLater() {
    try (Toucher toucher = new Toucher(directory, MEGABYTES);
        WorkingSet set = WorkingSet.of(toucher.directory())) {
      toucher.touch(16);
      List<Window> windows = new ArrayList<>();

      End end =
          set.measure(
              SHORT,
              SHORT.multipliedBy(8),
              window -> {
                windows.add(window);
                if (windows.size() == 2) {
                  toucher.touch(64);
                } else if (windows.size() == 3) {
                  toucher.touch(8);
                }
              });

      assertThat(end).isEqualTo(End.COMPLETE);
      // Late readings are skipped.
      assertThat(windows).hasSizeGreaterThan(3);
      for (int i = 0; i < windows.size(); i++) {
        assertThat(anonymous(windows.get(i))).isCloseTo((i < 2 ? 16 : 64) * MEGABYTE, EXACT);
      }
    }
  }

  @Test
  void measuresItsWindowsAndWhatTheyCost() {
    try (Toucher toucher = new Toucher(directory, MEGABYTES);
        WorkingSet set = WorkingSet.of(toucher.directory())) {
      assertThat(set.clearNanos()).isZero();

      List<Window> windows =
          measured(set, Duration.ofMillis(100), Duration.ofMillis(250)); // not a multiple

      assertThat(set.clearNanos()).isPositive();
      assertThat(windows).hasSizeBetween(1, 3); // late readings are skipped
      assertThat(windows.getFirst().nanos()).isGreaterThanOrEqualTo(100_000_000);
      assertThat(windows.getLast().nanos()).isBetween(250_000_000L, 2_000_000_000L);
      assertThat(windows).extracting(Window::nanos).isSorted();
      assertThat(windows).allMatch(window -> window.readNanos() > 0);
    }
  }

  @Test
  void theKindsAreTheTotal() {
    try (Toucher toucher = new Toucher(directory, MEGABYTES);
        WorkingSet set = WorkingSet.of(toucher.directory())) {
      Window window = measured(set, SHORT, SHORT).getLast();
      assertThat(window.kinds()).containsKeys(MappingKind.ANONYMOUS, MappingKind.STACK);
      assertThat(window.kinds().values().stream().mapToLong(kind -> kind.rss().orElseThrow()).sum())
          .isEqualTo(window.total().rss().orElseThrow());
    }
  }

  @Test
  void keepsWhatWasSeenOfAProcessThatEnds() {
    try (Toucher toucher = new Toucher(directory, MEGABYTES);
        WorkingSet set = WorkingSet.of(toucher.directory())) {
      toucher.touch(16);
      List<Window> windows = new ArrayList<>();

      End end =
          set.measure(
              SHORT,
              LONG,
              window -> {
                windows.add(window);
                toucher.end();
              });

      assertThat(end).isEqualTo(End.PROCESS_ENDED);
      assertThat(windows).hasSize(1);
      assertThat(anonymous(windows.getFirst())).isCloseTo(16 * MEGABYTE, EXACT);
    }
  }

  /**
   * A directory that leads first to one process and then to another one represents a reused number.
   */
  @Test
  void isNeverThatOfAnotherProcessWhichGotTheNumber() throws IOException {
    Path link = directory.resolve("link");
    Path number = link.resolve("."); // the directory that contains it is that of the process
    try (Toucher first = new Toucher(directory, MEGABYTES);
        Toucher second = new Toucher(directory, MEGABYTES)) {
      Files.createSymbolicLink(link, first.directory());
      try (WorkingSet set = WorkingSet.of(number);
          WorkingSet other = WorkingSet.of(number)) {
        List<Window> windows = new ArrayList<>();
        End end =
            set.measure(
                SHORT,
                LONG,
                window -> {
                  windows.add(window);
                  first.end();
                  relink(link, second.directory());
                });
        assertThat(end).isEqualTo(End.PROCESS_ENDED);
        assertThat(windows).hasSize(1);

        assertThat(other.measure(SHORT, SHORT, windows::add)).isEqualTo(End.PROCESS_ENDED);
        assertThat(windows).hasSize(1);
      }
      long referenced = Smaps.FILE.read(second.directory()).total().referenced().orElseThrow();
      assertThat(referenced).as("not cleared").isGreaterThan(MEGABYTES * MEGABYTE);
    } finally {
      Files.deleteIfExists(link);
    }
  }

  private static void relink(Path link, Path to) {
    try {
      Files.delete(link);
      Files.createSymbolicLink(link, to);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void endsWhenTheProcessExecutesAnotherProgram() throws IOException {
    Process shell = new ProcessBuilder("sh", "-c", "read line; exec cat").start();
    try (WorkingSet set = WorkingSet.of(Path.of("/proc", Long.toString(shell.pid())))) {
      End end =
          set.measure(
              SHORT,
              LONG,
              window -> {
                try {
                  shell.getOutputStream().write('\n');
                  shell.getOutputStream().flush();
                } catch (IOException e) {
                  throw new AssertionError(e);
                }
              });
      assertThat(end).isEqualTo(End.PROGRAM_REPLACED);
    } finally {
      shell.destroyForcibly();
    }
  }

  @Test
  void isStopped() {
    try (Toucher toucher = new Toucher(directory, 1);
        WorkingSet set = WorkingSet.of(toucher.directory())) {
      List<Window> windows = new ArrayList<>();
      End end =
          set.measure(
              SHORT,
              LONG,
              window -> {
                windows.add(window);
                Thread.ofPlatform().start(set::stop);
              });
      assertThat(end).isEqualTo(End.STOPPED);
      assertThat(windows).isNotEmpty();
    }
  }

  @Test
  void doesNothingOnceStopped() {
    try (Toucher toucher = new Toucher(directory, 1);
        WorkingSet set = WorkingSet.of(toucher.directory())) {
      set.stop();
      assertThat(set.measure(SHORT, LONG, window -> {})).isEqualTo(End.STOPPED);
      assertThat(set.clearNanos()).isZero();
    }
  }

  @Test
  void isStoppedByAnInterrupt() {
    try (Toucher toucher = new Toucher(directory, 1);
        WorkingSet set = WorkingSet.of(toucher.directory())) {
      List<Window> windows = new ArrayList<>();
      End end =
          set.measure(
              SHORT,
              LONG,
              window -> {
                windows.add(window);
                Thread.currentThread().interrupt();
              });
      assertThat(Thread.interrupted()).as("still interrupted").isTrue();
      assertThat(end).isEqualTo(End.STOPPED);
      assertThat(windows).hasSize(1);
    }
  }

  @Test
  void aProcessWithoutMemoryHasNone() throws Exception {
    // The program that the shell executes does not wait for its child.
    Process shell = new ProcessBuilder("sh", "-c", "sleep 0.3 & echo $!; exec sleep 600").start();
    try {
      long child = Long.parseLong(shell.inputReader().readLine());
      Path zombie = Path.of("/proc", Long.toString(child));
      while (!Files.readString(zombie.resolve("stat")).contains(" Z ")) {
        Thread.sleep(5);
      }
      assertThatThrownBy(() -> WorkingSet.of(zombie))
          .isInstanceOfSatisfying(
              UnreadableException.class, e -> assertThat(e.outcome()).isEqualTo(Outcome.NO_MEMORY))
          .hasMessageContaining(zombie.toString())
          .hasMessageContaining("no memory");
      assertThat(SmapsRollup.ifAny(zombie)).isEmpty();
      assertThat(Smaps.FILE.read(zombie).hasMemory()).isFalse();
    } finally {
      shell.destroyForcibly();
    }
  }

  @Test
  void isThatOfADirectoryOfAProcess() {
    try (Toucher toucher = new Toucher(directory, MEGABYTES)) {
      toucher.touch(32);
      var process = Procfs.mounted().process(toucher.pid());
      try (WorkingSet set = process.workingSet()) {
        assertThat(anonymous(measured(set, SHORT, SHORT).getLast()))
            .isCloseTo(32 * MEGABYTE, EXACT);
      }
      assertThat(process.smaps().hasMemory()).isTrue();
      assertThat(process.smapsRollup()).isPresent();
    }
  }

  @Test
  void aProcessThatIsNotThereIsGone() {
    Path nobody = Path.of("/proc", Integer.toString(Integer.MAX_VALUE));
    assertThatThrownBy(() -> WorkingSet.of(nobody))
        .isInstanceOfSatisfying(
            UnreadableException.class, e -> assertThat(e.outcome()).isEqualTo(Outcome.GONE))
        .hasMessageContaining(nobody.toString());
  }

  @Test
  void timesMakeSense() {
    try (Toucher toucher = new Toucher(directory, 1);
        WorkingSet set = WorkingSet.of(toucher.directory())) {
      for (Duration every : List.of(Duration.ZERO, Duration.ofMillis(-1), LONG)) {
        assertThatThrownBy(() -> set.measure(every, SHORT, window -> {}))
            .isInstanceOf(IllegalArgumentException.class);
      }
      assertThat(set.clearNanos()).as("nothing was done").isZero();
    }
  }
}

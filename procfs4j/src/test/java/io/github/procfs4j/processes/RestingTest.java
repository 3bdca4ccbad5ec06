package io.github.procfs4j.processes;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.procfs4j.io.Buffer;
import io.github.procfs4j.io.Directory;
import io.github.procfs4j.process.ProcessSchedStat;
import io.github.procfs4j.process.ProcessStat;
import io.github.procfs4j.process.ProcessStatm;
import io.github.procfs4j.replay.Scratch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Which tasks wake, with texts that are made up, as if they were those of the kernel. Without
 * {@code vmstat}, memory is always evidence.
 */
class RestingTest {
  private static final long SECOND = 1_000_000_000;
  private static final int MANY = 150;

  @TempDir Path root;
  private final Buffer buffer = new Buffer(8 << 10);
  private final Batch batch = new Batch();
  private final List<Task> tasks = new ArrayList<>();
  private final TaskFiles files =
      new TaskFiles(List.of(ProcessStat.FILE), List.of(ProcessSchedStat.FILE, ProcessStatm.FILE));
  private Directory directory;
  private Lateness lateness;
  private Census census;
  private Resting resting;
  private long now;

  @BeforeEach
  void begin() throws IOException {
    directory = Directory.at(root);
    lateness = new Lateness(directory, 1_000 * SECOND, () -> now + 1);
    census = new Census(directory, files, false, 1_000 * SECOND);
    resting = new Resting(census);
    for (int pid = 1; pid <= MANY; pid++) {
      Files.createDirectory(root.resolve("" + pid));
      write(pid, "cmdline", "sleep");
      writeStat(pid, 4096);
      write(pid, "schedstat", "100 20 " + pid + "\n");
      write(pid, "statm", "1 1 1 1 0 1 " + pid + "\n");
      Task task = new Task(directory, root.toString(), pid, 0, files, new Scratch(), lateness);
      task.keep(true);
      tasks.add(task);
    }
  }

  @AfterEach
  void end() {
    tasks.forEach(Task::close);
    census.close();
    lateness.close();
    directory.close();
  }

  private void write(long pid, String file, String text) throws IOException {
    Files.write(root.resolve(pid + "/" + file), text.getBytes(US_ASCII));
  }

  private void writeStat(long pid, int size) throws IOException {
    write(
        pid,
        "stat",
        pid
            + " (sleep) S 1 7 7 0 -1 0 0 0 0 0 5 6 0 0 20 0 1 0 999 "
            + size
            + " 1 18446744073709551615 1 1 1 0 0 0 0 0 0 0 0 0 17 0 0 0 0 0 0 0 0 0 0 0 0 0 0\n");
  }

  private void sample(Task task) {
    batch.clear();
    task.fetchEvidence(batch);
    task.fetch(batch, buffer);
    assertThat(task.take(buffer, new ArrayList<>())).isEqualTo(Task.READ);
  }

  private void next() {
    now += SECOND;
    lateness.begin(now, true, 1, buffer);
  }

  /** Samples all tasks until they rest. */
  private void rest() {
    while (resting.count() < MANY) {
      next();
      for (Task task : tasks) {
        sample(task);
        boolean rests = resting.add(task);
        assertThat(rests).isEqualTo(task.isSkipped());
      }
    }
  }

  private Stream<Long> woken() {
    next();
    resting.ask(lateness, false);
    List<Long> numbers = resting.woken().stream().map(task -> task.pid).sorted().toList();
    resting.woken().clear();
    assertThat(resting.count()).isEqualTo(tasks.size() - numbers.size());
    return numbers.stream();
  }

  @Test
  void thoseWhoseEvidenceIsTheSameGoOnResting() {
    rest();
    assertThat(woken()).isEmpty();
    assertThat(woken()).isEmpty();
  }

  @Test
  void exactlyThoseWakeThatRanOrWhoseMemoryChanged() throws IOException {
    rest();
    write(1, "schedstat", "100 20 0\n");
    write(63, "schedstat", "");
    write(64, "schedstat", "0 0 0\n");
    write(65, "statm", "1 0 0 1 0 1 65\n");
    Files.delete(root.resolve("100/schedstat"));
    Files.delete(root.resolve("101/statm"));
    write(MANY, "schedstat", "101 20 " + MANY + "\n");
    assertThat(woken()).containsExactly(1L, 63L, 64L, 65L, 100L, 101L, (long) MANY);
    tasks.removeIf(task -> List.of(1L, 63L, 64L, 65L, 100L, 101L, 150L).contains(task.pid));
    assertThat(woken()).as("their places are taken by others").isEmpty();
    write(149, "schedstat", "101 20 149\n");
    write(2, "schedstat", "101 20 2\n");
    assertThat(woken()).containsExactly(2L, 149L);
  }

  @Test
  void allWakeAtOnce() throws IOException {
    rest();
    for (int pid = 1; pid <= MANY; pid++) {
      write(pid, "schedstat", "101 20 " + pid + "\n");
    }
    assertThat(woken()).hasSize(MANY);
    tasks.clear();
    assertThat(woken()).isEmpty();
  }

  @Test
  void eachWakesBeforeItsNumbersAreTooOld() {
    rest();
    long settled = now;
    int seconds = 0;
    while (resting.count() > 0) {
      next();
      resting.ask(lateness, false);
      seconds++;
    }
    assertThat(now - settled).isLessThanOrEqualTo(1_000 * SECOND);
    assertThat(seconds).isGreaterThan(500);
    assertThat(resting.woken()).hasSize(MANY);
  }

  @Test
  void theyWakeIfNothingMayBeConcluded() {
    rest();
    now += SECOND;
    lateness.begin(now, false, 1, buffer);
    resting.ask(lateness, false);
    assertThat(resting.woken()).hasSize(MANY);
  }

  @Test
  void oneThatIsClosedOrHasEndedWakes() {
    rest();
    tasks.get(4).keep(false);
    assertThat(resting.woken()).containsExactly(tasks.get(4));
    tasks.get(7).hasEnded = true;
    resting.wakeEnded();
    assertThat(resting.woken()).containsExactly(tasks.get(4), tasks.get(7));
    assertThat(resting.add(tasks.get(7))).isFalse();
    assertThat(resting.add(tasks.get(4))).isFalse();
    assertThat(resting.count()).isEqualTo(MANY - 2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"schedstat", "statm"})
  void oneWithALongTextDoesNotRest(String file) throws IOException {
    String digits = "18446744073709551615 ";
    write(1, file, digits + digits + digits + "100\n");
    for (int i = 0; i < 5; i++) {
      next();
      sample(tasks.getFirst());
      assertThat(resting.add(tasks.getFirst())).isFalse();
    }
    assertThat(tasks.getFirst().isSkipped()).isTrue();
  }
}

package io.github.procfs4j.processes;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.procfs4j.io.Buffer;
import io.github.procfs4j.io.Directory;
import io.github.procfs4j.io.Errno;
import io.github.procfs4j.process.ProcessIo;
import io.github.procfs4j.process.ProcessSchedStat;
import io.github.procfs4j.process.ProcessStat;
import io.github.procfs4j.process.ProcessStatm;
import io.github.procfs4j.replay.Scratch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * When the files of a task are read, with texts that are made up, as if they were those of the
 * kernel.
 */
class TaskEvidenceTest {
  private static final long SECOND = 1_000_000_000;

  @TempDir Path root;
  private final Buffer buffer = new Buffer(8 << 10);
  private final Batch batch = new Batch();
  private Directory directory;
  private Lateness lateness;
  private Task task;
  private long now;

  @BeforeEach
  void begin() throws IOException {
    Files.createDirectory(root.resolve("7"));
    write("cmdline", "sleep");
    writeStat('S', 1, 4096);
    write("schedstat", "100 20 3\n");
    write("statm", "1 1 1 1 0 1 0\n");
    write("io", "rchar: 1\n");
    directory = Directory.at(root);
    lateness = new Lateness(directory, 100 * SECOND, () -> now + 1);
    task = task(lateness);
  }

  @AfterEach
  void end() {
    task.close();
    lateness.close();
    directory.close();
  }

  private Task task(Lateness which) {
    return task(
        which,
        new TaskFiles(
            List.of(ProcessStat.FILE, ProcessIo.FILE),
            List.of(ProcessSchedStat.FILE, ProcessStatm.FILE)));
  }

  private Task task(Lateness which, TaskFiles files) {
    Task created = new Task(directory, root.toString(), 7, 0, files, new Scratch(), which);
    created.keep(true);
    return created;
  }

  private void write(String file, String text) throws IOException {
    Files.write(root.resolve("7/" + file), text.getBytes(US_ASCII));
  }

  private void writeStat(char state, int threads, int size) throws IOException {
    writeStat(state, threads, size, 999);
  }

  private void writeStat(char state, int threads, int size, int start) throws IOException {
    write(
        "stat",
        "7 (sleep) "
            + state
            + " 1 7 7 0 -1 0 0 0 0 0 5 6 0 0 20 0 "
            + threads
            + " 0 "
            + start
            + " "
            + size
            + " 1 18446744073709551615 1 1 1 0 0 0 0 0 0 0 0 0 17 0 0 0 0 0 0 0 0 0 0 0 0 0 0\n");
  }

  /** Takes a sample one second after the previous one; returns whether the files were not read. */
  private boolean isSkipped() {
    return isSkipped(task, lateness, true);
  }

  private boolean isSkipped(Task which, Lateness late, boolean kernel) {
    now += SECOND;
    late.begin(now, kernel, 1, buffer);
    batch.clear();
    which.fetchEvidence(batch);
    which.fetch(batch, buffer);
    assertThat(which.take(buffer, new ArrayList<>())).isEqualTo(Task.READ);
    return which.isSkipped();
  }

  private void settle() {
    assertThat(isSkipped()).isFalse();
    assertThat(isSkipped()).as("it may just have left its CPU").isFalse();
    assertThat(isSkipped()).isTrue();
    assertThat(task.isChanged()).isFalse();
  }

  @Test
  void filesAreReadOnceMoreAfterItRan() throws IOException {
    settle();
    write("io", "rchar: 2\n");
    write("schedstat", "101 20 4\n");
    assertThat(isSkipped()).isFalse();
    assertThat(task.isChanged()).isTrue();
    write("io", "rchar: 3\n");
    assertThat(isSkipped()).isFalse();
    assertThat(task.isChanged()).isTrue();
    write("io", "rchar: 4\n");
    assertThat(isSkipped()).isTrue();
    assertThat(task.isChanged()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0 0 0\n", "", "0 0 1\n", "99 20 3\n", "100 20 2\n"})
  void itIsReadIfTheEvidenceIsZeroEmptyOrFalls(String text) throws IOException {
    settle();
    write("schedstat", text);
    assertThat(isSkipped()).isFalse();
    assertThat(isSkipped()).isFalse();
    boolean isCounted = text.startsWith("9") || text.startsWith("1");
    assertThat(isSkipped()).isEqualTo(isCounted);
    assertThat(task.isUncounted()).isNotEqualTo(isCounted);
  }

  @Test
  void itIsReadIfTheEvidenceVanishesOrIsRefused() throws IOException {
    settle();
    Path evidence = root.resolve("7/schedstat");
    Files.delete(evidence);
    for (int i = 0; i < 3; i++) {
      assertThat(isSkipped()).isFalse();
      assertThat(task.isUncounted()).isTrue();
      assertThat(task.isRead()).isTrue();
    }
    Files.createDirectory(evidence);
    assertThat(isSkipped()).isFalse();
  }

  /** Reads the evidence, in which the task has run, for another sample. */
  private void fetchEvidence() throws IOException {
    write("schedstat", "101 20 4\n");
    fetchSameEvidence();
  }

  private void fetchSameEvidence() {
    now += SECOND;
    lateness.begin(now, true, 1, buffer);
    batch.clear();
    task.fetchEvidence(batch);
  }

  private int readAfterEvidence() {
    task.fetch(batch, buffer);
    assertThat(task.isSkipped()).isFalse();
    return task.take(buffer, new ArrayList<>());
  }

  @Test
  void aNumberThatIsGivenAgainAfterTheEvidenceWasReadHasNoRow() throws IOException {
    settle();
    fetchEvidence();
    writeStat('S', 1, 4096, 1000);
    assertThat(readAfterEvidence()).isEqualTo(-Errno.ESRCH);
    assertThat(task.isRead()).isFalse();
  }

  @Test
  void aTaskThatEndsAfterTheEvidenceWasReadHasNoRow() throws IOException {
    settle();
    fetchEvidence();
    Files.delete(root.resolve("7/stat"));
    assertThat(readAfterEvidence()).isEqualTo(-Errno.ENOENT);
    assertThat(task.isRead()).isFalse();
  }

  /** As when descriptors run out and another task takes those of this one. */
  @Test
  void aTaskThatIsClosedAfterItsEvidenceWasReadIsReadAgain() throws IOException {
    settle();
    fetchSameEvidence();
    task.keep(false);
    write("io", "rchar: 2\n");
    assertThat(readAfterEvidence()).isEqualTo(Task.READ);
    assertThat(task.isChanged()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0 0 0\n", "102 20 5\n"})
  void evidenceThatChangesBeforeTheFilesAreReadProvesNothing(String text) throws IOException {
    settle();
    fetchEvidence();
    write("schedstat", text);
    write("io", "rchar: 2\n");
    assertThat(readAfterEvidence()).isEqualTo(Task.READ);
    assertThat(task.isChanged()).isTrue();
    write("io", "rchar: 3\n");
    assertThat(isSkipped()).as("it was read too soon after it ran").isFalse();
    assertThat(task.isChanged()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(chars = {'R', 'D', 't', 'X'})
  void itIsReadInStatesInWhichItOrOthersMayChangeIt(char state) throws IOException {
    writeStat(state, 1, 4096);
    for (int i = 0; i < 4; i++) {
      assertThat(isSkipped()).isFalse();
    }
    writeStat('S', 1, 4096);
    assertThat(isSkipped()).isFalse();
    assertThat(isSkipped()).isTrue();
  }

  @Test
  void itIsReadIfItHasThreads() throws IOException {
    writeStat('S', 2, 4096);
    for (int i = 0; i < 4; i++) {
      assertThat(isSkipped()).isFalse();
    }
  }

  @Test
  void itIsReadIfItsMemoryChanges() throws IOException {
    settle();
    writeStat('S', 1, 2048);
    write("statm", "1 0 0 1 0 1 0\n");
    assertThat(isSkipped()).isFalse();
    assertThat(task.isChanged()).isTrue();
    assertThat(isSkipped()).isTrue();
    Files.delete(root.resolve("7/statm"));
    assertThat(isSkipped()).as("whether its memory changes is unknown").isFalse();
    assertThat(isSkipped()).isFalse();
  }

  @Test
  void memoryDoesNotMatterIfItHasNone() throws IOException {
    writeStat('I', 1, 0);
    settle();
    Files.delete(root.resolve("7/statm"));
    assertThat(isSkipped()).isTrue();
  }

  @Test
  void itIsReadWhenItIsDue() throws IOException {
    settle();
    writeStat('T', 1, 4096);
    int skipped = 0;
    while (isSkipped()) {
      skipped++;
    }
    assertThat(task.isChanged()).isTrue();
    assertThat(skipped).isBetween(40, 100);
    assertThat(isSkipped()).isTrue();
  }

  @Test
  void tasksThatWereReadTogetherAreDueApart() {
    long due = 0;
    int before = 0;
    lateness.begin(0, true, 1, buffer);
    for (int second = 0; second <= 101; second++) {
      int now = 0;
      for (int pid = 1; pid <= 10_000; pid++) {
        now += lateness.due(pid) < second * SECOND ? 1 : 0;
      }
      assertThat(now - before).as("%d s", second).isBetween(0, 400);
      before = now;
      due = now;
    }
    assertThat(due).as("after the greatest age").isEqualTo(10_000);
  }

  @Test
  void theEvidenceIsNotReadOfABusyTask() throws IOException {
    for (int i = 1; i < 20; i++) {
      write("io", "rchar: " + (10 + i) + "\n");
      write("schedstat", 100 + i + " 20 3\n");
      assertThat(isSkipped()).isFalse();
      assertThat(task.isUncounted()).isFalse();
    }
    Path evidence = root.resolve("7/schedstat");
    Files.delete(evidence);
    write("io", "rchar: 10\n");
    assertThat(isSkipped()).isFalse();
    assertThat(task.isUncounted()).as("it was not looked for").isFalse();
    write("schedstat", "100 20 3\n");
    int read = 0;
    while (!isSkipped()) {
      read++;
    }
    assertThat(read).as("until it has been asleep for some time").isBetween(5, 20);
  }

  @Test
  void nothingIsConcludedInACopiedTree() {
    for (int i = 0; i < 5; i++) {
      assertThat(isSkipped(task, lateness, false)).isFalse();
    }
  }

  @Test
  void filesThatWereOpenedAgainAreReadFirst() {
    settle();
    task.keep(false);
    assertThat(isSkipped()).isFalse();
    assertThat(isSkipped()).as("its files are not kept open").isFalse();
    task.keep(true);
    assertThat(isSkipped()).isFalse();
    assertThat(isSkipped()).isFalse();
    assertThat(isSkipped()).isTrue();
  }

  @Test
  void withoutLatenessOnlyIoIsNotReadAgain() throws IOException {
    Lateness none = new Lateness(directory, Lateness.NONE, () -> now + 1);
    Task exact =
        task(
            none,
            new TaskFiles(
                List.of(ProcessStat.FILE, ProcessIo.FILE, ProcessSchedStat.FILE), List.of()));
    for (int i = 0; i < 5; i++) {
      assertThat(isSkipped(exact, none, true)).isFalse();
    }
    write("io", "rchar: 2\n");
    assertThat(isSkipped(exact, none, true)).isFalse();
    assertThat(exact.isChanged()).isFalse();
    writeStat('T', 1, 4096);
    assertThat(isSkipped(exact, none, true)).isFalse();
    assertThat(exact.isChanged()).isTrue();
    write("io", "rchar: 3\n");
    assertThat(isSkipped(exact, none, false)).isFalse();
    assertThat(exact.isChanged()).as("nothing is concluded in a copied tree").isTrue();
    exact.close();
    none.close();
  }
}

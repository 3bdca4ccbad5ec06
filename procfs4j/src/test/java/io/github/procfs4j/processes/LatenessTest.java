package io.github.procfs4j.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.procfs4j.Procfs;
import io.github.procfs4j.model.Column;
import io.github.procfs4j.model.Row;
import io.github.procfs4j.process.ProcessIoColumns;
import io.github.procfs4j.process.ProcessStatColumns;
import io.github.procfs4j.process.ProcessStatmColumns;
import io.github.procfs4j.process.ProcessStatusColumns;
import io.github.procfs4j.sampling.Outcome;
import io.github.procfs4j.sampling.Sampler;
import io.github.procfs4j.testing.CProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Numbers of processes whose files are read only if they can have changed, compared with full
 * readings that are made immediately before and after. It assumes a /proc and a C compiler.
 *
 * <p>A counter must lie between the two, whatever the process does: one that is late would be less
 * than the first. An amount of memory must be equal to both if these are equal, and the process was
 * on no CPU between them.
 */
@SuppressWarnings("NullAway") // what is missing fails the test
class LatenessTest {
  private static final Path PROC = Path.of("/proc");

  /** How many numbers of processes whose files were not read are compared. */
  private static final long COMPARISONS = Long.getLong("procfs.late-comparisons", 1_000_000);

  private static final Duration NEVER = Duration.ofHours(10);

  private static final List<Column> SWITCHES =
      List.of(
          ProcessStatusColumns.VOLUNTARY_CTXT_SWITCHES,
          ProcessStatusColumns.NONVOLUNTARY_CTXT_SWITCHES);

  private static final List<Column> COUNTERS =
      Stream.of(
              Stream.of(
                  ProcessStatColumns.MINFLT,
                  ProcessStatColumns.CMINFLT,
                  ProcessStatColumns.MAJFLT,
                  ProcessStatColumns.CMAJFLT,
                  ProcessStatColumns.UTIME,
                  ProcessStatColumns.STIME,
                  ProcessStatColumns.CUTIME,
                  ProcessStatColumns.CSTIME,
                  ProcessStatColumns.GUEST_TIME,
                  ProcessStatColumns.CGUEST_TIME),
              ProcessIoColumns.COLUMNS.stream(),
              SWITCHES.stream())
          .flatMap(columns -> columns)
          .toList();

  /** Those that a thread does not share with others. */
  private static final List<Column> COUNTERS_OF_THREADS =
      COUNTERS.stream()
          .filter(
              column ->
                  !List.of(
                          ProcessStatColumns.CMINFLT,
                          ProcessStatColumns.CMAJFLT,
                          ProcessStatColumns.CUTIME,
                          ProcessStatColumns.CSTIME,
                          ProcessStatColumns.CGUEST_TIME)
                      .contains(column))
          .toList();

  private static final List<Column> MEMORY =
      List.of(
          ProcessStatColumns.VSIZE,
          ProcessStatColumns.RSS,
          ProcessStatmColumns.SIZE,
          ProcessStatmColumns.RESIDENT,
          ProcessStatmColumns.SHARED,
          ProcessStatmColumns.TEXT,
          ProcessStatmColumns.DATA,
          ProcessStatusColumns.VM_SIZE,
          ProcessStatusColumns.VM_RSS,
          ProcessStatusColumns.RSS_ANON,
          ProcessStatusColumns.RSS_FILE,
          ProcessStatusColumns.RSS_SHMEM,
          ProcessStatusColumns.VM_DATA,
          ProcessStatusColumns.VM_SWAP);

  @TempDir static Path programs;

  private static Processes all() {
    return Procfs.mounted().processes();
  }

  private static void sample(Sampler<?> sampler) {
    assertThat(sampler.sample()).as(() -> sampler.problem().toString()).isEqualTo(Outcome.SAMPLED);
  }

  private static Map<Row, ProcessEntry> rows(Sampler<ProcessTable> sampler) {
    Map<Row, ProcessEntry> rows = new HashMap<>();
    sampler.view().processes().forEach(entry -> rows.put(entry.row(), entry));
    return rows;
  }

  /** A memory cgroup with a limit; null if this user cannot create one. */
  private static @Nullable Path limited() throws IOException {
    for (String parent : List.of("/sys/fs/cgroup/memory", "/sys/fs/cgroup")) {
      Path group = Path.of(parent, "procfs4j-test-" + ProcessHandle.current().pid());
      for (String limit : List.of("memory.limit_in_bytes", "memory.max")) {
        if (Files.isWritable(Path.of(parent)) && Files.exists(Path.of(parent, "cgroup.procs"))) {
          Files.createDirectories(group);
          if (Files.exists(group.resolve(limit))) {
            Files.writeString(group.resolve(limit), "4500000");
            return group;
          }
          Files.delete(group);
        }
      }
    }
    return null;
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whatIsExactIsNeverLate(boolean hasAll, @TempDir Path files) throws Exception {
    assumeTrue(Files.isReadable(PROC.resolve("self/stat")), "there is no /proc");
    Path limited = limited();
    Process kinds = start(files, limited);
    ProcessFile[] sampled =
        hasAll
            ? new ProcessFile[] {ProcessFile.STATM, ProcessFile.STATUS, ProcessFile.IO}
            : new ProcessFile[0];
    // Without schedstat, nothing shows that io need not be read.
    Processes full = all().with(ProcessFile.STATM, ProcessFile.STATUS, ProcessFile.IO);
    long[] compared = new long[2];
    try (Sampler<ProcessTable> before = full.sampler();
        Sampler<ProcessTable> after = full.sampler();
        Sampler<ProcessTable> late = all().with(sampled).lateByAtMost(NEVER).sampler()) {
      long exact = 0;
      while (exact < COMPARISONS / 2) {
        sample(before);
        sample(late);
        sample(after);
        assertThat(kinds.isAlive()).isTrue();
        assertThat(before.view().skipped()).isZero();
        long was = compared[0];
        compare(rows(before), rows(late), rows(after), compared);
        ProcessTable table = late.view();
        exact += (compared[0] - was) * table.skipped() / Math.max(1, table.processCount());
      }
      assertThat(compared[1]).as("processes that ran").isPositive();
    } finally {
      kinds.destroyForcibly().waitFor();
      remove(limited);
    }
  }

  @Test
  void countersOfThreadsAreNeverLate(@TempDir Path files) throws Exception {
    assumeTrue(Files.isReadable(PROC.resolve("self/stat")), "there is no /proc");
    Process kinds = start(files, null);
    Processes full = all().with(ProcessFile.STATUS, ProcessFile.IO).withThreads();
    long[] compared = new long[2];
    long skipped = 0;
    try (Sampler<ProcessTable> before = full.sampler();
        Sampler<ProcessTable> after = full.sampler();
        Sampler<ProcessTable> late = full.lateByAtMost(NEVER).sampler()) {
      while (compared[0] < COMPARISONS / 4 || skipped == 0) {
        sample(before);
        sample(late);
        sample(after);
        assertThat(kinds.isAlive()).isTrue();
        skipped += late.view().skipped();
        compareThreads(threads(before), threads(late), threads(after), compared);
      }
    } finally {
      kinds.destroyForcibly().waitFor();
    }
  }

  private static Map<Row, ProcessEntry> threads(Sampler<ProcessTable> sampler) {
    Map<Row, ProcessEntry> rows = new HashMap<>();
    sampler.view().threads().forEach(entry -> rows.put(entry.row(), entry));
    return rows;
  }

  private static void compareThreads(
      Map<Row, ProcessEntry> before,
      Map<Row, ProcessEntry> late,
      Map<Row, ProcessEntry> after,
      long[] counts) {
    late.forEach(
        (row, entry) -> {
          ProcessEntry first = before.get(row);
          ProcessEntry last = after.get(row);
          if (first != null && last != null) {
            for (Column column : COUNTERS_OF_THREADS) {
              counts[0] += compareCounter(column, first, entry, last);
            }
          }
        });
  }

  @Test
  void tenThousandThreadsHaveTheNumbersOfAFullReading() {
    int many = 10_000;
    try (Tasks tasks = new Tasks(programs)) {
      long started = tasks.threads(many);
      assumeTrue(started == many, () -> "only " + started + " threads are allowed here");
      Processes these = all().matching(ProcessFilter.pids(tasks.pid())).withThreads();
      long[] compared = new long[2];
      try (Sampler<ProcessTable> before = these.sampler();
          Sampler<ProcessTable> after = these.sampler();
          Sampler<ProcessTable> late = these.lateByAtMost(NEVER).sampler()) {
        for (int i = 0; i < 3; i++) {
          sample(before);
          sample(late);
          sample(after);
          assertThat(late.view().skipped()).as("processes with threads").isZero();
          assertThat(late.view().process(tasks.pid()).orElseThrow().stat().numThreads())
              .isEqualTo(many + 1);
          assertThat(late.view().threads()).hasSize(many + 1);
          compareThreads(threads(before), threads(late), threads(after), compared);
        }
      }
      assertThat(compared[0]).isGreaterThanOrEqualTo(3L * many);
    }
  }

  @Test
  void aThousandProcessesThatRunBetweenTwoSamplesAreAllReadAgain() throws Exception {
    int many = 1_000;
    try (Tasks tasks = new Tasks(programs)) {
      long[] children = LongStream.range(0, many).map(i -> tasks.child()).toArray();
      Processes these = all().matching(ProcessFilter.pids(children));
      try (Sampler<ProcessTable> late = these.lateByAtMost(NEVER).sampler();
          Sampler<ProcessTable> exact = these.sampler()) {
        sample(late);
        assumeTrue(late.view().readByOpening() == 0, "too few descriptors are allowed here");
        awaitSkipped(late, many);
        signal("-STOP", children);
        do {
          sample(exact);
        } while (!exact.view().processes().stream().allMatch(e -> e.stat().state() == 'T'));
        sample(late);
        assertThat(late.view().skipped()).isZero();
        assertThat(late.view().processes())
            .hasSize(many)
            .allMatch(entry -> entry.stat().state() == 'T');
        awaitSkipped(late, many);
      }
    }
  }

  private static void signal(String signal, long[] pids) throws Exception {
    List<String> words = new ArrayList<>(List.of("kill", signal));
    for (long pid : pids) {
      words.add(Long.toString(pid));
    }
    assertThat(new ProcessBuilder(words).inheritIO().start().waitFor()).isZero();
  }

  private static Process start(Path files, @Nullable Path limited) throws IOException {
    Path program = CProgram.compiled(programs, "kinds");
    boolean canReclaim = limited != null && !Files.getFileStore(files).type().equals("tmpfs");
    Process process =
        new ProcessBuilder(
                canReclaim
                    ? List.of(program.toString(), files.toString(), limited.toString())
                    : List.of(program.toString(), files.toString()))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    assertThat(process.inputReader().readLine()).isEqualTo("ok");
    return process;
  }

  /** The kernel removes a group as soon as it has no more processes. */
  private static void remove(@Nullable Path group) throws Exception {
    while (group != null && Files.exists(group)) {
      try {
        Files.delete(group);
      } catch (IOException e) {
        Thread.sleep(1);
      }
    }
  }

  /** Counts comparisons, and processes that ran between the full readings. */
  private static void compare(
      Map<Row, ProcessEntry> before,
      Map<Row, ProcessEntry> late,
      Map<Row, ProcessEntry> after,
      long[] counts) {
    late.forEach(
        (row, entry) -> {
          ProcessEntry first = before.get(row);
          ProcessEntry last = after.get(row);
          if (first != null && last != null) {
            for (Column column : COUNTERS) {
              counts[0] += compareCounter(column, first, entry, last);
            }
            if (wasAsleep(first, last)) {
              for (Column column : MEMORY) {
                counts[0] += compareMemory(column, first, entry, last);
              }
            } else {
              counts[1]++;
            }
          }
        });
  }

  private static int compareCounter(
      Column column, ProcessEntry before, ProcessEntry late, ProcessEntry after) {
    OptionalLong from = before.amount(column);
    OptionalLong now = late.amount(column);
    OptionalLong to = after.amount(column);
    if (from.isEmpty() || now.isEmpty() || to.isEmpty()) {
      return 0;
    }
    assertThat(now.getAsLong())
        .as("%s of %s", column.name(), late)
        .isBetween(from.getAsLong(), to.getAsLong());
    return 1;
  }

  private static int compareMemory(
      Column column, ProcessEntry before, ProcessEntry late, ProcessEntry after) {
    OptionalLong now = late.amount(column);
    if (now.isEmpty() || !before.amount(column).equals(after.amount(column))) {
      return 0;
    }
    assertThat(now).as("%s of %s", column.name(), late).isEqualTo(before.amount(column));
    return 1;
  }

  private static boolean wasAsleep(ProcessEntry before, ProcessEntry after) {
    return before.stat().state() != 'R'
        && after.stat().state() != 'R'
        && before.stat().amount(ProcessStatColumns.NUM_THREADS).orElse(0) == 1
        && SWITCHES.stream().allMatch(column -> before.amount(column).equals(after.amount(column)));
  }

  /** Samples until the files of a sleeping process are no longer read. */
  private static void awaitSkipped(Sampler<ProcessTable> sampler, int processes) {
    do {
      sample(sampler);
    } while (sampler.view().skipped() < processes);
  }

  @Test
  void whatOthersChangeIsNoLaterThanRequested() throws Exception {
    Duration age = Duration.ofMillis(400);
    try (Tasks tasks = new Tasks(programs)) {
      long child = tasks.child();
      Processes these = all().matching(ProcessFilter.pids(child));
      try (Sampler<ProcessTable> late = these.lateByAtMost(age).sampler();
          Sampler<ProcessTable> later = these.lateByAtMost(NEVER).sampler()) {
        sample(later);
        long first = nice(later, child);
        assumeTrue(first < 15, "this process is nice already, and may not become less nice");
        for (long nice = first + 1; nice < first + 5; nice++) {
          awaitSkipped(late, 1);
          awaitSkipped(later, 1);
          assertThat(
                  new ProcessBuilder("renice", "-n", "" + nice, "-p", "" + child)
                      .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                      .start()
                      .waitFor())
              .isZero();
          long changed = System.nanoTime();
          long begun;
          do {
            begun = System.nanoTime();
            sample(late);
          } while (begun - changed <= age.toNanos());
          assertThat(nice(late, child)).isEqualTo(nice);
          sample(later);
          assertThat(later.view().skipped()).isEqualTo(1);
          assertThat(nice(later, child)).isEqualTo(first);
        }
      }
    }
  }

  private static long nice(Sampler<ProcessTable> sampler, long pid) {
    return sampler.view().process(pid).orElseThrow().stat().nice();
  }

  @Test
  void aProcessWithThreadsIsReadEachTime() {
    try (Tasks tasks = new Tasks(programs)) {
      long child = tasks.child();
      Processes these = all().matching(ProcessFilter.pids(tasks.pid(), child));
      try (Sampler<ProcessTable> sampler = these.lateByAtMost(NEVER).sampler()) {
        awaitSkipped(sampler, 2);
        long thread = tasks.thread();
        for (int i = 0; i < 3; i++) {
          awaitSkipped(sampler, 1);
          assertThat(sampler.view().skipped()).isEqualTo(1);
        }
        tasks.endThread(thread);
        awaitSkipped(sampler, 2);
        tasks.end(child);
        sample(sampler);
        assertThat(sampler.view().process(child)).isEmpty();
        assertThat(sampler.view().unprobed()).isZero();
      }
    }
  }

  @Test
  void everythingIsReadWhereNothingMayBeLateOrFilesAreNotKept() {
    try (Tasks tasks = new Tasks(programs)) {
      Processes these = all().matching(ProcessFilter.pids(tasks.pid()));
      try (Sampler<ProcessTable> late = these.lateByAtMost(NEVER).sampler();
          Sampler<ProcessTable> exact =
              these.lateByAtMost(NEVER).lateByAtMost(Duration.ZERO).sampler();
          Sampler<ProcessTable> opening =
              these.lateByAtMost(NEVER).sampler(null, new Descriptors(0))) {
        awaitSkipped(late, 1);
        for (int i = 0; i < 10; i++) {
          sample(exact);
          sample(opening);
          sample(late);
          assertThat(late.view().skipped()).isEqualTo(1);
          assertThat(late.view().greatestAge()).isEqualTo(NEVER);
          assertThat(exact.view().greatestAge()).isZero();
          assertThat(late.bytes()).isLessThan(exact.bytes());
          assertThat(exact.view().skipped()).isZero();
          assertThat(opening.view().skipped()).isZero();
          assertThat(opening.view().readByOpening()).isEqualTo(1);
        }
      }
    }
  }

  @Test
  void anAgeIsNotNegative() {
    Processes all = all();
    Duration negative = Duration.ofNanos(-1);
    assertThatThrownBy(() -> all.lateByAtMost(negative))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(all.lateByAtMost(Duration.ofSeconds(Long.MAX_VALUE)).toString()).contains("late");
    assertThat(all.toString()).doesNotContain("late");
  }
}

package io.github.procfs4j.fidelity;

import static io.github.procfs4j.fidelity.FidelityTable.Unit.BYTES;
import static io.github.procfs4j.fidelity.FidelityTable.Unit.COUNT;
import static io.github.procfs4j.fidelity.FidelityTable.Unit.NANOS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.procfs4j.Procfs;
import io.github.procfs4j.fidelity.Worker.Done;
import io.github.procfs4j.process.ProcessIo;
import io.github.procfs4j.process.ProcessSchedStat;
import io.github.procfs4j.process.ProcessStat;
import io.github.procfs4j.process.ProcessStatm;
import io.github.procfs4j.process.ProcessStatus;
import io.github.procfs4j.process.SmapsRollup;
import io.github.procfs4j.sampling.KernelConstants;
import io.github.procfs4j.sampling.SampledFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the files of a process show for a known amount of work.
 *
 * <p>The bounds are the process's own counts: at least what it counted immediately around the work,
 * at most what it counted from before the first reading to after the last one. The load of others
 * does not matter.
 */
@Tag("alone")
class ProcessFidelityTest {
  private static final FidelityTable TABLE = new FidelityTable();
  private static final long MICRO = 1000;
  private static final long TICK =
      1_000_000_000L / KernelConstants.ofRunningKernel().ticksPerSecond();
  private static final int PAGE = KernelConstants.ofRunningKernel().pageSize();
  private static final long MEBIBYTE = 1 << 20;

  @TempDir private static Path programs;

  /**
   * On a file system on a disk, if the build is on one; the directory for temporary files may not
   * be.
   */
  private static Path directory = Path.of("");

  private final Worker worker = new Worker(programs);
  private final Readings readings = new Readings();

  @BeforeAll
  static void makeDirectory() throws IOException {
    directory = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "fidelity");
  }

  @BeforeEach
  void warm() {
    // Its code and data have been faulted in, and the linker has resolved its calls.
    worker.ask("user 1");
    worker.ask("system 1");
    worker.ask("switches 1");
    worker.ask("faults 1");
    worker.ask("children 1 1 1 1");
    worker.ask("nothing");
  }

  @AfterEach
  void close() {
    readings.close();
    worker.close();
  }

  @AfterAll
  static void write() throws IOException {
    TABLE.write("process");
    try (var files = Files.list(directory)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(directory);
  }

  private static boolean isOnDisk() throws IOException {
    return !Set.of("tmpfs", "ramfs").contains(Files.getFileStore(directory).type());
  }

  private Done during(String command, SampledFile<?>... files) {
    for (SampledFile<?> file : files) {
      readings.with(file, worker.directory());
    }
    return worker.during(readings, command);
  }

  private long grew(SampledFile<?> file, String column) {
    return readings.grew(file.source().name(), column);
  }

  private static String name(SampledFile<?> file, String column) {
    return file.source().name() + " " + column;
  }

  /** Checks a column that counts exactly what the process counts, in the same unit. */
  private void same(
      String work,
      Done done,
      String own,
      SampledFile<?> file,
      String column,
      FidelityTable.Unit unit,
      String why) {
    TABLE.check(
        work,
        name(file, column),
        unit,
        done.least(own),
        grew(file, column),
        done.least(own),
        done.most(own),
        why);
  }

  /** Checks columns that count times in ticks, which the process knows in microseconds. */
  private void ticks(String work, Done done, String own, String column) {
    TABLE.check(
        work,
        name(ProcessStat.FILE, column),
        NANOS,
        done.least(own) * MICRO,
        grew(ProcessStat.FILE, column) * TICK,
        Math.max(0, done.least(own) * MICRO - TICK + 1),
        done.most(own) * MICRO + TICK - 1,
        "both readings are rounded down to a tick");
  }

  /** The sum is exact except for the ticks; its division depends on the modes that ticks hit. */
  private void cpuTime(String work, Done done, long nominal, String mode) {
    assertThat(done.least("cpu")).isGreaterThanOrEqualTo(nominal);
    long utime = grew(ProcessStat.FILE, "utime") * TICK;
    long stime = grew(ProcessStat.FILE, "stime") * TICK;
    TABLE.check(
        work,
        "pid/stat utime + stime",
        NANOS,
        done.least("cpu"),
        utime + stime,
        done.least("cpu") - 2 * TICK + 1,
        done.most("cpu") + 2 * TICK - 1,
        "exact in the kernel; each column is rounded down to a tick");
    ticks(work, done, mode, mode);
    TABLE.check(
        work,
        name(ProcessStat.FILE, mode),
        NANOS,
        nominal,
        mode.equals("utime") ? utime : stime,
        nominal * 3 / 4,
        done.most("cpu") + TICK,
        "which mode it was in is asked at the timer interrupt; a quarter for chance");
  }

  @Test
  void timeInUserMode() {
    Done done = during("user 400", ProcessStat.FILE);
    cpuTime("400 ms in user mode", done, 400_000_000, "utime");
  }

  @Test
  void timeInTheKernel() {
    Done done = during("system 400", ProcessStat.FILE);
    cpuTime("400 ms in the kernel", done, 400_000_000, "stime");
  }

  @Test
  void runTime() {
    Done done = during("user 100", ProcessSchedStat.FILE);
    isOn();
    assertThat(done.least("cpu")).isGreaterThanOrEqualTo(100_000_000);
    same(
        "100 ms in user mode",
        done,
        "first",
        ProcessSchedStat.FILE,
        "sum_exec_runtime",
        NANOS,
        "the same clock");
  }

  /** If it is disabled, the file contains only zeros. */
  private void isOn() {
    assumeTrue(grew(ProcessSchedStat.FILE, "pcount") > 0, "schedstat is switched off");
  }

  /**
   * The time of a thread counts for its process in stat, but not in schedstat, which is of the
   * first thread.
   */
  @Test
  void timeOfAnotherThread() {
    Done done = during("thread 200", ProcessStat.FILE, ProcessSchedStat.FILE);
    isOn();
    String work = "a second thread: 200 ms";
    assertThat(done.least("cpu")).isGreaterThanOrEqualTo(200_000_000);
    TABLE.check(
        work,
        "pid/stat utime + stime",
        NANOS,
        done.least("cpu"),
        (grew(ProcessStat.FILE, "utime") + grew(ProcessStat.FILE, "stime")) * TICK,
        done.least("cpu") - 2 * TICK + 1,
        done.most("cpu") + 2 * TICK - 1,
        "of all threads, ended ones included");
    same(
        work,
        done,
        "first",
        ProcessSchedStat.FILE,
        "sum_exec_runtime",
        NANOS,
        "of the first thread only");
  }

  @Test
  void children() {
    Done done = during("children 5 40 100 5000", ProcessStat.FILE, ProcessIo.FILE);
    String work = "5 children: each 40 ms, 100 faults, 5,000 bytes";
    long times = done.least("cutime") + done.least("cstime");
    assertThat(times * MICRO).isGreaterThanOrEqualTo(5 * 40_000_000L);
    assertThat(done.least("cminflt")).isGreaterThanOrEqualTo(5 * 100);
    ticks(work, done, "cutime", "cutime");
    ticks(work, done, "cstime", "cstime");
    same(work, done, "cminflt", ProcessStat.FILE, "cminflt", COUNT, "theirs, once waited for");
    same(work, done, "minflt", ProcessStat.FILE, "minflt", COUNT, "its own: the forks themselves");
    exactly(work, done, "wchar", ProcessIo.FILE, "wchar", BYTES, "its own and theirs together");
    exactly(work, done, "syscw", ProcessIo.FILE, "syscw", COUNT, "its own and theirs together");
  }

  @Test
  void minorFaults() {
    Done done = during("faults 4096", ProcessStat.FILE);
    String work = "4,096 new anonymous pages written to";
    assertThat(done.least("minflt")).isGreaterThanOrEqualTo(4096);
    same(work, done, "minflt", ProcessStat.FILE, "minflt", COUNT, "exact");
    same(work, done, "majflt", ProcessStat.FILE, "majflt", COUNT, "exact");
  }

  @Test
  void majorFaults() throws IOException {
    Path file = directory.resolve("mapped");
    worker.ask("write " + MEBIBYTE + " 65536 synced " + file).orSkip();
    worker.ask("major 1 " + file).orSkip();
    long pages = MEBIBYTE / PAGE;
    Done done = during("major " + pages + " " + file, ProcessStat.FILE, ProcessIo.FILE);
    long absent = done.work().result();
    assumeTrue(absent > 0, "the file system of the build keeps files in memory");
    String work = absent + " pages of a file that are not in memory read";
    assumeTrue(done.least("majflt") >= absent, "its file system reads in larger pieces");
    same(work, done, "majflt", ProcessStat.FILE, "majflt", COUNT, "exact");
    TABLE.check(
        work,
        name(ProcessIo.FILE, "read_bytes"),
        BYTES,
        absent * PAGE,
        grew(ProcessIo.FILE, "read_bytes"),
        absent * PAGE,
        done.most("majflt") * PAGE + METADATA,
        "told not to read ahead; where the file stands may have to be read, too");
  }

  /** The metadata that a file system may have to read or change for a file. */
  private static final long METADATA = 128 << 10;

  /**
   * At rest, both the kernel and the process have counted each call that has returned. So both
   * counts are equal, to the byte.
   */
  private void exactly(
      String work,
      Done done,
      String name,
      SampledFile<?> file,
      String column,
      FidelityTable.Unit unit,
      String why) {
    long own = done.settled(name);
    TABLE.check(work, name(file, column), unit, own, grew(file, column), own, own, why);
  }

  @Test
  void charactersReadAndWritten() throws IOException {
    Path file = directory.resolve("cached");
    Done done = during("write " + 4 * MEBIBYTE + " 65536 cached " + file, ProcessIo.FILE);
    String work = "4 MiB written to a file in 64 pieces";
    exactly(
        work,
        done,
        "wchar",
        ProcessIo.FILE,
        "wchar",
        BYTES,
        "exact, with the answer to its driver");
    exactly(
        work,
        done,
        "syscw",
        ProcessIo.FILE,
        "syscw",
        COUNT,
        "exact, with the answer to its driver");
    assumeTrue(isOnDisk(), "the file system of the build keeps files in memory");
    TABLE.check(
        work,
        name(ProcessIo.FILE, "write_bytes"),
        BYTES,
        4 * MEBIBYTE,
        grew(ProcessIo.FILE, "write_bytes"),
        4 * MEBIBYTE,
        4 * MEBIBYTE + METADATA,
        "counted by page as it becomes dirty; the file system may make pages of its own dirty");

    done = worker.during(readings, "read " + 4 * MEBIBYTE + " 65536 cached " + file);
    work = "the same read from the page cache";
    exactly(
        work,
        done,
        "rchar",
        ProcessIo.FILE,
        "rchar",
        BYTES,
        "exact, with the command of its driver");
    exactly(
        work,
        done,
        "syscr",
        ProcessIo.FILE,
        "syscr",
        COUNT,
        "exact, with the command of its driver");

    worker.during(readings, "truncate " + file);
    work = "the same truncated";
    TABLE.check(
        work,
        name(ProcessIo.FILE, "cancelled_write_bytes"),
        BYTES,
        4 * MEBIBYTE,
        grew(ProcessIo.FILE, "cancelled_write_bytes"),
        0,
        4 * MEBIBYTE + METADATA,
        "what the kernel has not begun to write of its own accord");
  }

  @Test
  void bytesPastThePageCache() throws IOException {
    Path file = directory.resolve("direct");
    worker.ask("write " + 4 * MEBIBYTE + " 65536 synced " + file).orSkip();
    Done done = during("write " + 4 * MEBIBYTE + " 65536 direct " + file, ProcessIo.FILE);
    assumeTrue(isOnDisk(), "the file system of the build keeps files in memory");
    direct("4 MiB written by O_DIRECT", "write_bytes");
    exactly("4 MiB written by O_DIRECT", done, "wchar", ProcessIo.FILE, "wchar", BYTES, "exact");
    worker.during(readings, "read " + 4 * MEBIBYTE + " 65536 direct " + file);
    direct("the same read by O_DIRECT", "read_bytes");
  }

  private void direct(String work, String column) {
    TABLE.check(
        work,
        name(ProcessIo.FILE, column),
        BYTES,
        4 * MEBIBYTE,
        grew(ProcessIo.FILE, column),
        4 * MEBIBYTE,
        4 * MEBIBYTE + METADATA,
        "exact for the file, whose metadata are in memory as a rule");
  }

  @Test
  void contextSwitches() {
    Done done = during("switches 100", ProcessStatus.FILE);
    String work = "100 sleeps of 1 ms";
    assertThat(done.least("nvcsw") + done.least("nivcsw")).isGreaterThanOrEqualTo(100);
    same(
        work,
        done,
        "nvcsw",
        ProcessStatus.FILE,
        "voluntary_ctxt_switches",
        COUNT,
        "exact, with those to wait for commands");
    same(work, done, "nivcsw", ProcessStatus.FILE, "nonvoluntary_ctxt_switches", COUNT, "exact");
  }

  @Test
  void timeslices() {
    Done done = during("switches 100", ProcessSchedStat.FILE, ProcessStatus.FILE);
    isOn();
    long switches =
        grew(ProcessStatus.FILE, "voluntary_ctxt_switches")
            + grew(ProcessStatus.FILE, "nonvoluntary_ctxt_switches");
    long pcount = grew(ProcessSchedStat.FILE, "pcount");
    assertThat(pcount).isEqualTo(switches);
    TABLE.check(
        "100 sleeps of 1 ms",
        name(ProcessSchedStat.FILE, "pcount"),
        COUNT,
        done.least("nvcsw") + done.least("nivcsw"),
        pcount,
        done.least("nvcsw") + done.least("nivcsw"),
        done.most("nvcsw") + done.most("nivcsw"),
        "who was switched away was switched to: equals both kinds of switches of status");
  }

  @Test
  void memory() {
    long pages = 4096;
    Done done = during("hold " + pages, ProcessStat.FILE, ProcessStatm.FILE, SmapsRollup.FILE);
    String work = "4,096 new anonymous pages held";
    assertThat(done.least("minflt")).isGreaterThanOrEqualTo(pages);
    long held = pages * PAGE;
    TABLE.check(
        work,
        name(SmapsRollup.FILE, "Anonymous") + " + Swap",
        BYTES,
        held,
        (grew(SmapsRollup.FILE, "Anonymous") + grew(SmapsRollup.FILE, "Swap")) * 1024,
        held,
        done.most("minflt") * PAGE,
        "page tables are walked; each further page took a fault");
    long cpus = Procfs.mounted().stat().cpus().size();
    long error = (cpus + 1) * Math.max(64, 2 * cpus) * PAGE;
    for (String column : new String[] {"pid/stat rss", "pid/statm resident"}) {
      String[] words = column.split(" ", 2);
      TABLE.check(
          work,
          column,
          BYTES,
          held,
          readings.grew(words[0], words[1]) * PAGE,
          held - error,
          done.most("minflt") * PAGE + error,
          "a CPU, once a thread, keeps up to 64 pages to itself (twice the CPUs, if more)");
    }
  }
}

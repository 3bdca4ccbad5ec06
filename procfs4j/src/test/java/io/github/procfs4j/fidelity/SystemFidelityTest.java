package io.github.procfs4j.fidelity;

import static io.github.procfs4j.fidelity.FidelityTable.NONE;
import static io.github.procfs4j.fidelity.FidelityTable.Unit.BYTES;
import static io.github.procfs4j.fidelity.FidelityTable.Unit.COUNT;
import static io.github.procfs4j.fidelity.FidelityTable.Unit.NANOS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.procfs4j.Procfs;
import io.github.procfs4j.fidelity.Worker.Done;
import io.github.procfs4j.model.Row;
import io.github.procfs4j.sampling.KernelConstants;
import io.github.procfs4j.system.DiskStats;
import io.github.procfs4j.system.Locks;
import io.github.procfs4j.system.Stat;
import io.github.procfs4j.system.VmStat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the files of the machine show while a process does a known amount of work.
 *
 * <p>They must show at least that. Everything else is the activity of others, which is only checked
 * if it has a bound: no CPU is busy for longer than the time that passed, and no more tasks are
 * forked than numbers were assigned.
 */
@Tag("alone")
class SystemFidelityTest {
  private static final FidelityTable TABLE = new FidelityTable();
  private static final Path PROC = Path.of("/proc");
  private static final long TICK =
      1_000_000_000L / KernelConstants.ofRunningKernel().ticksPerSecond();
  private static final int PAGE = KernelConstants.ofRunningKernel().pageSize();
  private static final long MEBIBYTE = 1 << 20;

  /** The kernel's timer ticks are at most 10 ms, and busy times begin and end within one. */
  private static final long KERNEL_TICK = 10_000_000;

  /** The inode of the initial PID namespace: PROC_PID_INIT_INO. */
  private static final String FIRST_NAMESPACE = "pid:[4026531836]";

  /** Forks that had been assigned a number before, but were counted later. */
  private static final long IN_THE_MAKING = 20;

  private static final List<String> BUSY = List.of("user", "nice", "system", "irq", "softirq");

  @TempDir private static Path programs;
  private final Worker worker = new Worker(programs);
  private final Readings readings = new Readings();

  @AfterEach
  void close() {
    readings.close();
    worker.close();
  }

  @AfterAll
  static void write() {
    TABLE.write("system");
  }

  private long cpu(String column, boolean each) {
    return readings.rows("stat", "cpu").stream()
        .filter(row -> row.labels().equals(List.of("all")) != each)
        .mapToLong(row -> readings.grew("stat", column, row::equals))
        .sum();
  }

  /**
   * A runnable process keeps a CPU from being idle, no matter what runs at each tick: the process
   * itself, another one, or another virtual machine on the same hardware.
   */
  @Test
  void cpuTime() {
    var processes = Procfs.mounted().processes().sampler();
    readings.with(Stat.FILE, PROC).with(processes);
    Done done = worker.during(readings, "user 300");
    long own = done.least("cpu");
    assertThat(own).isGreaterThanOrEqualTo(300_000_000);
    long cpus = readings.rows("stat", "cpu").size() - 1L;
    long busy = BUSY.stream().mapToLong(column -> cpu(column, false)).sum() * TICK;
    long stolen = cpu("steal", false) * TICK;
    String work = "300 ms in user mode";
    TABLE.check(
        work,
        "stat cpu all: user + nice + system + irq + softirq + steal",
        NANOS,
        own,
        busy + stolen,
        own / 2,
        NONE,
        "by timer interrupts, of which a virtual CPU may lose some: half; with all others");
    String all = processes.source().name();
    long known = (readings.allGrew(all, "utime") + readings.allGrew(all, "stime")) * TICK;
    assertThat(known).isGreaterThanOrEqualTo(own - 2 * TICK);
    TABLE.check(
        work + ", and what all processes say",
        "stat cpu all: the same",
        NANOS,
        known,
        busy + stolen,
        known / 2,
        NONE,
        "likewise; those that ended meanwhile are missing in the sum");
    TABLE.check(
        work,
        "stat cpu all: the same without steal",
        NANOS,
        own,
        busy,
        0,
        cpus * (readings.nanos() + 2 * KERNEL_TICK) + 5 * TICK,
        "no CPU is busy for longer than the time that passed");
    long sum = BUSY.stream().mapToLong(column -> cpu(column, true)).sum() * TICK;
    TABLE.check(
        work,
        "stat cpu 0, 1...: the same, summed up",
        NANOS,
        own,
        sum,
        busy - 5 * cpus * TICK - cpus * readings.nanosOfReading(),
        busy + 5 * TICK + cpus * readings.nanosOfReading(),
        "all is their sum before it is rounded; they are read while time goes on");
  }

  @Test
  void forks() throws IOException {
    readings.with(Stat.FILE, PROC);
    worker.ask("fork");
    long first = worker.ask("fork").result();
    Done done = worker.during(readings, "children 50 0 0 0");
    long last = worker.ask("fork").result();
    assertThat(done.work().result()).isZero();
    boolean isWhole =
        last > first
            && Files.readSymbolicLink(Path.of("/proc/self/ns/pid"))
                .toString()
                .equals(FIRST_NAMESPACE);
    TABLE.check(
        "50 children forked",
        "stat processes",
        COUNT,
        50,
        readings.grew("stat", "processes"),
        50,
        isWhole ? last - first - 1 + IN_THE_MAKING : NONE,
        "all forks of the machine, threads too: no more than numbers given away, and 20 in the"
            + " making");
  }

  @Test
  void contextSwitches() {
    readings.with(Stat.FILE, PROC);
    Done done = worker.during(readings, "switches 100");
    long own = done.least("nvcsw") + done.least("nivcsw");
    assertThat(own).isGreaterThanOrEqualTo(100);
    TABLE.check(
        "100 sleeps of 1 ms",
        "stat ctxt",
        COUNT,
        own,
        readings.grew("stat", "ctxt"),
        own,
        NONE,
        "with those of all tasks and of idle CPUs");
  }

  /** All processes that exist before and after are read within the interval of vmstat. */
  @Test
  void faults() {
    var processes = Procfs.mounted().processes().sampler();
    readings.with(VmStat.FILE, PROC).with(processes);
    Done done = worker.during(readings, "faults 4096");
    long own = done.least("minflt") + done.least("majflt");
    assertThat(own).isGreaterThanOrEqualTo(4096);
    TABLE.check(
        "4,096 new anonymous pages written to",
        "vmstat pgfault",
        COUNT,
        own,
        readings.grew("vmstat", "pgfault"),
        own,
        NONE,
        "counted as they happen, by CPU, and summed up when read: never late");
    String all = processes.source().name();
    long known = readings.allGrew(all, "minflt") + readings.allGrew(all, "majflt");
    assertThat(known).isGreaterThanOrEqualTo(4096);
    TABLE.check(
        "the same, and what all processes say",
        "vmstat pgfault",
        COUNT,
        known,
        readings.grew("vmstat", "pgfault"),
        known,
        NONE,
        "those that ended meanwhile, and faults on behalf of others, are missing in the sum");
  }

  /**
   * A directory on a disk, if the build is on one; the directory for temporary files may not be.
   */
  private static Path onDisk() throws IOException {
    return Files.createTempDirectory(Path.of("target").toAbsolutePath(), "fidelity");
  }

  @Test
  void disks() throws IOException {
    Path directory = onDisk();
    Path file = directory.resolve("file");
    try {
      long device = worker.ask("device " + directory).orSkip().result();
      assumeTrue(isCounted(device), "the disk does not count: its queue/iostats is 0");
      worker.ask("write " + 8 * MEBIBYTE + " 65536 synced " + file).orSkip();
      readings.with(DiskStats.FILE, PROC).with(VmStat.FILE, PROC);
      worker.during(readings, "write " + 8 * MEBIBYTE + " 65536 direct " + file);
      Row disk = disk(device);
      disk("8 MiB written by O_DIRECT", disk, "sectors_written", "pgpgout");
      worker.during(readings, "read " + 8 * MEBIBYTE + " 65536 direct " + file);
      disk("8 MiB read by O_DIRECT", disk, "sectors_read", "pgpgin");
      Done done = worker.during(readings, "major " + 8 * MEBIBYTE / PAGE + " " + file);
      long absent = done.work().result();
      TABLE.check(
          "8 MiB of a file that are not in memory read by page",
          "vmstat pgmajfault",
          COUNT,
          absent,
          readings.grew("vmstat", "pgmajfault"),
          absent,
          NONE,
          "those of all processes");
    } finally {
      Files.deleteIfExists(file);
      Files.delete(directory);
    }
  }

  /** Whether statistics of the disk, or of the disk with the partition, are enabled. */
  private static boolean isCounted(long device) throws IOException {
    Path disk = Path.of("/sys/dev/block", (device >> 20) + ":" + (device & 0xfffff));
    for (String place : List.of("queue/iostats", "../queue/iostats")) {
      Path switched = disk.resolve(place);
      if (Files.exists(switched)) {
        return !Files.readString(switched).strip().equals("0");
      }
    }
    return true;
  }

  /** The disk or partition with this number, if the file system is on one. */
  private Row disk(long device) {
    List<Row> disks =
        readings.rows("diskstats", "disk").stream()
            .filter(
                disk ->
                    readings.now("diskstats", "major", disk) == device >> 20
                        && readings.now("diskstats", "minor", disk) == (device & 0xfffff))
            .toList();
    assumeTrue(disks.size() == 1, "the build does not stand on a disk of its own");
    return disks.getFirst();
  }

  private void disk(String work, Row disk, String sectors, String kibibytes) {
    TABLE.check(
        work,
        "diskstats " + sectors,
        BYTES,
        8 * MEBIBYTE,
        readings.grew("diskstats", sectors, disk::equals) * 512,
        8 * MEBIBYTE,
        NONE,
        "counted before the caller is told that it is done; with those of all others");
    TABLE.check(
        work,
        "vmstat " + kibibytes,
        BYTES,
        8 * MEBIBYTE,
        readings.grew("vmstat", kibibytes) * 1024,
        8 * MEBIBYTE - 1023,
        NONE,
        "counted as it is asked for, of all disks; rounded down to a KiB");
  }

  @Test
  void locks() {
    Path file = programs.resolve("locked");
    readings.with(Locks.FILE, PROC);
    worker.during(readings, "lock 100 50 " + file);
    TABLE.check(
        "the bytes 100 to 149 of a file locked", "locks lock", COUNT, 1, held(), 1, 1, LOCK);
    worker.during(readings, "unlock");
    TABLE.check("the same unlocked", "locks lock", COUNT, 0, held(), 0, 0, LOCK);
  }

  private static final String LOCK = "rows of its number, POSIX, WRITE, 100 to 149";

  private long held() {
    String pid = Long.toString(worker.pid());
    return readings.rows("locks", "lock").stream()
        .map(Row::labels)
        .filter(labels -> labels.containsAll(List.of("POSIX", "WRITE", pid, "100", "149")))
        .count();
  }
}

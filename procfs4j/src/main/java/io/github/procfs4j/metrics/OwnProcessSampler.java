package io.github.procfs4j.metrics;

import io.github.procfs4j.Procfs;
import io.github.procfs4j.model.Column;
import io.github.procfs4j.model.Kind;
import io.github.procfs4j.model.Row;
import io.github.procfs4j.model.Source;
import io.github.procfs4j.model.Table;
import io.github.procfs4j.model.Unit;
import io.github.procfs4j.process.ProcessIo;
import io.github.procfs4j.process.ProcessIoColumns;
import io.github.procfs4j.process.ProcessStat;
import io.github.procfs4j.processes.OwnProcess;
import io.github.procfs4j.processes.OwnUsage;
import io.github.procfs4j.sampling.KernelConstants;
import io.github.procfs4j.sampling.UnreadableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The resources of the process of this JVM as one row. The switches of a whole process are only
 * known with native access.
 */
final class OwnProcessSampler extends ComputedSampler {
  private static final Row ROW = Table.of("process").row();

  private static final Column USER_TIME = time("user_time", "CPU time outside the kernel.");
  private static final Column SYSTEM_TIME = time("system_time", "CPU time in the kernel.");
  private static final Column RESIDENT = size("resident", "Memory in RAM.");
  private static final Column VIRTUAL = size("virtual", "Address space.");
  private static final Column THREADS = count("threads", Kind.GAUGE, "Threads.");
  private static final Column FILE_DESCRIPTORS =
      count("file_descriptors", Kind.GAUGE, "Open file descriptors.");
  private static final Column MINOR_FAULTS =
      count("minor_faults", Kind.COUNTER, "Page faults that did not need to read from a disk.");
  private static final Column MAJOR_FAULTS =
      count("major_faults", Kind.COUNTER, "Page faults that had to read from a disk.");
  private static final Column VOLUNTARY_SWITCHES =
      count("voluntary_switches", Kind.COUNTER, "Times that a thread gave up its CPU.");
  private static final Column INVOLUNTARY_SWITCHES =
      count("involuntary_switches", Kind.COUNTER, "Times that a thread lost its CPU.");
  private static final Column AVAILABLE_TIME =
      time("available_time", "Time that passed on all CPUs available to the process.");
  private static final Column MEMORY_TOTAL =
      size("memory_total", "Memory of the machine that the kernel manages.");
  private static final Column UPTIME = time("uptime", "Time since the start of the process.");

  private static final long NANOS_PER_SECOND = 1_000_000_000;

  private final Procfs proc;
  private @Nullable OwnProcess process;

  /** When the process was started, on the scale of {@link System#nanoTime}. */
  private long startNanos;

  /** The CPU time that the process could have had until the last sample. */
  private long availableNanos;

  private long lastNanos = System.nanoTime();

  OwnProcessSampler(Procfs proc) {
    super(
        new Source(
            "process",
            "Resources of this process",
            Source.Mode.SAMPLED,
            "",
            "",
            "",
            "proc_pid_stat(5), proc_pid_io(5), getrusage(2)"),
        proc.root());
    this.proc = proc;
  }

  private static Column time(String name, String meaning) {
    return column(name, Unit.NANOSECONDS, Kind.COUNTER, meaning);
  }

  private static Column size(String name, String meaning) {
    return column(name, Unit.BYTES, Kind.GAUGE, meaning);
  }

  private static Column count(String name, Kind kind, String meaning) {
    return column(name, Unit.COUNT, kind, meaning);
  }

  private static Column column(String name, Unit unit, Kind kind, String meaning) {
    return new Column(name, unit, kind, false, "", "", meaning, "proc_pid_stat(5)");
  }

  @Override
  void compute() {
    OwnProcess own = process();
    OwnUsage usage = own.usage();
    ProcessStat stat = own.directory().stat();
    add(ROW, USER_TIME, usage.userNanos());
    add(ROW, SYSTEM_TIME, usage.systemNanos());
    add(ROW, RESIDENT, usage.residentBytes());
    add(ROW, VIRTUAL, stat.vsize());
    add(ROW, THREADS, usage.threads());
    add(ROW, MINOR_FAULTS, usage.minorFaults());
    add(ROW, MAJOR_FAULTS, usage.majorFaults());
    add(ROW, AVAILABLE_TIME, availableNanos());
    add(ROW, MEMORY_TOTAL, proc.memInfo().memTotal());
    add(ROW, UPTIME, System.nanoTime() - startNanos);
    add(VOLUNTARY_SWITCHES, usage.voluntarySwitches());
    add(INVOLUNTARY_SWITCHES, usage.involuntarySwitches());
    add(FILE_DESCRIPTORS, fileDescriptors(own.directory().path()));
    addIo(own);
  }

  /** Their number may change, with the affinity of the process and the limits of its container. */
  private long availableNanos() {
    long now = System.nanoTime();
    availableNanos += (now - lastNanos) * Runtime.getRuntime().availableProcessors();
    lastNanos = now;
    return availableNanos;
  }

  private void add(Column column, OptionalLong value) {
    if (value.isPresent()) {
      add(ROW, column, value.getAsLong());
    }
  }

  /** A kernel may have no such file, and not every process may read its own. */
  private void addIo(OwnProcess own) {
    try {
      ProcessIo io = own.directory().io();
      add(ROW, ProcessIoColumns.READ_BYTES, io.readBytes());
      add(ROW, ProcessIoColumns.WRITE_BYTES, io.writeBytes());
    } catch (UnreadableException e) {
      // Then these columns are absent.
    }
  }

  private OwnProcess process() {
    OwnProcess own = process;
    if (own == null) {
      own = proc.self();
      startNanos = System.nanoTime() - ageNanos(own.directory().stat());
      process = own;
    }
    return own;
  }

  private long ageNanos(ProcessStat stat) {
    double ticksPerSecond = KernelConstants.ofRunningKernel().ticksPerSecond();
    double age =
        proc.uptime().sinceBootNanos() - stat.starttime() / ticksPerSecond * NANOS_PER_SECOND;
    return (long) age;
  }

  /** Those that are open now, without the one that lists them. */
  private static OptionalLong fileDescriptors(Path directory) {
    try (Stream<Path> open = Files.list(directory.resolve("fd"))) {
      return OptionalLong.of(open.count() - 1);
    } catch (IOException e) {
      return OptionalLong.empty();
    }
  }
}

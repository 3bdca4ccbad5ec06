package io.github.procfs4j.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.github.procfs4j.Procfs;
import io.github.procfs4j.processes.ProcessFile;
import io.github.procfs4j.processes.ProcessFilter;
import io.github.procfs4j.processes.ProcessTable;
import io.github.procfs4j.processes.Processes;
import io.github.procfs4j.sampling.Outcome;
import io.github.procfs4j.sampling.SampledFile;
import io.github.procfs4j.sampling.Sampler;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import oshi.SystemInfo;
import oshi.hardware.CentralProcessor;
import oshi.hardware.GlobalMemory;
import oshi.software.os.OSProcess;
import oshi.software.os.OperatingSystem;
import oshi.util.GlobalConfig;
import oshi.util.Memoizer;
import oshi.util.driver.linux.proc.DiskStats;

/**
 * The programs in Java, each in a separate JVM, that follow the protocol in {@code reader.h}: this
 * library, OSHI, and files read as lines.
 */
final class JavaReader {
  static final String FILES = "Files.readAllLines";
  static final String OSHI = "OSHI";

  private static final String STAT = "process/stat";
  private static final String FOUR = "process/four";
  private static final List<String> FOUR_FILES = List.of("stat", "statm", "status", "io");
  private static final Path PROC = Path.of("/proc");

  /** Reads a subject once. */
  private interface Reading {
    /** 1, or the number of processes. */
    int read() throws IOException;
  }

  /** Prepares the reading of a subject. */
  private interface Preparation {
    Optional<Reading> of(String subject);
  }

  /** Kept so that the reading is not optimized away. */
  private static volatile @Nullable Object result;

  private JavaReader() {}

  /**
   * Answers requests until the end of the input.
   *
   * @param args the program, and the processes
   */
  public static void main(String[] args) throws IOException {
    long[] pids = Arrays.stream(args).skip(1).mapToLong(Long::parseLong).toArray();
    Preparation preparation =
        switch (args[0]) {
          case Contender.OURS -> subject -> ours(subject, pids);
          case FILES -> subject -> files(subject, pids);
          case OSHI -> oshi(pids);
          default -> throw new IllegalArgumentException(args[0]);
        };
    answer(preparation);
  }

  private static void answer(Preparation preparation) throws IOException {
    BufferedReader asked = new BufferedReader(new InputStreamReader(System.in, US_ASCII));
    CpuClock clock = CpuClock.own();
    String prepared = "";
    Optional<Reading> reading = Optional.empty();
    for (String line = asked.readLine(); line != null; line = asked.readLine()) {
      String subject = line.substring(0, line.indexOf(' '));
      if (!subject.equals(prepared)) {
        reading = preparation.of(subject);
        prepared = subject;
      }
      System.out.println(
          reading.isEmpty()
              ? "-"
              : timed(
                  clock, reading.get(), Integer.parseInt(line.substring(subject.length() + 1))));
    }
  }

  private static String timed(CpuClock clock, Reading reading, int times) throws IOException {
    long cpu = clock.nanos();
    long time = System.nanoTime();
    long read = 0;
    for (int i = 0; i < times; i++) {
      read += reading.read();
    }
    time = System.nanoTime() - time;
    return (clock.nanos() - cpu) + " " + time + " " + read;
  }

  private static Optional<Reading> ours(String subject, long[] pids) {
    return switch (subject) {
      case STAT -> Optional.of(processes(pids, Set.of()));
      case FOUR ->
          Optional.of(
              processes(pids, Set.of(ProcessFile.STATM, ProcessFile.STATUS, ProcessFile.IO)));
      default ->
          Procfs.sampledFiles().stream()
              .<SampledFile<?>>map(file -> file)
              .filter(file -> file.source().name().equals(subject))
              .map(file -> file.sampler(PROC))
              .<Reading>map(
                  sampler ->
                      () -> {
                        sample(sampler);
                        return 1;
                      })
              .findFirst();
    };
  }

  private static Reading processes(long[] pids, Set<ProcessFile> files) {
    Sampler<ProcessTable> sampler =
        Processes.at(PROC).with(files).matching(ProcessFilter.pids(pids)).sampler();
    return () -> {
      sample(sampler);
      return sampler.view().processes().size();
    };
  }

  private static void sample(Sampler<?> sampler) throws IOException {
    if (sampler.sample() != Outcome.SAMPLED) {
      throw new IOException(sampler.problem().orElse("not read"));
    }
  }

  private static Optional<Reading> files(String subject, long[] pids) {
    if (!subject.startsWith("process/")) {
      return Optional.of(reading(List.of(PROC.resolve(subject)), 1));
    }
    List<String> names = subject.equals(FOUR) ? FOUR_FILES : List.of("stat");
    List<Path> paths =
        Arrays.stream(pids)
            .mapToObj(pid -> PROC.resolve(Long.toString(pid)))
            .flatMap(process -> names.stream().map(process::resolve))
            .toList();
    return Optional.of(reading(paths, pids.length));
  }

  private static Reading reading(List<Path> paths, int count) {
    List<FilesReader> readers = paths.stream().map(FilesReader::new).toList();
    return () -> {
      readers.forEach(FilesReader::read);
      return count;
    };
  }

  /** The version of OSHI that is compared. */
  static String oshiVersion() {
    return String.valueOf(SystemInfo.class.getPackage().getImplementationVersion());
  }

  /** OSHI must not remember anything between readings, because it would not read again. */
  private static Preparation oshi(long[] pids) {
    GlobalConfig.set("oshi.util.memoizer.expiration", 0);
    if (Memoizer.defaultExpiration() != 0) {
      throw new IllegalStateException("OSHI remembers what it read");
    }
    SystemInfo system = new SystemInfo();
    CentralProcessor processor = system.getHardware().getProcessor();
    GlobalMemory memory = system.getHardware().getMemory();
    OperatingSystem os = system.getOperatingSystem();
    List<OSProcess> processes =
        Arrays.stream(pids)
            .mapToObj(pid -> os.getProcess((int) pid))
            .flatMap(Stream::ofNullable)
            .toList();
    return subject ->
        Optional.ofNullable(
            switch (subject) {
              case "stat" -> one(processor::getProcessorCpuLoadTicks);
              case "meminfo" -> one(memory::getAvailable);
              case "vmstat" -> one(memory.getVirtualMemory()::getSwapPagesIn);
              case "diskstats" -> one(DiskStats::getDiskStats);
              case "uptime" -> one(os::getSystemUptime);
              case FOUR -> () -> update(processes);
              default -> null; // for a process, it reads all four files
            });
  }

  private static Reading one(Supplier<Object> reading) {
    return () -> {
      result = reading.get();
      return 1;
    };
  }

  private static int update(List<OSProcess> processes) throws IOException {
    for (OSProcess process : processes) {
      if (!process.updateAttributes()) {
        throw new IOException(process.getProcessID() + " has ended");
      }
    }
    return processes.size();
  }
}

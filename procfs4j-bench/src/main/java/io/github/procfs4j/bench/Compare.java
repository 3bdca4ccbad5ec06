package io.github.procfs4j.bench;

import io.github.procfs4j.Procfs;
import io.github.procfs4j.machine.Processor;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The command {@code ./bench compare}: compares this library with others that read the same files,
 * and its recorder with others.
 */
final class Compare {
  static final String HELP =
      """
      Usage: ./bench compare [--tsv FILE]
      Measures this library beside others that read the same files, and its recorder beside others
      that record the same: all in one run, in turn or at the same time. It takes about ten minutes.
      What is not installed is named, with its package, and left out.

      Readers: libproc2, the Rust crate procfs, the Go module procfs, psutil, OSHI, and files read as
      lines, each in a process of its own that reads stat, meminfo, vmstat, diskstats, uptime, the
      stat of all processes made for it (process/stat), and their stat, statm, status and io
      (process/four): with its own functions that read just these, or not at all. The figures are
      nanoseconds of a file, or of the files of a process, as medians of rounds.
        hot        one reading right after the other: the CPU time of all threads
        cold       with a pause and all the others before each reading: the time by the clock
      Recorders: sadc -S ALL; pidstat; atop -w; procfs record of what sadc reads (system), and with
      the stat of all processes (system and processes). They run side by side, once a second, with
      500 processes on the machine, one in ten of them at work now and then. The figures are of a
      sample: CPU time of all threads, bytes written; start is the CPU time it takes until all
      samples cost the same, resident the memory at the end.
      Each is held against a program in C that does pread of the same files, kept open, and nothing
      with the text, or for a recorder writes it to a file: ratio is the one by the other, spread
      how far the ratio was from its median in half of the rounds.

      Exit codes: 0 done, 1 failed, 2 usage, 3 no gcc.
      """;

  /** The property with which the launcher passes the path of the command procfs. */
  private static final String PROCFS = "procfs4j.bench.procfs";

  private static final String FIELD = "%-19s";
  private static final Pattern NUMBER = Pattern.compile("[0-9]+");

  /**
   * The goals of a recorder: CPU time in nanoseconds for each sample, and bytes for each sample.
   */
  private static final double MOST_SYSTEM_NS = 2e6;

  private static final double MOST_PROCESSES_NS = 6e6;
  private static final double MOST_SYSTEM_BYTES = 1_000;

  /**
   * The extent of measurements.
   *
   * @param processes the minimum number of processes while measuring
   */
  record Effort(
      ReaderComparison.Effort readers, RecorderComparison.Effort recorders, int processes) {
    static final Effort FULL =
        new Effort(ReaderComparison.Effort.FULL, RecorderComparison.Effort.FULL, 500);
  }

  private final Path directory;
  private final Effort effort;
  private final PrintStream out;
  private final PrintStream err;

  /**
   * Creates a comparison.
   *
   * @param directory where programs are built and recordings are written
   */
  Compare(Path directory, Effort effort, PrintStream out, PrintStream err) {
    this.directory = directory;
    this.effort = effort;
    this.out = out;
    this.err = err;
  }

  /** Measures everything available, prints the results, and returns them. */
  static List<Compared> full(Path directory, PrintStream out, PrintStream err)
      throws Gcc.NoCompilerException, IOException, InterruptedException {
    return new Compare(directory, Effort.FULL, out, err)
        .run(
            Contender.all(),
            RecorderContender.all(
                Path.of(System.getProperty(PROCFS, "procfs")).toAbsolutePath().normalize()));
  }

  /** Measures these, prints the tables, and returns their content. */
  List<Compared> run(List<Contender> readers, List<RecorderContender> recorders)
      throws Gcc.NoCompilerException, IOException, InterruptedException {
    Contender.copySources(directory);
    printMachine(readers, recorders);
    List<Compared> results = new ArrayList<>();
    try (Crowd crowd = new Crowd(Crowd.program(directory))) {
      int there = processes();
      crowd.more(Math.max(1, effort.processes() - there - recorders.size()));
      say("building the readers");
      List<Compared> ofReaders = readers(readers, crowd.pids());
      printReaders(ofReaders);
      results.addAll(ofReaders);
      RecorderComparison comparison =
          new RecorderComparison(recorders, directory, effort.recorders(), this::say);
      say("recorders run side by side for " + comparison.seconds() + " s");
      List<Compared> ofRecorders = comparison.measure();
      printRecorders(ofRecorders, processes() + recorders.size());
      results.addAll(ofRecorders);
    }
    return results;
  }

  private void say(String problem) {
    err.println("bench: " + problem);
  }

  private static int processes() throws IOException {
    try (Stream<Path> found = Files.list(Procfs.mounted().root())) {
      return (int)
          found.filter(path -> NUMBER.matcher(path.getFileName().toString()).matches()).count();
    }
  }

  private void printMachine(List<Contender> readers, List<RecorderContender> recorders)
      throws IOException, InterruptedException {
    List<Processor> processors = Procfs.mounted().cpuInfo().processors();
    out.printf(
        Locale.ROOT,
        "Linux %s, %d × %s, Java %s%n",
        Procfs.mounted().kernelVersion().release(),
        processors.size(),
        processors.stream().findFirst().flatMap(Processor::modelName).orElse("CPU"),
        Runtime.version());
    Set<String> packages = new LinkedHashSet<>();
    Stream.concat(
            readers.stream().map(Contender::comesWith),
            recorders.stream().map(RecorderContender::comesWith))
        .flatMap(names -> Stream.of(names.split(" ", -1)))
        .forEach(packages::add);
    List<String> versions = new ArrayList<>();
    versions.add("OSHI " + JavaReader.oshiVersion());
    for (String name : packages) {
      version(name).ifPresent(version -> versions.add(name + " " + version));
    }
    out.println(String.join(", ", versions));
    out.println();
  }

  private Optional<String> version(String name) throws IOException, InterruptedException {
    try {
      String version =
          Tool.run(directory, Map.of(), List.of("dpkg-query", "-W", "-f", "${Version}", name));
      return version.isBlank() ? Optional.empty() : Optional.of(version);
    } catch (Tool.NotHereException e) {
      return Optional.empty(); // not installed, or not a Debian system
    }
  }

  private List<Compared> readers(List<Contender> contenders, List<Long> pids)
      throws Gcc.NoCompilerException, IOException, InterruptedException {
    List<ReaderProcess> readers = new ArrayList<>();
    try {
      for (Contender contender : contenders) {
        try {
          readers.add(
              new ReaderProcess(
                  contender.name(), contender.build().in(directory), pids, directory));
        } catch (Tool.NotHereException e) {
          if (readers.isEmpty()) {
            throw new Gcc.NoCompilerException(e.leftOut(contender.name(), contender.comesWith()));
          }
          say(e.leftOut(contender.name(), contender.comesWith()));
        }
      }
      ReaderComparison comparison = new ReaderComparison(readers, effort.readers(), this::say);
      List<Compared> results = new ArrayList<>();
      for (String subject : ReaderComparison.SUBJECTS) {
        say("readers of " + subject);
        results.addAll(comparison.measure(subject));
      }
      return results;
    } finally {
      readers.forEach(ReaderProcess::close);
    }
  }

  private void printReaders(List<Compared> results) {
    for (String how : List.of(ReaderComparison.HOT, ReaderComparison.COLD)) {
      Map<String, List<Compared>> byName =
          results.stream()
              .filter(result -> result.how().equals(how))
              .collect(
                  Collectors.groupingBy(Compared::who, LinkedHashMap::new, Collectors.toList()));
      out.printf(FIELD, how);
      ReaderComparison.SUBJECTS.forEach(subject -> out.printf("%14s", subject));
      out.println();
      byName.forEach(
          (name, ofName) -> {
            out.printf(FIELD, name);
            for (String subject : ReaderComparison.SUBJECTS) {
              out.printf(
                  "%14s",
                  ofName.stream()
                      .filter(result -> result.subject().equals(subject))
                      .map(Compare::cell)
                      .findFirst()
                      .orElse("-"));
            }
            out.println();
          });
      out.println();
    }
  }

  /** The time of the reference, or the ratio to it. */
  private static String cell(Compared result) {
    return result.who().equals(Contender.PREAD)
        ? String.format(Locale.ROOT, "%.2f us", result.ns() / 1e3)
        : String.format(Locale.ROOT, "%.2f +- %.2f", result.ratio(), result.spread());
  }

  private void printRecorders(List<Compared> results, int processes) {
    out.printf(
        Locale.ROOT,
        "%-20s %-24s %9s %7s %6s %9s %9s %9s%n",
        "1 Hz, " + processes + " pids",
        "recorder",
        "cpu_ms",
        "ratio",
        "spread",
        "bytes",
        "start_ms",
        "res_mb");
    for (Compared result : results) {
      out.printf(
          Locale.ROOT,
          "%-20s %-24s %9.2f %7.2f %6.2f %,9.0f %9s %9.1f%n",
          result.subject(),
          result.who(),
          result.ns() / 1e6,
          result.ratio(),
          result.spread(),
          result.bytes(),
          Double.isNaN(result.startNs()) ? "-" : Result.number("%,.0f", result.startNs() / 1e6),
          result.resident() / 1e6);
    }
    out.println();
    summary(results).forEach(out::println);
  }

  /** The goals of our recorder, and whether they were reached. */
  static List<String> summary(List<Compared> results) {
    List<String> lines = new ArrayList<>();
    for (Compared result : results) {
      if (result.who().equals(RecorderContender.OURS)) {
        boolean isSystem = result.subject().equals(RecorderContender.SYSTEM);
        lines.add(
            line(
                result.subject(),
                result.ns() / 1e6,
                "ms CPU a sample",
                (isSystem ? MOST_SYSTEM_NS : MOST_PROCESSES_NS) / 1e6));
        if (isSystem) {
          lines.add(line(result.subject(), result.bytes(), "bytes a sample", MOST_SYSTEM_BYTES));
        }
      }
    }
    return lines;
  }

  private static String line(String what, double reached, String unit, double most) {
    return Summary.text("procfs record, " + what, reached, unit, most);
  }
}

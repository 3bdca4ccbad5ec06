package io.github.procfs4j.bench;

import io.github.procfs4j.Procfs;
import io.github.procfs4j.bench.ProcessBench.Subject;
import io.github.procfs4j.sampling.SampledFile;
import io.github.procfs4j.sampling.UnreadableException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The command {@code ./bench}: measures, and prints a table and a summary. */
public final class Bench {
  private static final int OK = 0;
  private static final int FAILED = 1;
  private static final int USAGE = 2;
  private static final int ENVIRONMENT = 3;

  static final double[] SHARES = {0, 0.01, 0.1, 0.3, 1};

  /** The subject that comprises all measurements of the process table. */
  private static final String PROCESSES = "processes";

  /** The number of file locks held while measuring. */
  private static final int LOCKS = 20;

  private static final String HELP =
      """
      Usage: ./bench [--tsv FILE] [SOURCE...]
             ./bench compare [--tsv FILE]
             ./bench meters
             ./bench --jmh [JMH OPTION...]
      Measures what sampling costs, for each source that can be sampled, or those named. It takes
      about 20 seconds a source; a missed target is reported and is no failure.

      Columns: ns_p50, the median of what is measured, and ns_c, the median of a bare pread loop in C
      on the same file, kept open, with the same number of calls, taken in turn with it; ratio, the
      one by the other; alloc_bytes, bytes allocated on the heap each time.

      Cases:
        live       sample() of the file, one right after the other
        paced      the same with 20 ms between samples: caches are cold, everything costs more
        0%...100%  sample() of a regular file like it, rewritten in place before each sample with
                   such a share of its numbers changed
        files      the file opened, read, split and parsed, as Java programs do it today
        replay 0%...  a text in memory replayed, such a share of its numbers changed; ns_c is a plain
                   loop in Java over the same bytes that parses every number
        8 cpus...  a text of interrupts, softirqs, stat or schedstat replayed with 5 % of its numbers
                   changed: that of a machine with 8 CPUs, widened to look like one with so many
        history    a change appended to a history, in ns; alloc_bytes is what a change of the paced
                   case takes there, in bytes, beside the times of its sample

      A source whose text is gathered from many files, such as cgroup/cpu, is measured as gathered,
      and gathered, paced: ns_c is the sum of the preads of its files; there are no targets. A file
      of a process, such as pid/limits, is measured of this one, live and paced, if it is named.

      The process table is measured as processes, or by these sources: process/stat/100, 1000 and
      4000, of which one in ten works now and then; process/four/100..., with statm, io and schedstat
      as well; process/machine, all there are; process/late/stat/1000, 4000 and 10000, in which files
      that cannot have changed are not read, with stat or with stat, statm, status and io (process/
      late/status/1000 and 4000); process/busy/... are the same with all processes at work. Times are
      of a process and sample, and of the thread on a CPU, without what other programs took
      meanwhile; alloc_bytes are of a sample; spread is how far the ratio was from its median in half
      of the rounds.
        kept       sample(), one right after the other; ns_c is a pread of each file, kept open
        opened     the same times; ns_c is each file opened, read and closed
        ..., paced the same with 20 ms between: caches are cold
        first      the first sample of a table: all processes are opened, learned, put into rows
        heap       bytes of the Java heap that a process takes; kernel, of the kernel's memory for
                   its open files
        listing    /proc listed, for each of its entries
        no fork    a sample of all processes if none came since the last; fork, if one may have
        comes      what a process that came takes in addition; goes, one that ended

      How others compare that read or record the same: ./bench compare --help. What it costs to read
      the meters of Micrometer: ./bench meters --help.

      Exit codes: 0 done, 1 failed, 2 usage, 3 no gcc.
      """;

  private final PrintStream out;
  private final List<Result> results = new ArrayList<>();
  private long changes;
  private long changeBytes;
  private long samples;
  private long timeBytes;

  private Bench(PrintStream out) {
    this.out = out;
  }

  /** Measures as specified by the arguments, and exits. */
  public static void main(String[] args) throws Exception {
    if (args.length > 0 && args[0].equals("--jmh")) {
      org.openjdk.jmh.Main.main(Arrays.copyOfRange(args, 1, args.length));
      return;
    }
    String first = args.length > 0 ? args[0] : "";
    System.exit(
        switch (first) {
          case "compare" -> compare(args);
          case "meters" -> meters(args);
          default -> run(args);
        });
  }

  private static int meters(String[] args) throws Exception {
    if (args.length > 1) {
      boolean isHelp = args.length == 2 && args[1].equals("--help");
      (isHelp ? System.out : System.err).print(Meters.HELP);
      return isHelp ? OK : USAGE;
    }
    Meters.run(System.out);
    return OK;
  }

  private static int run(String[] args) throws InterruptedException {
    Path tsv = null;
    List<SampledFile<?>> files = new ArrayList<>();
    List<Subject> subjects = new ArrayList<>();
    for (int i = 0; i < args.length; i++) {
      String arg = args[i];
      if (arg.equals("--help")) {
        System.out.print(HELP);
        return OK;
      } else if (arg.equals("--tsv") && i + 1 < args.length) {
        tsv = Path.of(args[++i]);
      } else {
        List<SampledFile<?>> named = named(arg);
        List<Subject> namedSubjects = namedSubjects(arg);
        if (named.isEmpty() && namedSubjects.isEmpty()) {
          System.err.println("bench: " + arg + " is not one of --help, --tsv FILE, " + names());
          return USAGE;
        }
        files.addAll(named);
        subjects.addAll(namedSubjects);
      }
    }
    Bench bench = new Bench(System.out);
    boolean isAll = files.isEmpty() && subjects.isEmpty();
    Path wished = tsv;
    return exitCode(
        () -> {
          bench.measure(isAll ? Procfs.sampledFiles() : files, isAll ? Subject.all() : subjects);
          write(wished, Result.TSV_HEADER, bench.results.stream().map(Result::tsv));
        });
  }

  private static int compare(String[] args) throws InterruptedException {
    Path tsv = null;
    if (args.length == 3 && args[1].equals("--tsv")) {
      tsv = Path.of(args[2]);
    } else if (args.length > 1) {
      boolean isHelp = args.length == 2 && args[1].equals("--help");
      (isHelp ? System.out : System.err).print(Compare.HELP);
      return isHelp ? OK : USAGE;
    }
    Path wished = tsv;
    return exitCode(
        () -> {
          Path directory = Files.createTempDirectory("procfs4j-bench");
          try {
            List<Compared> results = Compare.full(directory, System.out, System.err);
            write(wished, Compared.TSV_HEADER, results.stream().map(Compared::tsv));
          } finally {
            remove(directory);
          }
        });
  }

  /** An action that may fail like a benchmark. */
  private interface Measuring {
    void run() throws Gcc.NoCompilerException, IOException, InterruptedException;
  }

  private static int exitCode(Measuring measuring) throws InterruptedException {
    try {
      measuring.run();
      return OK;
    } catch (Gcc.NoCompilerException e) {
      System.err.println("bench: " + e.getMessage());
      return ENVIRONMENT;
    } catch (IOException e) {
      System.err.println("bench: " + e);
      return FAILED;
    }
  }

  private static void write(@Nullable Path tsv, String header, Stream<String> lines)
      throws IOException {
    if (tsv != null) {
      Files.write(tsv, Stream.concat(Stream.of(header), lines).toList());
    }
  }

  private static List<SampledFile<?>> named(String name) {
    return Stream.concat(Procfs.sampledFiles().stream(), Procfs.sampledProcessFiles().stream())
        .<SampledFile<?>>map(file -> file)
        .filter(file -> file.source().name().equals(name))
        .toList();
  }

  private static List<Subject> namedSubjects(String name) {
    return Subject.all().stream()
        .filter(subject -> subject.name().equals(name) || name.equals(PROCESSES))
        .toList();
  }

  private static String names() {
    return Stream.of(
            Procfs.sampledFiles().stream().map(file -> file.source().name()),
            Procfs.sampledProcessFiles().stream().map(file -> file.source().name()),
            Stream.of(PROCESSES),
            Subject.all().stream().map(Subject::name))
        .flatMap(names -> names)
        .collect(Collectors.joining(", "));
  }

  private void measure(List<SampledFile<?>> files, List<Subject> subjects)
      throws Gcc.NoCompilerException, IOException, InterruptedException {
    Path directory = Files.createTempDirectory("procfs4j-bench");
    try (FileChannel locked =
        FileChannel.open(
            directory.resolve("locked"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      // Otherwise the text of locks may be empty.
      for (int i = 0; i < LOCKS; i++) {
        locked.lock(2L * i, 1, false);
      }
      CReader c = CReader.build(directory);
      out.printf(
          "%-18s %-13s %10s %10s %7s %8s %8s %7s%n",
          "source", "case", "ns_p50", "ns_c", "ratio", "alloc_b", "ns/byte", "spread");
      List<SourceBench> benches = open(c, files);
      for (SourceBench bench : benches) {
        bench.warmUp(directory);
      }
      for (SourceBench bench : benches) {
        measure(bench, directory);
        bench.close();
      }
      measureSizes(files);
      if (!subjects.isEmpty()) {
        ProcessBench processes = new ProcessBench(c, directory, ProcessBench.Effort.FULL);
        for (Subject subject : subjects) {
          processes.measure(subject).forEach(this::add);
        }
      }
      out.println();
      Summary.of(results, (double) changeBytes / changes, (double) timeBytes / samples)
          .forEach(out::println);
    } finally {
      remove(directory);
    }
  }

  private static List<SourceBench> open(CReader c, List<SampledFile<?>> files) throws IOException {
    List<SourceBench> benches = new ArrayList<>();
    for (SampledFile<?> file : files) {
      try {
        Procfs procfs = Procfs.mounted();
        Path root =
            Procfs.sampledProcessFiles().contains(file)
                ? procfs.process(ProcessHandle.current().pid()).path()
                : procfs.root();
        benches.add(new SourceBench(c, file, root));
      } catch (UnreadableException e) {
        System.err.println("bench: " + e.getMessage());
      }
    }
    return benches;
  }

  private void measure(SourceBench bench, Path directory) throws IOException {
    add(bench.live());
    add(bench.paced());
    if (bench.isOneFile()) {
      add(bench.files());
    }
    if (bench.hasCells()) {
      for (double share : SHARES) {
        add(bench.rewritten(share, directory));
      }
      for (double share : SHARES) {
        add(bench.replay(share));
      }
      add(bench.history(directory));
    }
    if (!Summary.CHURNING.contains(bench.name())) {
      changes += bench.pacedHistory().changes();
      changeBytes += bench.pacedHistory().bytes();
      samples += bench.pacedHistory().samples();
      timeBytes += bench.pacedHistory().timeBytes();
    }
  }

  /** Measures replay for larger machines, with texts of more CPUs made from real ones. */
  private void measureSizes(List<SampledFile<?>> files) throws IOException {
    for (SampledFile<?> file : files.stream().filter(Widened::isOf).toList()) {
      for (int cpus : Widened.CPUS) {
        add(Widened.bench(file, cpus));
      }
    }
  }

  private void add(Result result) {
    results.add(result);
    out.printf(
        Locale.ROOT,
        "%-18s %-13s %10s %10s %7s %8s %8s %7s%n",
        result.source(),
        result.kase(),
        Result.number("%.1f", result.ns()),
        Result.number("%.1f", result.reference()),
        Result.number("%.2f", result.ratio()),
        Result.number("%.1f", result.bytes()),
        Result.number("%.3f", result.nsPerByte()),
        Result.number("%.3f", result.spread()));
  }

  private static void remove(Path directory) throws IOException {
    try (Stream<Path> found = Files.walk(directory)) {
      for (Path path : found.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}

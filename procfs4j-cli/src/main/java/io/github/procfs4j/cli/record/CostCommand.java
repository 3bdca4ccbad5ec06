package io.github.procfs4j.cli.record;

import io.github.procfs4j.Procfs;
import io.github.procfs4j.cli.options.CommandException;
import io.github.procfs4j.cli.options.Ending;
import io.github.procfs4j.cli.options.KnownSource;
import io.github.procfs4j.cli.options.ListFormat;
import io.github.procfs4j.cli.options.LiveLine;
import io.github.procfs4j.cli.options.ProcessOption;
import io.github.procfs4j.cli.options.ProcessesOption;
import io.github.procfs4j.cli.options.RootOption;
import io.github.procfs4j.cli.record.CostMeter.Cost;
import io.github.procfs4j.cli.record.CostMeter.Measured;
import io.github.procfs4j.cli.report.Times;
import io.github.procfs4j.cli.terminal.JsonLines;
import io.github.procfs4j.cli.terminal.Output;
import io.github.procfs4j.cli.terminal.Streams;
import io.github.procfs4j.cli.terminal.TextTable;
import io.github.procfs4j.recording.RecordingWriter;
import io.github.procfs4j.sampling.Outcome;
import io.github.procfs4j.sampling.SampledFile;
import io.github.procfs4j.sampling.Sampler;
import io.github.procfs4j.system.PrintingLocks;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.core.JsonGenerator;

/** {@code procfs cost}. */
@Command(
    name = "cost",
    description = {
      "Measures what sampling costs on this machine, source by source.",
      "",
      "Samples for 10 seconds as procfs record does: at each tick it reads all sources, one after"
          + " the other, and encodes what changed, but keeps nothing. Then it sleeps, so that"
          + " caches are as cold as in a recording. The most expensive source comes first. Sources"
          + " that cannot be read are reported on standard error, a line each.",
      "",
      "If the kernel holds locks while it prints a file, so that others wait for the reader, or if"
          + " printing takes more than a millisecond, a line below the table says so."
    },
    footer = {
      "",
      "bytes: the length of the text. read: the time that the kernel takes to print it, as median"
          + " (p50) and 99th percentile (p99) of the samples; for processes it includes comparing,"
          + " which is done between the reads. on top: the time for comparing, parsing and"
          + " encoding. CPU: the mean CPU time of a sample, including the kernel's. heap: bytes"
          + " allocated by a sample. The last column is the share of one CPU at the period given"
          + " by --every.",
      "",
      "The interval between ticks is that period, but at most 100 ms, and long enough that a tick"
          + " takes no more than half of it. The last rows are the sum of the sources, the cost of"
          + " waking up at each tick, and the cost of the rest of the JVM, whatever the period. On"
          + " a busy machine the times are higher, while the CPU time stays about the same.",
      "",
      "json: one object a line for each source, with source, readable and, if it cannot be read,"
          + " outcome and problem; otherwise samples, bytes, read_ns and on_top_ns, each with p50"
          + " and p99, cpu_ns, allocated_bytes, period_ns, cpu_percent of one CPU at that period,"
          + " and warning if there is one. The last object has together: sources, their"
          + " cpu_percent, pace_ns, wake_up_cpu_ns for each tick, and jvm_cpu_percent.",
      "",
      "Examples:",
      "  procfs cost",
      "  procfs cost stat meminfo --every 1ms",
      "  procfs cost 'pid:*' --every 1s",
      "  procfs cost pid/smaps pid/stat --pid 1234 --format json"
    })
public final class CostCommand implements Callable<Integer> {
  /** A sample that takes this long is slow: a thousand of them in a second take a whole CPU. */
  static final long SLOW_NANOS = 1_000_000;

  private static final String OTHERS =
      "without a name all are measured, and pid:NAME or pid:N is a process";

  private final Streams streams;

  @Parameters(
      paramLabel = "SOURCE",
      arity = "0..*",
      completionCandidates = KnownSource.SampledNames.class,
      description =
          "What to measure: ${COMPLETION-CANDIDATES}; pid:N, pid:NAME, pid:/REGEX/ or pid:* for"
              + " processes, as for procfs record; with --pid, pid/stat and the other files of one"
              + " process. By default, all that can be read.")
  private List<String> names = List.of();

  @Option(
      names = "--every",
      paramLabel = "PERIOD",
      defaultValue = "100ms",
      description =
          "The period for which the share of one CPU is computed; ${DEFAULT-VALUE} by default.")
  private String every = "";

  @Option(
      names = "--duration",
      paramLabel = "DURATION",
      defaultValue = "10s",
      description =
          "How long to measure, after a second or two to warm up; ${DEFAULT-VALUE} by default.")
  private String duration = "";

  @Mixin private ProcessesOption processes = new ProcessesOption();

  @Mixin private ProcessOption process = new ProcessOption();

  @Mixin private RootOption root = new RootOption();

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "table",
      description = "One of ${COMPLETION-CANDIDATES}; ${DEFAULT-VALUE} by default.")
  private ListFormat format = ListFormat.TABLE;

  /** A source and its sampler. */
  private record Subject(String name, Sampler<?> sampler) {}

  /** A source that cannot be read. */
  private record Unreadable(String name, Outcome outcome, String problem) {}

  /** A source and its cost. */
  record Line(String name, Cost cost) {}

  public CostCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() throws IOException {
    long period = RecordCommand.period("--every", every);
    long nanos = RecordCommand.positive("--duration", duration);
    Path directory = root.directory();
    Optional<Path> ofProcess = process.directory(directory);
    List<Subject> subjects = subjects(directory, ofProcess);
    root.checkGroup(subjects.stream().map(Subject::name).toList(), directory);
    List<Unreadable> unreadable = new ArrayList<>();
    try {
      List<Subject> readable = readable(subjects, unreadable);
      if (format == ListFormat.TABLE) {
        unreadable.forEach(one -> streams.say(one.problem()));
      } else {
        unreadable.forEach(this::json);
      }
      if (!readable.isEmpty()) {
        print(readable, measure(readable, period, nanos), period);
      }
      boolean isMissing = readable.isEmpty() || (!names.isEmpty() && !unreadable.isEmpty());
      return isMissing ? CommandException.ENVIRONMENT : 0;
    } finally {
      subjects.forEach(subject -> subject.sampler().close());
    }
  }

  private List<Subject> subjects(Path directory, Optional<Path> ofProcess) {
    boolean isOfProcesses = names.stream().anyMatch(n -> n.startsWith(ProcessesOption.PREFIX));
    if (!isOfProcesses) {
      processes.checkUnused(false);
    }
    if (names.isEmpty()) {
      Stream<Subject> ofMachine =
          Procfs.sampledFiles().stream().map(file -> subject(file, directory, directory));
      Stream<Subject> ofOne =
          ofProcess.stream()
              .flatMap(
                  in ->
                      Procfs.sampledProcessFiles().stream()
                          .map(file -> subject(file, directory, in)));
      return Stream.concat(ofMachine, ofOne).toList();
    }
    Set<String> seen = new HashSet<>();
    List<KnownSource> known = new ArrayList<>();
    for (String name : names) {
      if (!seen.add(name)) {
        throw CommandException.usage(name + " is given twice");
      }
      if (!name.startsWith(ProcessesOption.PREFIX)) {
        known.add(source(name));
      } else if (ProcessesOption.wish(name).period() != null) {
        throw CommandException.usage(name + ": the period is given by --every here");
      }
    }
    KnownSource.checkProcess(known, ofProcess.isPresent());
    return names.stream().map(name -> subject(name, directory, ofProcess)).toList();
  }

  private Subject subject(String name, Path directory, Optional<Path> ofProcess) {
    if (name.startsWith(ProcessesOption.PREFIX)) {
      ProcessesOption.Wish wish = ProcessesOption.wish(name);
      return new Subject(name, processes.processes(directory, wish.filter()).sampler());
    }
    KnownSource known = source(name);
    return switch (known) {
      case KnownSource.Sampled(var file) ->
          subject(file, directory, known.isOfProcess() ? ofProcess.orElseThrow() : directory);
      case KnownSource.Once once ->
          throw CommandException.usage(name + " never changes and is not sampled");
    };
  }

  private static KnownSource source(String name) {
    return KnownSource.of(name, source -> source instanceof KnownSource.Sampled, OTHERS);
  }

  private Subject subject(SampledFile<?> file, Path tree, Path in) {
    return new Subject(
        file.source().name(), root.placed(file).in(tree.relativize(in)).sampler(tree));
  }

  /** The readable sources; the others are added to {@code unreadable}. */
  private static List<Subject> readable(List<Subject> subjects, List<Unreadable> unreadable) {
    List<Subject> readable = new ArrayList<>();
    for (Subject subject : subjects) {
      Outcome outcome = subject.sampler().sample();
      if (outcome == Outcome.SAMPLED) {
        readable.add(subject);
      } else {
        String problem = subject.sampler().problem().orElse(subject.name());
        unreadable.add(new Unreadable(subject.name(), outcome, problem));
      }
    }
    return readable;
  }

  private Measured measure(List<Subject> subjects, long period, long nanos) throws IOException {
    List<Sampler<?>> samplers =
        subjects.stream().<Sampler<?>>map(subject -> subject.sampler()).toList();
    try (RecordingWriter writer = BudgetOption.nowhere(CostMeter.tracks(samplers, period));
        LiveLine line = new LiveLine(streams.err())) {
      CostMeter meter = new CostMeter(samplers, writer);
      long start = System.nanoTime();
      if (streams.err().isTerminal()) {
        line.start(
            () ->
                String.format(
                    Locale.ROOT,
                    "measuring %d sources for %s: %d s",
                    subjects.size(),
                    duration,
                    (System.nanoTime() - start) / 1_000_000_000));
      }
      Measured[] measured = new Measured[1];
      Ending.onSignal(meter::stop, () -> measured[0] = meter.measure(period, nanos));
      if (measured[0] == null) {
        throw CommandException.failed("ended by a signal");
      }
      return measured[0];
    }
  }

  private void print(List<Subject> subjects, Measured measured, long period) {
    List<Line> lines =
        IntStream.range(0, subjects.size())
            .mapToObj(i -> new Line(subjects.get(i).name(), measured.sources().get(i)))
            .filter(line -> line.cost().samples() > 0)
            .sorted(Comparator.comparingDouble((Line line) -> -line.cost().cpu()))
            .toList();
    Output out = streams.out();
    double together = lines.stream().mapToDouble(line -> percent(line.cost().cpu(), period)).sum();
    switch (format) {
      case TABLE -> table(out, lines, measured, together, period);
      case JSON -> {
        lines.forEach(line -> json(out, line, period));
        JsonLines.write(out, json -> together(json, lines.size(), measured, together));
      }
    }
  }

  private void table(
      Output out, List<Line> lines, Measured measured, double together, long period) {
    TextTable table = new TextTable(1, false, true, true, true, true, true, true, true, true);
    table.head(List.of("", "", "read µs", "", "on top µs", "", "CPU µs", "heap", "of a CPU"));
    table.head(
        List.of("source", "bytes", "p50", "p99", "p50", "p99", "mean", "bytes", "every " + every));
    for (Line line : lines) {
      Cost cost = line.cost();
      table.add(
          List.of(
              line.name(),
              String.format(Locale.ROOT, "%,d", cost.bytes()),
              micros((double) cost.read().p50()),
              micros((double) cost.read().p99()),
              micros((double) cost.onTop().p50()),
              micros((double) cost.onTop().p99()),
              micros(cost.cpu()),
              String.format(Locale.ROOT, "%,.0f", cost.allocated()),
              share(percent(cost.cpu(), period))));
    }
    table.add(sum("together", "", share(together)));
    table.add(
        sum(
            "waking up",
            micros(measured.wakeUpNanos()),
            share(percent(measured.wakeUpNanos(), period))));
    table.add(sum("the JVM besides", "", share(100 * measured.jvmShare())));
    table.print(out);
    boolean isFirst = true;
    for (Line line : lines) {
      Optional<String> warning = warning(line);
      if (warning.isPresent()) {
        if (isFirst) {
          out.line();
        }
        out.wrapped(line.name() + ": the kernel " + warning.get());
        isFirst = false;
      }
    }
  }

  private static List<String> sum(String name, String cpu, String share) {
    return List.of(name, "", "", "", "", "", cpu, "", share);
  }

  /**
   * A warning about the kernel: the locks that it holds while printing, and whether it was slow.
   */
  static Optional<String> warning(Line line) {
    long read = line.cost().read().p50();
    Optional<String> locks = PrintingLocks.of(line.name());
    if (read < SLOW_NANOS || line.name().startsWith(ProcessesOption.PREFIX)) {
      return locks;
    }
    String slow = "takes " + Times.duration(read) + " here";
    return Optional.of(locks.map(held -> held + "; it " + slow).orElse(slow));
  }

  private static double percent(double nanos, long period) {
    return 100 * nanos / period;
  }

  private static String micros(double nanos) {
    return String.format(Locale.ROOT, "%,.1f", nanos / 1e3);
  }

  private static String share(double percent) {
    return String.format(Locale.ROOT, "%,.3f %%", percent);
  }

  private void json(Unreadable unreadable) {
    JsonLines.write(
        streams.out(),
        json -> {
          json.writeStringProperty("source", unreadable.name());
          json.writeBooleanProperty("readable", false);
          json.writeStringProperty("outcome", unreadable.outcome().text());
          json.writeStringProperty("problem", unreadable.problem());
        });
  }

  private static void json(Output out, Line line, long period) {
    Cost cost = line.cost();
    JsonLines.write(
        out,
        json -> {
          json.writeStringProperty("source", line.name());
          json.writeBooleanProperty("readable", true);
          json.writeNumberProperty("samples", cost.samples());
          json.writeNumberProperty("bytes", cost.bytes());
          percentiles(json, "read_ns", cost.read());
          percentiles(json, "on_top_ns", cost.onTop());
          json.writeNumberProperty("cpu_ns", Math.round(cost.cpu()));
          json.writeNumberProperty("allocated_bytes", Math.round(cost.allocated()));
          json.writeNumberProperty("period_ns", period);
          json.writeNumberProperty("cpu_percent", percent(cost.cpu(), period));
          warning(line).ifPresent(w -> json.writeStringProperty("warning", "the kernel " + w));
        });
  }

  private static void percentiles(JsonGenerator json, String name, CostMeter.Times times) {
    json.writeObjectPropertyStart(name);
    json.writeNumberProperty("p50", times.p50());
    json.writeNumberProperty("p99", times.p99());
    json.writeEndObject();
  }

  private static void together(JsonGenerator json, int sources, Measured measured, double percent) {
    json.writeObjectPropertyStart("together");
    json.writeNumberProperty("sources", sources);
    json.writeNumberProperty("cpu_percent", percent);
    json.writeNumberProperty("pace_ns", measured.paceNanos());
    json.writeNumberProperty("wake_up_cpu_ns", Math.round(measured.wakeUpNanos()));
    json.writeNumberProperty("jvm_cpu_percent", 100 * measured.jvmShare());
    json.writeEndObject();
  }
}

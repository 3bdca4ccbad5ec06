package io.github.procfs4j.cli.show;

import io.github.procfs4j.cli.options.CommandException;
import io.github.procfs4j.cli.options.KnownSource;
import io.github.procfs4j.cli.options.Messages;
import io.github.procfs4j.cli.options.ProcessOption;
import io.github.procfs4j.cli.options.ProcessesOption;
import io.github.procfs4j.cli.options.RootOption;
import io.github.procfs4j.cli.terminal.Streams;
import io.github.procfs4j.process.ProcessFiles;
import io.github.procfs4j.sampling.Fact;
import io.github.procfs4j.sampling.OnceFile;
import io.github.procfs4j.sampling.SampledFile;
import io.github.procfs4j.sampling.Snapshot;
import io.github.procfs4j.sampling.UnreadableException;
import io.github.procfs4j.text.MalformedTextException;
import io.github.procfs4j.text.Words;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code procfs show}. */
@Command(
    name = "show",
    description = {
      "Shows one reading of each source.",
      "",
      "Sources that cannot be read or understood are reported on standard error, a line each; the"
          + " others are shown."
    },
    footer = {
      "",
      "table: for people. Sizes are in binary multiples of bytes, all other numbers as the kernel"
          + " printed them; - means that it printed none. A table with a single row has a line for"
          + " each number. In other tables, rows with only zeros are omitted and counted if there"
          + " are more than 8, and columns without a number are omitted. A table that is too wide"
          + " for the terminal continues below.",
      "",
      "json: one object a line for each source, in this form:",
      "  {\"source\":\"stat\",\"read_ns\":[START,END],\"tables\":[{\"name\":\"cpu\",",
      "   \"columns\":[{\"name\":\"user\",\"unit\":\"ticks\",\"kind\":\"counter\"},...],",
      "   \"rows\":[{\"labels\":{\"cpu\":\"0\"},\"values\":{\"user\":48,...}},...]},...]}",
      "read_ns is the monotonic time before the first and after the last byte was read, in"
          + " nanoseconds. kind is counter (only grows), gauge or identifier. Labels are strings."
          + " Values are exact, up to 2^64 and with all decimals, as the kernel printed them,"
          + " except that sizes are in bytes. A value that the kernel did not print is absent. A"
          + " row with the same labels as an earlier one has a member repeat: 1 for the second of"
          + " them, 2 for the third. A member problems has a text for each part that was not"
          + " understood; standard error has the same. A source that never changes, such as"
          + " version, has text instead of tables, and before it facts: the content of the text as"
          + " numbers, strings and lists of strings, by name. In a text that is not UTF-8, bytes"
          + " beyond ASCII become \\xNN. With --java-names, each object has the complete name of"
          + " the thread as thread. Later versions may add members.",
      "",
      "csv: a line for each number, with the same values, in the columns"
          + " source,table,labels,column,value,unit. A row that has only labels has one line,"
          + " whose last three columns are empty. The content of a source that never changes is in"
          + " the table facts, with a line for each item of a list. Texts that a spreadsheet would"
          + " treat as a formula begin with an apostrophe.",
      "",
      "Units: bytes; ticks of USER_HZ, mostly 100 a second; pages of memory, mostly of 4096 bytes;"
          + " sectors of 512 bytes on every disk; seconds, milliseconds, microseconds,"
          + " nanoseconds; letter, as its number in ASCII, in a table the letter itself; bits, a"
          + " set of them, in a table as a hexadecimal number; address; count for anything else;"
          + " none if the number is not a quantity.",
      "",
      "Sources named pid/... are files of the process given by --pid, or of its thread given by"
          + " --tid. In pid/status, the table word contains everything that is not a number.",
      "",
      "Examples:",
      "  procfs show meminfo",
      "  procfs show stat --format json | jq '.tables[0].rows[0].values.user'",
      "  procfs show pid/stat pid/status --pid 1234",
      "  procfs show pid/schedstat --pid 1234 --tid 1240",
      "  procfs show pid/stat --pid 1234 --tid 1240 --java-names",
      "  procfs show diskstats --root /host/proc --format csv"
    })
public final class ShowCommand implements Callable<Integer> {
  private static final String OTHERS =
      "procfs record all samples every source, and pid/stat --pid N shows a process";

  private final Streams streams;

  @Parameters(
      paramLabel = "SOURCE",
      arity = "1..*",
      completionCandidates = KnownSource.Names.class,
      description = "What to read: ${COMPLETION-CANDIDATES}.")
  private List<String> names = List.of();

  @Mixin private RootOption root = new RootOption();

  @Mixin private ProcessOption process = new ProcessOption();

  @Option(
      names = "--java-names",
      description =
          "Also shows the complete name of the thread given by --tid if it is one of a JVM of the"
              + " same user; the kernel keeps 15 bytes of it. The JVM is asked for a print of its"
              + " threads, as jstack(1) does, and stops all its Java threads meanwhile; how long"
              + " that took is shown. Not with --format csv.")
  private boolean javaNames;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "table",
      description = "One of ${COMPLETION-CANDIDATES}; ${DEFAULT-VALUE} by default.")
  private Format format = Format.TABLE;

  /** The formats, each described in the help. */
  public enum Format {
    TABLE,
    JSON,
    CSV;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Shows sources without any options. */
  public static int show(List<String> names, Streams streams) {
    ShowCommand command = new ShowCommand(streams);
    command.names = names;
    return command.call();
  }

  public ShowCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() {
    List<KnownSource> sources = names.stream().map(ShowCommand::source).toList();
    Path directory = root.directory();
    root.checkGroup(sources.stream().map(source -> source.source().name()).toList(), directory);
    Optional<Path> ofProcess = process.directory(directory);
    KnownSource.checkProcess(sources, ofProcess.isPresent());
    ReadingWriter writer = writer(thread());
    int code = 0;
    Set<String> missing = new LinkedHashSet<>();
    for (KnownSource source : sources) {
      Optional<String> group = missingGroup(source, directory);
      if (group.isPresent()) {
        group.filter(missing::add).ifPresent(streams::say);
        code = Math.max(code, CommandException.ENVIRONMENT);
        continue;
      }
      Path in = source.isOfProcess() ? ofProcess.orElseThrow() : directory;
      try {
        show(source, directory, in, writer).forEach(streams::say);
      } catch (UnreadableException e) {
        Exception reason = source.isOfProcess() ? ProcessFiles.reason(e, in) : e;
        streams.say(Messages.of(reason) + Messages.without(source.source(), directory));
        code = Math.max(code, Messages.exitCode(reason));
      } catch (MalformedTextException e) {
        streams.say(Messages.of(e));
        code = Math.max(code, Messages.exitCode(e));
      }
    }
    return code;
  }

  private Optional<String> missingGroup(KnownSource source, Path directory) {
    return source instanceof KnownSource.Sampled(SampledFile<?> file)
        ? root.missingGroup(file, directory)
        : Optional.empty();
  }

  private static KnownSource source(String name) {
    String process = name.startsWith(ProcessesOption.PREFIX) ? name.substring(4) : name;
    if (process.matches("[0-9]+")) {
      throw CommandException.usage(
          "«"
              + name
              + "» is not a source; procfs show pid/stat --pid "
              + process
              + " shows a process");
    }
    return KnownSource.of(name, source -> true, OTHERS);
  }

  /** The complete name of the thread, if that is requested. */
  private Optional<String> thread() {
    if (!javaNames) {
      return Optional.empty();
    }
    OptionalLong pid = process.ofThread();
    if (pid.isEmpty()) {
      throw CommandException.usage("--java-names: give a thread with --pid and --tid");
    }
    if (format == Format.CSV) {
      throw CommandException.usage(
          "--java-names: not with --format csv, which has no place for it");
    }
    Path directory = root.directory();
    if (!directory.equals(Path.of("/proc"))) {
      throw CommandException.usage("--java-names: only for the processes of /proc");
    }
    return Optional.of(
        JavaThreadName.of(
            pid.getAsLong(), process.directory(directory).orElseThrow(), streams::say));
  }

  private ReadingWriter writer(Optional<String> thread) {
    return switch (format) {
      case TABLE -> {
        thread.ifPresent(
            name -> {
              streams.out().wrapped("thread: " + name);
              streams.out().line();
            });
        yield new TableReadings(streams.out());
      }
      case JSON -> new JsonReadings(streams.out(), thread);
      case CSV -> new CsvReadings(streams.out());
    };
  }

  /** Shows a source in a directory of a tree; returns the messages about it. */
  private List<String> show(KnownSource source, Path tree, Path in, ReadingWriter writer) {
    Path below = tree.relativize(in);
    // Not a switch over the kinds, for which the JVM would have to generate code at run time.
    if (source instanceof KnownSource.Sampled(SampledFile<?> file)) {
      Snapshot reading = second(() -> Snapshot.of(root.placed(file).in(below), tree));
      List<String> problems = reading.problems().stream().map(Messages::notUnderstood).toList();
      writer.tables(source.source(), reading, problems);
      return problems;
    }
    if (source instanceof KnownSource.Once(OnceFile<?> file)) {
      Once once = second(() -> Once.of(file.in(below), tree));
      writer.text(source.source(), once.facts(), once.text(), once.startNanos(), once.endNanos());
      return once.problems();
    }
    return List.of();
  }

  /**
   * A source that is read once.
   *
   * @param problems why there are no facts, if the text is malformed
   * @param startNanos the monotonic time before it was read
   */
  private record Once(
      String text, List<Fact> facts, List<String> problems, long startNanos, long endNanos) {
    static Once of(OnceFile<?> file, Path root) {
      long start = System.nanoTime();
      byte[] bytes = file.bytes(root);
      long end = System.nanoTime();
      String text = Words.of(bytes, 0, bytes.length);
      try {
        return new Once(text, file.facts(root, bytes), List.of(), start, end);
      } catch (MalformedTextException e) {
        return new Once(text, List.of(), List.of(Messages.notUnderstood(e.problem())), start, end);
      }
    }
  }

  /**
   * The result of the second call. During the first one, the JVM loads and links what is needed to
   * read a file, and the time window of the reading would be a thousand times as long as the read.
   */
  private static <T> T second(Supplier<T> read) {
    var _ = read.get();
    return read.get();
  }
}

package io.github.procfs4j.cli.show;

import io.github.procfs4j.cli.options.Amounts;
import io.github.procfs4j.cli.options.CommandException;
import io.github.procfs4j.cli.options.DurationArgument;
import io.github.procfs4j.cli.options.Ending;
import io.github.procfs4j.cli.options.ListFormat;
import io.github.procfs4j.cli.options.Messages;
import io.github.procfs4j.cli.options.ProcOption;
import io.github.procfs4j.cli.report.Times;
import io.github.procfs4j.cli.terminal.JsonLines;
import io.github.procfs4j.cli.terminal.Output;
import io.github.procfs4j.cli.terminal.Streams;
import io.github.procfs4j.cli.terminal.Text;
import io.github.procfs4j.cli.terminal.TextTable;
import io.github.procfs4j.process.MappingKind;
import io.github.procfs4j.process.MemorySizes;
import io.github.procfs4j.process.ProcessDirectory;
import io.github.procfs4j.process.WorkingSet;
import io.github.procfs4j.process.WorkingSet.End;
import io.github.procfs4j.process.WorkingSet.Window;
import io.github.procfs4j.sampling.Outcome;
import io.github.procfs4j.sampling.UnreadableException;
import io.github.procfs4j.text.MalformedTextException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.core.JsonGenerator;

/** {@code procfs wss}. */
@Command(
    name = "wss",
    description = {
      "Measures the working set of a process: the memory that it accesses within a given time.",
      "",
      "The referenced bits, which show the pages that were accessed, are cleared once by writing 1"
          + " to /proc/PID/clear_refs; then /proc/PID/smaps is read as the window grows. This"
          + " affects the process: it stalls while its page tables are walked, its next accesses"
          + " take a little longer, and its memory looks unused to the kernel until it is accessed"
          + " again, so it is reclaimed first if memory is short. docs/working-set.md describes"
          + " the limits of the numbers.",
      "",
      "Measuring ends after --duration, or at Ctrl-C. Then the results are shown by kind of"
          + " mapping."
    },
    footer = {
      "",
      "table: a line for each window as it is read. referenced is the memory accessed since the"
          + " bits were cleared, resident the memory of the process in RAM; took is the duration of"
          + " the reading itself.",
      "",
      "json: one object a line for each window, with pid, name (of the process, if it can be read),"
          + " clear_ns (the duration of clearing), window_ns, read_ns, referenced, resident and"
          + " size in bytes, and in kinds the same three for each kind. Later versions may add"
          + " members.",
      "",
      "Exit code 1 also means that the process ended, or executed another program, before the time"
          + " was over; the results so far are shown. 3 also means that the process does not"
          + " exist, that it belongs to another user, that it has no memory (a kernel thread), or"
          + " that the kernel was built without CONFIG_PROC_PAGE_MONITOR.",
      "",
      "Examples:",
      "  procfs wss 1234",
      "  procfs wss 1234 --every 100ms --duration 2s",
      "  procfs wss 1234 --duration 1m --format json"
    })
public final class WssCommand implements Callable<Integer> {
  private static final Pattern PID = Pattern.compile("[1-9][0-9]{0,9}");
  private static final long SHORTEST_PERIOD = 1_000_000;

  private final Streams streams;

  @Parameters(paramLabel = "PID", description = "The process, by its number.")
  private String pid = "";

  @Option(
      names = "--every",
      paramLabel = "PERIOD",
      defaultValue = "1s",
      description = "The time between readings, at least 1ms; ${DEFAULT-VALUE} by default.")
  private String every = "";

  @Option(
      names = "--duration",
      paramLabel = "DURATION",
      defaultValue = "10s",
      description = "How long to measure; ${DEFAULT-VALUE} by default.")
  private String duration = "";

  @Mixin private ProcOption root = new ProcOption();

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "table",
      description = "One of ${COMPLETION-CANDIDATES}; ${DEFAULT-VALUE} by default.")
  private ListFormat format = ListFormat.TABLE;

  private String name = "";
  private @Nullable Window last;

  public WssCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() {
    if (!PID.matcher(pid).matches()) {
      throw CommandException.usage(
          "«" + pid + "» is not the number of a process, which is greater than 0");
    }
    long period = DurationArgument.nanos("--every", every);
    long nanos = DurationArgument.nanos("--duration", duration);
    if (period < SHORTEST_PERIOD) {
      throw CommandException.usage(
          "--every: "
              + every
              + " is too short; the minimum is 1ms, as each reading takes about that long");
    }
    if (period > nanos) {
      throw CommandException.usage(
          "--every "
              + every
              + " is longer than --duration "
              + duration
              + ": nothing would be read");
    }
    Path process = root.directory().resolve(pid);
    name = name();
    try (WorkingSet set = WorkingSet.of(process)) {
      say(
          "clearing the referenced bits of process "
              + pid
              + inParentheses(name)
              + ": it stalls while that is done and during each reading, and its memory looks"
              + " unused to the kernel until it is accessed again");
      return measure(set, Duration.ofNanos(period), Duration.ofNanos(nanos));
    } catch (UnreadableException e) {
      throw e.outcome() == Outcome.GONE || e.outcome() == Outcome.NO_MEMORY
          ? CommandException.environment(Messages.of(e))
          : e;
    }
  }

  private int measure(WorkingSet set, Duration period, Duration duration) {
    End[] end = {End.STOPPED};
    Ending.onSignal(
        set::stop, () -> end[0] = set.measure(period, duration, window -> show(set, window)));
    if (format == ListFormat.TABLE && last != null) {
      summary(last);
    }
    String seen = last == null ? " before anything was read" : "; the results so far are shown";
    return switch (end[0]) {
      case COMPLETE -> 0;
      case STOPPED -> {
        if (last == null) {
          say("stopped" + seen + "; the referenced bits of process " + pid + " are cleared");
        }
        yield 0;
      }
      case PROCESS_ENDED -> failed("process " + pid + " ended" + seen);
      case PROGRAM_REPLACED ->
          failed(
              "process " + pid + " executed another program, whose memory is not measured" + seen);
    };
  }

  private int failed(String message) {
    say(message);
    return CommandException.FAILED;
  }

  private void show(WorkingSet set, Window window) {
    Output out = streams.out();
    switch (format) {
      case TABLE -> {
        boolean isFirst = last == null;
        if (isFirst) {
          out.wrapped(
              "process %s: %s resident, bits cleared in %s"
                  .formatted(pid, size(set.before().rss()), Times.duration(set.clearNanos())));
        }
        row(out, isFirst, window);
        out.flush();
      }
      case JSON -> JsonLines.write(out, json -> json(json, set, window));
    }
    last = window;
  }

  private static final String LINE = "%10s  %12s  %12s  %8s  %9s";

  /** Prints a line of a growing table or, if that is too wide, a sentence. */
  private static void row(Output out, boolean isFirst, Window window) {
    String time = String.format(Locale.ROOT, "%.3f s", window.nanos() / 1e9);
    String referenced = size(window.total().referenced());
    String resident = size(window.total().rss());
    String share = share(window.total());
    String took = Times.duration(window.readNanos());
    Text line = Text.of(String.format(LINE, time, referenced, resident, share, took));
    if (out.isTerminal() && out.columns() < line.columns()) {
      out.wrapped(
          "%s: %s referenced of %s resident, %s, took %s"
              .formatted(time, referenced, resident, share, took));
      return;
    }
    if (isFirst) {
      out.line(String.format(LINE, "window", "referenced", "resident", "share", "took"));
    }
    out.line(line);
  }

  private void summary(Window window) {
    Output out = streams.out();
    out.line();
    out.wrapped(
        String.format(Locale.ROOT, "referenced within %.3f s, by kind", window.nanos() / 1e9));
    TextTable table = new TextTable(1, false, true, true, true, true);
    table.head(List.of("  kind", "referenced", "resident", "share", "size"));
    for (MappingKind kind : MappingKind.values()) {
      MemorySizes sizes = window.kinds().get(kind);
      if (sizes != null) {
        table.add(row(kind.text(), sizes));
      }
    }
    table.add(row("all", window.total()));
    table.print(out);
    out.flush();
  }

  private static List<String> row(String kind, MemorySizes sizes) {
    return List.of(
        "  " + kind, size(sizes.referenced()), size(sizes.rss()), share(sizes), size(sizes.size()));
  }

  private void json(JsonGenerator json, WorkingSet set, Window window) {
    json.writeNumberProperty("pid", Long.parseLong(pid));
    if (!name.isEmpty()) {
      json.writeStringProperty("name", name);
    }
    json.writeNumberProperty("clear_ns", set.clearNanos());
    json.writeNumberProperty("window_ns", window.nanos());
    json.writeNumberProperty("read_ns", window.readNanos());
    sizes(json, window.total());
    json.writeObjectPropertyStart("kinds");
    window
        .kinds()
        .forEach(
            (kind, sizes) -> {
              json.writeObjectPropertyStart(kind.text());
              sizes(json, sizes);
              json.writeEndObject();
            });
    json.writeEndObject();
  }

  private static void sizes(JsonGenerator json, MemorySizes sizes) {
    sizes.referenced().ifPresent(bytes -> json.writeNumberProperty("referenced", bytes));
    sizes.rss().ifPresent(bytes -> json.writeNumberProperty("resident", bytes));
    sizes.size().ifPresent(bytes -> json.writeNumberProperty("size", bytes));
  }

  private static String size(OptionalLong bytes) {
    return bytes.isPresent() ? Amounts.size(BigDecimal.valueOf(bytes.getAsLong())).text() : "-";
  }

  private static String share(MemorySizes sizes) {
    long of = sizes.rss().orElse(0);
    return of > 0 && sizes.referenced().isPresent()
        ? String.format(Locale.ROOT, "%.1f %%", 100.0 * sizes.referenced().getAsLong() / of)
        : "-";
  }

  /** The name of the process; empty if it cannot be read. */
  private String name() {
    try {
      return ProcessDirectory.of(root.directory(), Long.parseLong(pid)).name();
    } catch (UnreadableException | MalformedTextException e) {
      return "";
    }
  }

  /** The process's name in parentheses; empty if there is none. */
  private static String inParentheses(String name) {
    return name.isEmpty() ? "" : " (" + name + ")";
  }

  private void say(String message) {
    streams.say(message);
  }
}

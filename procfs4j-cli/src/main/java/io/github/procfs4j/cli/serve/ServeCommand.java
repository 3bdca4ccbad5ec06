package io.github.procfs4j.cli.serve;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.procfs4j.Procfs;
import io.github.procfs4j.cli.exposition.Metric;
import io.github.procfs4j.cli.exposition.MetricTable;
import io.github.procfs4j.cli.exposition.Selection;
import io.github.procfs4j.cli.exposition.SourcePlan;
import io.github.procfs4j.cli.exposition.Usual;
import io.github.procfs4j.cli.http.HttpServer;
import io.github.procfs4j.cli.http.Limits;
import io.github.procfs4j.cli.options.CommandException;
import io.github.procfs4j.cli.options.DurationArgument;
import io.github.procfs4j.cli.options.Ending;
import io.github.procfs4j.cli.options.KnownSource;
import io.github.procfs4j.cli.options.ProcOption;
import io.github.procfs4j.cli.options.RootOption;
import io.github.procfs4j.cli.options.Signals;
import io.github.procfs4j.cli.record.KeptSamples;
import io.github.procfs4j.cli.terminal.Streams;
import io.github.procfs4j.processes.Processes;
import io.github.procfs4j.sampling.KernelConstants;
import io.github.procfs4j.sampling.SampledFile;
import io.github.procfs4j.sampling.UnreadableException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code procfs serve}. */
@Command(
    name = "serve",
    customSynopsis = "procfs serve [OPTIONS] [SOURCE...]",
    description = {
      "Answers scrapes of Prometheus, with the names of node_exporter.",
      "",
      "GET /metrics returns a sample of all sources, in the text format of Prometheus, as"
          + " OpenMetrics or in protocol buffers, whichever the client wants most. Every column has"
          + " the name, labels, unit and type that it has in node_exporter; what that has by"
          + " default is there by default. Of a source that is named, all metrics are written."
          + " Scrapes that come at the same time share a sample. A source that cannot be read is"
          + " reported, has no metrics but procfs_source_readable 0, and is tried again at each"
          + " scrape.",
      "",
      "With --every, what happens between scrapes is sampled, too: how busy CPUs, disks and network"
          + " devices are, memory, stalls and tasks. A scraper that names itself, by"
          + " /metrics?scraper=NAME, gets the greatest value of each since its last scrape, as"
          + " procfs_..._max. A Prometheus that asks for native histograms gets one of all values.",
      "",
      "With --keep, what procfs record samples by default is kept in memory, at the period of"
          + " --every (processes and control groups at most once a second), for as long as --keep"
          + " says and in at most 50 MiB. GET /recording returns it as a recording for procfs"
          + " report, and /recording?from=TIME&to=TIME a part of it, by times as procfs cut has"
          + " them; at the signal SIGUSR1 it is written to procfs-YYYYMMDD-HHMMSS.rec in the"
          + " current directory, a new file that only its owner can read.",
      "",
      "Only this machine can connect unless --listen names another address: then all who reach it"
          + " can read everything, without a password and in plain text.",
      "",
      "The address is printed when connections are accepted. Ctrl-C, SIGTERM and SIGHUP end the"
          + " command."
    },
    footer = {
      "",
      "Exit code 0 after a signal; 3 if the address cannot be used.",
      "",
      "Examples:",
      "  procfs serve",
      "  procfs serve usual interrupts softirqs",
      "  procfs serve --every 100ms",
      "  procfs serve --every 100ms --keep 10m",
      "  procfs serve usual processes --top 50",
      "  procfs serve --listen 0.0.0.0:9110 --host node1.example.org",
      "  procfs serve --root /host/proc"
    })
public final class ServeCommand implements Callable<Integer> {
  /** The shares of a shorter time would consist of a tick of the kernel. */
  private static final long SHORTEST_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  private static final int MOST_NAMES = 1_000;

  private static final long SHORTEST_KEPT_NANOS = TimeUnit.SECONDS.toNanos(1);

  private static final long MEBIBYTE = 1 << 20;

  /** With at most 17 files, and the processes, these are at most 50 MiB. */
  private static final long BYTES_OF_FILE = 2 * MEBIBYTE;

  private static final long BYTES_OF_PROCESSES = 16 * MEBIBYTE;

  /** SIGUSR2 belongs to the JVM. */
  private static final String WRITING = "USR1";

  private static final Path HOST_NAME = Path.of("/proc/sys/kernel/hostname");

  private final Streams streams;

  @Parameters(
      paramLabel = "SOURCE",
      arity = "0..*",
      completionCandidates = ServeCommand.Sources.class,
      description =
          "What to serve: ${COMPLETION-CANDIDATES}; usual, the default, is what node_exporter has"
              + " by default; processes are those that use most CPU time, by name, as in"
              + " process-exporter.")
  private List<String> sources = List.of();

  @Option(
      names = "--listen",
      paramLabel = "ADDRESS:PORT",
      defaultValue = "127.0.0.1:9110",
      description =
          "Where to listen; ${DEFAULT-VALUE} by default. With port 0, the kernel chooses one.")
  private String listen = "";

  @Option(
      names = "--top",
      paramLabel = "N",
      defaultValue = "20",
      description =
          "For processes: how many names have series of their own, 1 to 1000; ${DEFAULT-VALUE} by"
              + " default. All others are one group.")
  private int top;

  @Option(
      names = "--every",
      paramLabel = "PERIOD",
      description =
          "Also samples between scrapes, as often as this: 10ms or more. By default nothing is read"
              + " between scrapes.")
  private @Nullable String every;

  @Option(
      names = "--keep",
      paramLabel = "DURATION",
      description =
          "With --every: keeps in memory what was sampled in this time, 1s or more, for recordings"
              + " of what has happened. By default nothing is kept.")
  private @Nullable String keep;

  @Option(
      names = "--arguments",
      description =
          "With --keep: recordings contain the arguments of processes, which may be secret. By"
              + " default they contain only names.")
  private boolean arguments;

  @Option(
      names = "--host",
      paramLabel = "NAME",
      description =
          "A name by which clients may call this server, in the header Host, besides its addresses,"
              + " localhost and the name of this machine; may be given several times.")
  private List<String> hosts = List.of();

  @Mixin private ProcOption root = new ProcOption();

  /** The names of what can be served, for help and completion. */
  static final class Sources extends ArrayList<String> {
    private static final long serialVersionUID = 1;

    Sources() {
      super(MetricTable.get().sources());
      add(ProcessGroups.NAME);
    }
  }

  public ServeCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() throws IOException {
    InetSocketAddress address = ListenArgument.parse(listen);
    Map<String, Selection> selections = selections();
    Path directory = root.existing();
    List<Served> served = served(selections, directory);
    try (Scrapes scrapes = new Scrapes(served);
        Between between = between(selections, directory);
        Ring ring = ring(directory);
        HttpServer server = start(address, answers(scrapes, between, ring))) {
      InetSocketAddress actual = server.address();
      if (!actual.getAddress().isLoopbackAddress()) {
        streams.say(
            "all who reach "
                + text(actual)
                + " can read everything, without a password and in plain text");
      }
      streams.out().line("http://" + text(actual) + Answers.METRICS);
      streams.out().flush();
      CountDownLatch end = new CountDownLatch(1);
      Ending.onSignal(end::countDown, () -> await(end));
    }
    return 0;
  }

  private Answers answers(Scrapes scrapes, @Nullable Between between, @Nullable Ring ring) {
    if (ring == null) {
      return new Answers(scrapes, between, null);
    }
    Recordings recordings = new Recordings(ring, streams::say);
    if (!Signals.handle(WRITING, recordings::writeFile)) {
      streams.say("the JVM handles no SIG" + WRITING + ": only clients get recordings");
    }
    return new Answers(scrapes, between, recordings);
  }

  private static void await(CountDownLatch end) {
    try {
      end.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private HttpServer start(InetSocketAddress address, Answers answers) {
    Set<String> names = new HashSet<>(hosts);
    try {
      names.add(Files.readString(HOST_NAME, UTF_8).strip());
    } catch (IOException e) {
      // Then clients use an address or --host.
    }
    try {
      return HttpServer.start(address, answers, new Hosts(names), Limits.USUAL, streams::say);
    } catch (IOException e) {
      throw CommandException.environment("--listen " + listen + ": " + e.getMessage());
    }
  }

  private static String text(InetSocketAddress address) {
    String host = address.getAddress().getHostAddress();
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
  }

  /** What is served of each source, by its name. */
  private Map<String, Selection> selections() {
    Map<String, Selection> selections = new LinkedHashMap<>();
    for (String name : sources.isEmpty() ? List.of(KnownSource.USUAL) : sources) {
      if (name.equals(KnownSource.USUAL)) {
        Usual.sources().forEach(usual -> selections.putIfAbsent(usual, Usual.of(usual)));
      } else if (!name.equals(ProcessGroups.NAME)) {
        selections.put(name, Selection.ALL);
      }
    }
    return selections;
  }

  /** What is sampled between scrapes; null if nothing is. */
  private @Nullable Between between(Map<String, Selection> selections, Path directory) {
    if (every == null) {
      return null;
    }
    long nanos = DurationArgument.nanos("--every", every);
    if (nanos < SHORTEST_NANOS) {
      throw CommandException.usage(
          "--every: a period of " + every + " is too short; the minimum is 10ms");
    }
    List<FigureSource> figures =
        selections.entrySet().stream()
            .filter(one -> !FigureSource.metrics(one.getKey()).isEmpty())
            .map(one -> new FigureSource(file(one.getKey()), directory, one.getValue()))
            .toList();
    if (figures.isEmpty()) {
      throw CommandException.usage(
          "--every: only of these is something sampled between scrapes: "
              + MetricTable.figures().metrics().stream()
                  .map(Metric::source)
                  .distinct()
                  .collect(Collectors.joining(", ")));
    }
    return new Between(figures, Duration.ofNanos(nanos), streams::say).begin();
  }

  /** What is kept of the last minutes; null if nothing is. */
  private @Nullable Ring ring(Path directory) {
    if (keep == null) {
      if (arguments) {
        throw CommandException.usage("--arguments: needs --keep, as only recordings have them");
      }
      return null;
    }
    if (every == null) {
      throw CommandException.usage("--keep: needs --every, the time between samples");
    }
    long nanos = DurationArgument.nanos("--keep", keep);
    if (nanos < SHORTEST_KEPT_NANOS) {
      throw CommandException.usage("--keep: " + keep + " is too short; the minimum is 1s");
    }
    KeptSamples kept =
        new KeptSamples(
            new RootOption(),
            directory,
            "procfs serve",
            arguments,
            new KeptSamples.Bounds(Duration.ofNanos(nanos), BYTES_OF_FILE, BYTES_OF_PROCESSES),
            KeptSamples.Periods.asRecorded(
                Duration.ofNanos(DurationArgument.nanos("--every", every))));
    return new Ring(kept, nanos, streams::say).begin();
  }

  /** The sources that are served, none of which has been read. */
  private List<Served> served(Map<String, Selection> selections, Path directory) {
    Optional<KernelConstants> constants = constants();
    OptionalInt ticksPerSecond =
        constants.map(of -> OptionalInt.of(of.ticksPerSecond())).orElse(OptionalInt.empty());
    OptionalInt pageSize =
        constants.map(of -> OptionalInt.of(of.pageSize())).orElse(OptionalInt.empty());
    List<Served> served = new ArrayList<>();
    for (Map.Entry<String, Selection> selection : selections.entrySet()) {
      SampledFile<?> file = file(selection.getKey());
      served.add(
          new ServedSource(
              file.sampler(directory),
              new SourcePlan.Context(
                  selection.getKey(), selection.getValue(), ticksPerSecond, pageSize),
              streams::say));
    }
    if (sources.contains(ProcessGroups.NAME)) {
      served.add(processes(directory, constants));
    }
    return served;
  }

  private ProcessGroups processes(Path directory, Optional<KernelConstants> constants) {
    if (top < 1 || top > MOST_NAMES) {
      throw CommandException.usage("--top: " + top + " is not a number from 1 to " + MOST_NAMES);
    }
    return new ProcessGroups(
        Processes.at(directory).sampler(),
        top,
        constants.orElseThrow(
            () -> CommandException.environment("processes: the length of a tick is not known")),
        streams::say);
  }

  private Optional<KernelConstants> constants() {
    try {
      return Optional.of(KernelConstants.ofRunningKernel());
    } catch (UnreadableException e) {
      streams.say("times in ticks and sizes in pages are left out: " + e.getMessage());
      return Optional.empty();
    }
  }

  private static SampledFile<?> file(String name) {
    Set<String> all = MetricTable.get().sources();
    if (!all.contains(name)) {
      throw CommandException.usage(
          "«" + name + "» is not one of " + String.join(", ", all) + ", processes, usual");
    }
    return Procfs.sampledFile(name).orElseThrow();
  }
}

package io.github.procfs4j.cli.show;

import io.github.procfs4j.cli.options.KnownSource;
import io.github.procfs4j.cli.options.ListFormat;
import io.github.procfs4j.cli.options.Messages;
import io.github.procfs4j.cli.options.ProcessOption;
import io.github.procfs4j.cli.options.RootOption;
import io.github.procfs4j.cli.terminal.JsonLines;
import io.github.procfs4j.cli.terminal.Output;
import io.github.procfs4j.cli.terminal.Streams;
import io.github.procfs4j.cli.terminal.TextTable;
import io.github.procfs4j.model.Source;
import io.github.procfs4j.process.ProcessFiles;
import io.github.procfs4j.sampling.Outcome;
import io.github.procfs4j.sampling.SampledFile;
import io.github.procfs4j.sampling.Sampler;
import io.github.procfs4j.sampling.UnreadableException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.core.JsonGenerator;

/** {@code procfs sources}. */
@Command(
    name = "sources",
    description = {
      "Lists all sources, and whether they can be read here.",
      "",
      "Each source is tried. The list shows whether it is sampled or read once and, if it cannot be"
          + " read, why not. Sources named pid/... are those of the process given by --pid, or"
          + " otherwise of procfs itself.",
    },
    footer = {
      "",
      "bytes is the current length of the text. The kernel takes about 3 to 10 ns to print each"
          + " byte, which is most of the cost of a sample.",
      "",
      "json: one object a line for each source, with source, mode (sampled or once), readable,"
          + " outcome (a word or two: read, absent, not permitted...), bytes, problem (why it"
          + " cannot be read), purpose, since (the first kernel version that has it), requires"
          + " (the kernel option that it depends on), privilege (who may read it), reference"
          + " (where its format is documented). Members that do not apply are absent.",
      "",
      "Examples:",
      "  procfs sources",
      "  procfs sources --root /host/proc --format json"
    })
public final class SourcesCommand implements Callable<Integer> {
  private final Streams streams;

  @Mixin private RootOption root = new RootOption();

  @Mixin private ProcessOption process = new ProcessOption();

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "table",
      description = "One of ${COMPLETION-CANDIDATES}; ${DEFAULT-VALUE} by default.")
  private ListFormat format = ListFormat.TABLE;

  /**
   * The result of reading a source.
   *
   * @param bytes the length of its text, if it was read
   * @param problem the reason if it was not; empty if it was read
   */
  private record Trial(Source source, Outcome outcome, int bytes, String problem) {
    boolean isRead() {
      return outcome == Outcome.SAMPLED;
    }

    static Trial of(KnownSource known, RootOption where, Path root, Path in) {
      Path below = root.relativize(in);
      try {
        int bytes =
            switch (known) {
              case KnownSource.Sampled(var file) -> bytes(where.placed(file).in(below), root);
              case KnownSource.Once(var file) -> file.in(below).bytes(root).length;
            };
        return new Trial(known.source(), Outcome.SAMPLED, bytes, "");
      } catch (UnreadableException e) {
        UnreadableException reason = known.isOfProcess() ? ProcessFiles.reason(e, in) : e;
        return new Trial(
            known.source(),
            reason.outcome(),
            0,
            Messages.of(reason) + Messages.without(known.source(), root));
      }
    }

    private static int bytes(SampledFile<?> file, Path root) {
      try (Sampler<?> sampler = file.sampler(root)) {
        Outcome outcome = sampler.sample();
        if (outcome != Outcome.SAMPLED) {
          throw new UnreadableException(outcome, sampler.problem().orElse(outcome.text()));
        }
        return sampler.bytes();
      }
    }
  }

  public SourcesCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() {
    Path directory = root.directory();
    Path ofProcess = process.directory(directory).orElse(directory.resolve("self"));
    List<Trial> trials =
        KnownSource.all().stream()
            .map(
                known ->
                    Trial.of(known, root, directory, known.isOfProcess() ? ofProcess : directory))
            .toList();
    Output out = streams.out();
    switch (format) {
      case TABLE -> table(out, trials);
      case JSON -> trials.forEach(trial -> json(out, trial));
    }
    return 0;
  }

  private static void table(Output out, List<Trial> trials) {
    TextTable table = new TextTable(1, false, false, false, true, false);
    table.head(List.of("source", "read", "here", "bytes", "what for"));
    for (Trial trial : trials) {
      Source source = trial.source();
      table.add(
          List.of(
              source.name(),
              mode(source),
              trial.isRead() ? "yes" : trial.outcome().text(),
              trial.isRead() ? String.format(Locale.ROOT, "%,d", trial.bytes()) : "-",
              source.purpose() + (trial.isRead() ? "" : " (" + trial.problem() + ")")));
    }
    table.print(out);
  }

  private static String mode(Source source) {
    return source.mode().name().toLowerCase(Locale.ROOT);
  }

  private static void json(Output out, Trial trial) {
    Source source = trial.source();
    JsonLines.write(
        out,
        json -> {
          json.writeStringProperty("source", source.name());
          json.writeStringProperty("mode", mode(source));
          json.writeBooleanProperty("readable", trial.isRead());
          json.writeStringProperty("outcome", trial.outcome().text());
          if (trial.isRead()) {
            json.writeNumberProperty("bytes", trial.bytes());
          } else {
            json.writeStringProperty("problem", trial.problem());
          }
          json.writeStringProperty("purpose", source.purpose());
          optional(json, "since", source.since());
          optional(json, "requires", source.requires());
          optional(json, "privilege", source.privilege());
          optional(json, "reference", source.reference());
        });
  }

  private static void optional(JsonGenerator json, String name, String value) {
    if (!value.isEmpty()) {
      json.writeStringProperty(name, value);
    }
  }
}

package io.github.procfs4j.cli.compare;

import io.github.procfs4j.cli.options.CommandException;
import io.github.procfs4j.cli.options.DurationArgument;
import io.github.procfs4j.cli.options.Messages;
import io.github.procfs4j.cli.options.RecordingFiles;
import io.github.procfs4j.cli.report.ManyRecordings;
import io.github.procfs4j.cli.report.PageOption;
import io.github.procfs4j.cli.terminal.JsonLines;
import io.github.procfs4j.cli.terminal.Output;
import io.github.procfs4j.cli.terminal.Streams;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What is compared of two groups of recordings, and how the result is shown. */
public final class ComparisonOptions {
  /** The exit code if a condition is met. */
  static final int MET = 4;

  private static final int SHOWN = 20;

  @Option(
      names = "--skip",
      paramLabel = "DURATION",
      defaultValue = "0s",
      description = "Leaves out the beginning of each run, to let it warm up, such as 30s.")
  private String skip = "";

  @Option(
      names = "--from-mark",
      paramLabel = "TEXT",
      description =
          "Compares each run from its first mark on that begins with this text: its time counts"
              + " from there.")
  private @Nullable String fromMark;

  @Option(
      names = "--until-mark",
      paramLabel = "TEXT",
      description = "Compares each run up to its next mark that begins with this text.")
  private @Nullable String untilMark;

  @Option(
      names = "--fail-if",
      paramLabel = "RULE",
      description =
          "Exits with code 4 if a figure differs by more than this; may be given several times.")
  private List<String> rules = List.of();

  @Option(
      names = "--top",
      paramLabel = "N",
      description = "Shows at most this many differences; 20 by default, in json all.")
  private int top = SHOWN;

  @Mixin private PageOption page = new PageOption();

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "text",
      description = "One of ${COMPLETION-CANDIDATES}; ${DEFAULT-VALUE} by default.")
  private Format format = Format.TEXT;

  /** The formats of standard output. */
  public enum Format {
    TEXT,
    JSON;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Checks the options; throws a usage error if one is wrong. */
  void check() {
    if (top < 1) {
      throw CommandException.usage("--top: at least 1");
    }
    page.checkFormat(format, format == Format.TEXT);
    conditions();
    cut();
  }

  /** The page of the comparison. */
  PageOption page() {
    return page;
  }

  private List<Condition> conditions() {
    return rules.stream().map(Condition::of).toList();
  }

  /** The part of each run that is compared. */
  Cut cut() {
    return new Cut(fromMark, untilMark, DurationArgument.nanos("--skip", skip));
  }

  /** Compares recordings and prints the result; returns the exit code. */
  int compare(List<Path> ofA, List<Path> ofB, Streams streams) throws IOException {
    List<Path> files = new ArrayList<>(ofA);
    files.addAll(ofB);
    page.checkIsNone(files);
    List<Condition> conditions = conditions();
    Compared compared = comparison(ofA, ofB, conditions, streams);
    RunComparison comparison = compared.comparison;
    List<Outcome> outcomes =
        conditions.stream().map(condition -> Outcome.of(condition, comparison)).toList();
    Output out = streams.out();
    if (format == Format.JSON) {
      JsonLines.write(out, json -> ComparisonJson.write(comparison, outcomes, json));
    } else if (!page.isAlone()) {
      new ComparisonText(comparison, out, top).print(outcomes);
    }
    if (page.isWanted()) {
      page.write(
          ComparisonPage.of(
              comparison,
              outcomes,
              cut(),
              top,
              (keys, parts, known) -> finer(compared, keys, parts, known, streams)),
          format == Format.TEXT,
          streams);
    }
    out.flush();
    if (outcomes.stream().anyMatch(outcome -> !outcome.met().isEmpty())) {
      return MET;
    }
    return outcomes.stream().allMatch(Outcome::isDecided) ? 0 : CommandException.FAILED;
  }

  /**
   * A comparison.
   *
   * @param files the recordings that were compared, first those of a
   */
  private record Compared(RunComparison comparison, List<Path> files) {}

  /** Reads figures of the compared recordings again, in finer parts. */
  private Courses finer(
      Compared compared, Set<Key> keys, int parts, Courses known, Streams streams) {
    RunReader reader = RunReader.of(cut(), keys, parts);
    List<Run> runs =
        runs(
            ManyRecordings.read(
                compared.files,
                compared.files.stream().map(Path::toString).toList(),
                streams.err(),
                (file, name) -> read(reader, file, name)));
    int ofA = known.a().size();
    return runs.size() < compared.files.size()
        ? known // one of them was removed or replaced meanwhile
        : new Courses(runs.subList(0, ofA), runs.subList(ofA, runs.size()));
  }

  /** Compares recordings; throws an error if nothing can be compared. */
  private Compared comparison(
      List<Path> ofA, List<Path> ofB, List<Condition> conditions, Streams streams)
      throws IOException {
    List<Path> files = new ArrayList<>(ofA);
    files.addAll(ofB);
    checkDifferent(files);
    List<String> names = names(files);
    RunReader reader =
        new RunReader(
            cut(), key -> conditions.stream().anyMatch(condition -> condition.needsValues(key)));
    List<Read> read =
        ManyRecordings.read(files, names, streams.err(), (file, name) -> read(reader, file, name));
    List<RunComparison.Unread> unread = new ArrayList<>();
    for (Read one : read) {
      if (one.unread != null) {
        unread.add(one.unread);
      }
    }
    List<Run> a = runs(read.subList(0, ofA.size()));
    List<Run> b = runs(read.subList(ofA.size(), read.size()));
    if (a.isEmpty() || b.isEmpty()) {
      unread.forEach(it -> streams.say("not compared: " + it.file() + ": " + it.reason()));
      throw CommandException.failed(
          "no recording of " + (a.isEmpty() ? "A" : "B") + " can be compared");
    }
    RunComparison comparison = new RunComparison(a, b, unread);
    if (comparison.all().isEmpty()) {
      throw CommandException.failed("A and B have no figure of any row in common");
    }
    List<Path> compared = new ArrayList<>();
    for (int i = 0; i < read.size(); i++) {
      if (read.get(i).run != null) {
        compared.add(files.get(i));
      }
    }
    return new Compared(comparison, compared);
  }

  /** Names by which people recognize the recordings: those of a study are {@code a/01}. */
  private static List<String> names(List<Path> files) {
    List<String> names = new RecordingFiles(files, List.of(), List.of()).names();
    if (names.stream().noneMatch(name -> name.contains("/"))) {
      return names;
    }
    List<String> longer = files.stream().map(ComparisonOptions::longer).toList();
    return longer.stream().distinct().count() == files.size() ? longer : names;
  }

  /** The name of a recording with that of its directory. */
  private static String longer(Path file) {
    Path directory = file.toAbsolutePath().getParent();
    String stem = RecordingFiles.stem(file);
    return directory == null ? stem : directory.getFileName() + "/" + stem;
  }

  /** What was read of a recording: one of both. */
  private record Read(@Nullable Run run, RunComparison.@Nullable Unread unread) {}

  private static Read read(RunReader reader, Path file, String name) {
    try {
      return new Read(reader.read(file, name), null);
    } catch (Cut.OutsideException e) {
      return failed(file, String.valueOf(e.getMessage()));
    } catch (IOException | RuntimeException e) {
      return failed(file, Messages.of(e));
    }
  }

  private static Read failed(Path file, String reason) {
    String path = file + ": ";
    return new Read(
        null,
        new RunComparison.Unread(
            file.toString(), reason.startsWith(path) ? reason.substring(path.length()) : reason));
  }

  private static List<Run> runs(List<Read> read) {
    List<Run> runs = new ArrayList<>();
    for (Read one : read) {
      if (one.run != null) {
        runs.add(one.run);
      }
    }
    return runs;
  }

  /** The same run must not count twice, and does not differ from itself. */
  private static void checkDifferent(List<Path> files) throws IOException {
    Map<Path, Path> known = new HashMap<>();
    for (Path file : files) {
      if (Files.exists(file)) {
        Path before = known.put(file.toRealPath(), file);
        if (before != null) {
          throw CommandException.usage(
              file
                  + ": is given twice"
                  + (before.equals(file) ? "" : ", also as " + before)
                  + "; a run counts once, in A or in B");
        }
      }
    }
  }
}

package io.github.procfs4j.cli.compare;

import io.github.procfs4j.cli.options.CommandException;
import io.github.procfs4j.cli.options.Paths;
import io.github.procfs4j.cli.options.RecordingFiles;
import io.github.procfs4j.cli.terminal.Streams;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code procfs diff}. */
@Command(
    name = "diff",
    customSynopsis = {
      "procfs diff [OPTIONS] FILE|DIR... -- FILE|DIR...",
      "       procfs diff [OPTIONS] --baseline DIR FILE|DIR..."
    },
    description = {
      "Compares two groups of recordings, A and B: which figures differ, by how much, and how sure"
          + " that is.",
      "",
      "Each recording is a run, and a run counts as one number for each figure of each row: its"
          + " mean. A figure that differs has a line, the strongest first: by how much the median"
          + " of the runs of B differs from that of A, with a confidence interval of 95 %%, and in"
          + " how many runs of B. Chance alone finds a difference among hundreds of figures, so"
          + " what is found is corrected for all that was looked at. If the times at which"
          + " differences began are known, those that began earlier come first. docs/compare.md"
          + " describes how, and how many runs it takes to find a change of 5, 10 or 20 %%.",
      "",
      "Rows are matched by their labels; processes, and threads, by name, and those of one name are"
          + " summed up. What only one group has is listed."
    },
    footer = {
      "",
      "--fail-if: '[WORD...] FIGURE [STATISTIC] > +N %%' or '... < -N %%', such as 'disk await p99"
          + " > +10 %%'. It is about the figures with the name FIGURE, in all rows of which each"
          + " WORD is the source, the table or the labels. If there are none, it is about those"
          + " that have it as a word: dd is a word of /bin/dd, but not of kthreadd. Case does not"
          + " matter. What it names is listed."
          + " STATISTIC is what counts of a run: mean, the default, or p50, p90, p95, p99 or max of"
          + " its intervals, which processes do not have. It is met if the median of the runs of B"
          + " differs by more than N %%, and the difference is found as above.",
      "",
      "Exit code 2 also means that --fail-if names no figure, or that a recording is given twice;"
          + " 4, that a --fail-if is met; 1, that none is, but one cannot be decided because there"
          + " are too few runs.",
      "",
      "json: one object with the members a, b, method, rate, tested, differences, figures,"
          + " unmatched, ran_in_one_group, not_compared, remarks and conditions; docs/compare.md"
          + " describes them.",
      "",
      "Examples:",
      "  procfs diff before.rec after.rec",
      "  procfs diff a1.rec a2.rec a3.rec a4.rec -- b1.rec b2.rec b3.rec b4.rec",
      "  procfs diff --skip 30s old/ -- new/",
      "  procfs diff --html comparison.html old/ -- new/",
      "  procfs diff --fail-if 'disk await p99 > +10 %%' old/ -- new/",
      "  procfs diff --baseline nights/ tonight.rec --format json | jq .differences"
    })
public final class DiffCommand implements Callable<Integer> {
  private final Streams streams;

  @Parameters(
      paramLabel = "FILE|DIR",
      arity = "0..*",
      description =
          "The recordings of A, or a directory of recordings; after -- those of B. Without --, two"
              + " files are A and B. With --baseline, all are B.")
  private List<String> words = List.of();

  @Option(
      names = "--baseline",
      paramLabel = "DIR",
      converter = Paths.OfFileOrDirectory.class,
      description = "The directory of the recordings of A, such as those of many nights.")
  private @Nullable Path baseline;

  @Mixin private ComparisonOptions options = new ComparisonOptions();

  /** The recordings of B, if they are given after a separator. */
  private @Nullable List<String> others;

  /** Creates the command, without options, with these streams. */
  public DiffCommand(Streams streams) {
    this.streams = streams;
  }

  /**
   * Sets the recordings to compare with the arguments.
   *
   * @param files names of files and directories
   */
  public void others(List<String> files) {
    others = List.copyOf(files);
  }

  @Override
  public Integer call() throws IOException {
    options.check();
    List<String> ofA;
    List<String> ofB;
    List<String> after = others;
    if (baseline != null) {
      if (after != null) {
        throw CommandException.usage("--baseline: it is A, so all files are B: give no --");
      }
      ofA = List.of(baseline.toString());
      ofB = words;
    } else if (after != null) {
      ofA = words;
      ofB = after;
    } else if (words.size() == 2) {
      ofA = words.subList(0, 1);
      ofB = words.subList(1, 2);
    } else {
      throw CommandException.usage(
          "which recordings are A and which are B? procfs diff A... -- B..., or --baseline DIR"
              + " B...");
    }
    List<Path> filesOfA = files("A", ofA);
    List<Path> filesOfB = files("B", ofB);
    options.page().check(List.of(), streams);
    return options.compare(filesOfA, filesOfB, streams);
  }

  /** The recordings that arguments name. */
  private static List<Path> files(String group, List<String> words) throws IOException {
    if (words.isEmpty()) {
      throw CommandException.usage("no recording is " + group);
    }
    for (String word : words) {
      if (word.startsWith("--") && !Files.exists(Paths.of(word))) {
        throw CommandException.usage(word + ": options come before --, after it only recordings");
      }
    }
    RecordingFiles given = RecordingFiles.of(words, word -> true);
    if (!given.exported().isEmpty()) {
      throw CommandException.usage(
          given.exported().getFirst() + ": a directory of Parquet files, not of recordings");
    }
    return given.files();
  }
}

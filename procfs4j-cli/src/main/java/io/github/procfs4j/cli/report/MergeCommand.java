package io.github.procfs4j.cli.report;

import io.github.procfs4j.cli.options.CommandException;
import io.github.procfs4j.cli.options.Paths;
import io.github.procfs4j.cli.terminal.Streams;
import io.github.procfs4j.recording.Recording;
import io.github.procfs4j.recording.RecordingCopy.Part;
import io.github.procfs4j.recording.RecordingFacts;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code procfs merge}. */
@Command(
    name = "merge",
    sortOptions = false,
    description = {
      "Writes two recordings of the same machine as one.",
      "",
      "They may have different sources, or the same ones at different times; such a source has a"
          + " gap in between. Facts are those of the earlier recording, and the fact merged names"
          + " both files. Times are compared by the monotonic clock. If the wall clock differs from"
          + " it in another way in each of them, because the machine was started again, was"
          + " suspended or had its clock set, the times of the later recording are moved such that"
          + " its wall clock is right, and a message shows by how much."
    },
    footer = {
      "",
      "Exit code 2 also means that the recordings are not of the same machine, or that both sampled"
          + " a source at the same time.",
      "",
      "Examples:",
      "  procfs merge monday.rec tuesday.rec -o both.rec"
    })
public final class MergeCommand implements Callable<Integer> {
  /** The fact that names both files. */
  private static final String MERGED = "merged";

  /** Facts that must be equal, because numbers are computed with them or compared. */
  private static final List<String> OF_MACHINE = List.of("host", "page_size", "ticks_per_second");

  /** Wall clocks are recorded to about a millisecond. */
  private static final Duration SAME = Duration.ofMillis(2);

  /** Further apart, times would leave the range of the format. */
  private static final Duration FAR = Duration.ofDays(36_500);

  private final Streams streams;

  @Parameters(
      index = "0",
      paramLabel = "A",
      converter = Paths.OfFile.class,
      description = "A recording.")
  private Path first = Path.of("");

  @Parameters(
      index = "1",
      paramLabel = "B",
      converter = Paths.OfFile.class,
      description = "Another one.")
  private Path second = Path.of("");

  @Mixin private CopyOption copy = new CopyOption();

  /** Creates the command, without options, with these streams. */
  public MergeCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() throws IOException {
    copy.check();
    try (Recording a = Recording.open(first);
        Recording b = Recording.open(second)) {
      for (String fact : OF_MACHINE) {
        String ofA = a.facts().value(fact).orElse("");
        String ofB = b.facts().value(fact).orElse("");
        if (!ofA.equals(ofB)) {
          throw CommandException.usage(
              "not of the same machine: %s is «%s» in %s and «%s» in %s"
                  .formatted(fact, ofA, first, ofB, second));
        }
      }
      checkTime(first, a);
      checkTime(second, b);
      Completeness.say(first, a, streams);
      Completeness.say(second, b, streams);
      List<Recording> inOrder =
          Stream.of(a, b).sorted(Comparator.comparing(MergeCommand::begin)).toList();
      Recording earlier = inOrder.getFirst();
      Recording later = inOrder.getLast();
      long shift = shift(earlier, later);
      boolean isInOrder = earlier.equals(a);
      RecordingFacts facts =
          earlier
              .facts()
              .with(
                  MERGED,
                  "%s and %s"
                      .formatted(
                          (isInOrder ? first : second).getFileName(),
                          (isInOrder ? second : first).getFileName()));
      try {
        copy.write(List.of(part(earlier, 0), part(later, shift)), facts, streams);
      } catch (IllegalArgumentException e) {
        throw CommandException.usage(
            e.getMessage() + "; procfs cut can choose parts or sources that do not overlap");
      }
    }
    return 0;
  }

  private static Part part(Recording recording, long shift) {
    return new Part(recording, recording.sources(), Long.MIN_VALUE, Long.MAX_VALUE, shift);
  }

  private static void checkTime(Path file, Recording recording) {
    if (recording.instant(recording.startNanos()).isEmpty()) {
      throw CommandException.usage(
          file + ": has no time of the wall clock, so it cannot be merged");
    }
  }

  private static Instant begin(Recording recording) {
    return recording.instant(recording.startNanos()).orElseThrow();
  }

  /** What must be added to the times of the later recording; says so if it is not 0. */
  private long shift(Recording earlier, Recording later) {
    // The monotonic time at which the wall clock of each would have been at the same instant.
    Instant end = earlier.instant(earlier.endNanos()).orElseThrow();
    Duration byWallClock = Duration.between(end, begin(later));
    Duration byMonotonic = Duration.ofNanos(later.startNanos() - earlier.endNanos());
    Duration offset = byWallClock.minus(byMonotonic);
    if (offset.abs().compareTo(SAME) <= 0) {
      return 0;
    }
    if (offset.abs().compareTo(FAR) > 0) {
      throw CommandException.usage("the recordings are a century apart");
    }
    long nanos = offset.toNanos();
    streams.say(
        "the clocks of the recordings disagree by %s%s: the times of the later one are moved by that"
            .formatted(nanos < 0 ? "-" : "", Times.duration(Math.abs(nanos))));
    return nanos;
  }
}

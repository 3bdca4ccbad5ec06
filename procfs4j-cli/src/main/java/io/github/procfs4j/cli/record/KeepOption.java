package io.github.procfs4j.cli.record;

import io.github.procfs4j.cli.options.CommandException;
import io.github.procfs4j.cli.options.DurationArgument;
import io.github.procfs4j.cli.terminal.StandardOutput;
import io.github.procfs4j.recording.RecordingFacts;
import io.github.procfs4j.recording.RecordingSink;
import io.github.procfs4j.recording.RecordingWriter;
import io.github.procfs4j.recording.RollingWriter;
import io.github.procfs4j.sampling.Recorder;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How much of a recording is kept: an option of {@code procfs record}. */
public final class KeepOption {
  private static final Pattern SIZE = Pattern.compile("([0-9]{1,15}(?:\\.[0-9]{1,9})?)([kMGT]i?)B");

  /** A third of it must be much larger than the beginning of a recording. */
  private static final long SMALLEST = 1_000_000;

  private static final long SHORTEST = 1_000_000_000;

  @Option(
      names = "--keep",
      paramLabel = "DURATION|SIZE",
      description =
          "Keeps only the newest data, and drops older data while recording goes on. By time, such"
              + " as 1h: the file holds at least that much, once that much has been recorded, and"
              + " at most twice as much. By size, such as 100MB: no more than that is used on disk,"
              + " and at least the newest third of it is kept. A second file beside it, FILE.next,"
              + " replaces it when it holds enough.")
  private @Nullable String text;

  private long nanos = Long.MAX_VALUE;
  private long bytes = Long.MAX_VALUE;

  /** Parses what was typed; throws a usage error if it is neither a time nor a size. */
  void check() {
    if (text == null) {
      return;
    }
    Matcher size = SIZE.matcher(text);
    if (size.matches()) {
      bytes = bytes(size.group(1), size.group(2));
      if (bytes < SMALLEST) {
        throw CommandException.usage("--keep: " + text + " is too small; the minimum is 1MB");
      }
    } else if (text.matches(".*[0-9bB]")) {
      throw CommandException.usage(
          "--keep: «"
              + text
              + "» is neither a duration, such as 1h, nor a size, such as 100MB: a number with kB,"
              + " MB, GB, TB or KiB, MiB, GiB, TiB");
    } else {
      nanos = DurationArgument.nanos("--keep", text);
      if (nanos < SHORTEST) {
        throw CommandException.usage("--keep: " + text + " is too short; the minimum is 1s");
      }
    }
  }

  private static long bytes(String number, String prefix) {
    int power = "kMGT".indexOf(prefix.charAt(0)) + 1;
    BigDecimal unit = BigDecimal.valueOf(prefix.length() == 1 ? 1000 : 1024).pow(power);
    return new BigDecimal(number)
        .multiply(unit)
        .min(BigDecimal.valueOf(Long.MAX_VALUE))
        .longValue();
  }

  /**
   * Throws a usage error if there cannot be a second file beside this one, or if one is left over
   * and must not be replaced.
   */
  void check(Path file, boolean replaces) {
    if (text == null) {
      return;
    }
    if (StandardOutput.isMeant(file)) {
      throw CommandException.usage("-o -: --keep cannot drop old data from standard output");
    }
    Path next = RollingWriter.next(file);
    if (Files.isRegularFile(next, LinkOption.NOFOLLOW_LINKS) && !replaces) {
      throw CommandException.usage(
          next + ": already exists, and --keep would write it; --force replaces it");
    }
  }

  /** Begins the recording. */
  RecordingSink create(
      Path file, boolean replaces, List<Recorder.Track> tracks, RecordingFacts facts)
      throws IOException {
    if (StandardOutput.isMeant(file)) {
      try {
        return RecordingWriter.to(StandardOutput.ofProcess(), "standard output", tracks, facts);
      } catch (IOException e) {
        throw new StandardOutput.FailedException(e); // as during the recording
      }
    }
    if (text == null) {
      return RecordingWriter.create(file, replaces, tracks, facts);
    }
    RecordingFacts more = facts.with("keep", text);
    return RollingWriter.create(file, replaces, tracks, more, Duration.ofNanos(nanos), bytes);
  }
}

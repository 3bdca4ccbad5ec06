package io.github.procfs4j.cli.report;

import io.github.procfs4j.cli.options.CommandException;
import io.github.procfs4j.cli.options.Paths;
import io.github.procfs4j.cli.terminal.StandardOutput;
import io.github.procfs4j.cli.terminal.Streams;
import io.github.procfs4j.output.OutputFile;
import io.github.procfs4j.recording.RecordingCopy;
import io.github.procfs4j.recording.RecordingFacts;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Option;

/** The recording that a command makes of others. */
final class CopyOption {
  @Option(
      names = {"-o", "--output"},
      converter = Paths.OfFile.class,
      required = true,
      paramLabel = "OUT",
      description =
          "The file to write, which only its owner can read: only a regular file is replaced, and"
              + " links are not followed.")
  private Path output = Path.of("");

  @Option(names = "--force", description = "Replaces OUT if it exists.")
  private boolean force;

  /** Checks that it is a file, which standard output is not. */
  void check() {
    if (StandardOutput.isMeant(output)) {
      throw CommandException.usage("-o -: a recording is written to a file");
    }
  }

  /**
   * Writes it as {@link RecordingCopy#write} does, and prints its name and size, and a message if
   * others can replace it.
   */
  void write(List<RecordingCopy.Part> parts, RecordingFacts facts, Streams streams)
      throws IOException {
    OutputFile.danger(output).ifPresent(streams::say);
    long samples = RecordingCopy.write(parts, facts, output, force);
    streams.out().wrapped(String.format(Locale.ROOT, "%s: %,d samples", output, samples));
  }
}

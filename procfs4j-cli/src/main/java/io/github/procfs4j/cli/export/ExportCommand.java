package io.github.procfs4j.cli.export;

import io.github.procfs4j.cli.options.Amounts;
import io.github.procfs4j.cli.options.CommandException;
import io.github.procfs4j.cli.options.Paths;
import io.github.procfs4j.cli.terminal.StandardOutput;
import io.github.procfs4j.cli.terminal.Streams;
import io.github.procfs4j.output.FileProblems;
import io.github.procfs4j.output.OutputFile;
import io.github.procfs4j.recording.Recording;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code procfs export}. */
@Command(
    name = "export",
    description = {
      "Writes a recording in the format of another tool.",
      "",
      "jfr: a file of JDK Flight Recorder, for JDK Mission Control and the JDK's own tool jfr. Each"
          + " row of a sample is an event, such as procfs4j.stat.cpu, which begins and ends when"
          + " the sample was read. Its fields are the labels of the row and its figures;"
          + " docs/jfr.md describes them."
    },
    footer = {
      "",
      "Examples:",
      "  procfs export last.rec --to jfr",
      "  procfs export last.rec --to jfr -o - | gzip > last.jfr.gz"
    })
public final class ExportCommand implements Callable<Integer> {
  private static final String RECORDING = ".rec";

  private final Streams streams;

  @Parameters(paramLabel = "FILE", converter = Paths.OfFile.class, description = "The recording.")
  private Path file = Path.of("");

  @Option(
      names = "--to",
      paramLabel = "FORMAT",
      required = true,
      description = "The format: ${COMPLETION-CANDIDATES}.")
  private Format format = Format.JFR;

  @Option(
      names = {"-o", "--output"},
      converter = Paths.OfFile.class,
      paramLabel = "OUT",
      description =
          "The file to write; by default the name of the recording with the ending of the format."
              + " It is a new file that only its owner can read: only a regular file is replaced,"
              + " and links are not followed. - is standard output.")
  private @Nullable Path output;

  @Option(names = "--force", description = "Replaces OUT if it exists.")
  private boolean force;

  /** The formats. The classes that write one are loaded only if it is requested. */
  public enum Format {
    JFR {
      @Override
      void write(Recording recording, OutputStream out) throws IOException {
        new JfrExport(recording).write(out);
      }
    };

    abstract void write(Recording recording, OutputStream out) throws IOException;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Creates the command, without options, with these streams. */
  public ExportCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() throws IOException {
    Path to = output == null ? besides(file, format) : output;
    try (Recording recording = Recording.open(file)) {
      if (!StandardOutput.isMeant(to)) {
        write(recording, to);
      } else if (streams.out().isTerminal()) {
        throw CommandException.usage(
            "-o -: standard output is a terminal, and a file of this format is not text: redirect"
                + " it");
      } else {
        OutputStream out = StandardOutput.ofProcess();
        format.write(recording, out);
        out.flush();
      }
    }
    return 0;
  }

  private static Path besides(Path file, Format format) {
    String name = file.getFileName().toString();
    String stem =
        name.endsWith(RECORDING) ? name.substring(0, name.length() - RECORDING.length()) : name;
    return file.resolveSibling(stem + "." + format);
  }

  /** Writes to a new file, so that a file that it replaces is replaced only by a complete one. */
  private void write(Recording recording, Path to) throws IOException {
    if (Files.exists(to) && Files.isSameFile(to, file)) {
      throw new FileSystemException(to.toString(), null, "is the recording itself");
    }
    OutputFile.check(to, force).ifPresent(streams::say);
    try (OutputFile written = OutputFile.create(to, force)) {
      try {
        format.write(recording, written.stream());
        written.putInPlace();
      } catch (IOException e) {
        written.delete();
        throw e instanceof FileSystemException
            ? e
            : new FileSystemException(to.toString(), null, FileProblems.reason(e));
      } catch (RuntimeException e) {
        written.delete();
        throw e;
      }
    }
    streams.out().wrapped(to + ": " + Amounts.size(BigDecimal.valueOf(Files.size(to))).text());
    streams.out().flush();
  }
}

package io.github.procfs4j.cli.report;

import io.github.procfs4j.cli.options.Paths;
import io.github.procfs4j.cli.page.Page;
import io.github.procfs4j.cli.page.PageWriter;
import io.github.procfs4j.cli.terminal.StandardOutput;
import io.github.procfs4j.cli.terminal.Streams;
import io.github.procfs4j.output.FileProblems;
import io.github.procfs4j.output.OutputFile;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The page that a command writes beside its text. */
public final class PageOption {
  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec command;

  @Option(
      names = "--html",
      converter = Paths.OfFile.class,
      paramLabel = "OUT.html",
      description =
          "Also writes a page with charts that can be zoomed: a single file that needs no network."
              + " Only a regular file is replaced, and links are not followed. - is standard"
              + " output; then there is no text report, and --format json needs another file for"
              + " the page.")
  private @Nullable Path html;

  @Option(names = "--force", description = "Replaces OUT.html if it exists.")
  private boolean force;

  /** Whether there is to be a page. */
  public boolean isWanted() {
    return html != null;
  }

  /** Whether the page is all that is written to standard output. */
  public boolean isAlone() {
    return html != null && StandardOutput.isMeant(html);
  }

  /**
   * Throws a usage error if the page and a text in a format are both meant for standard output.
   *
   * @param format the format
   * @param isUsual whether it is the one that the page replaces
   */
  public void checkFormat(Object format, boolean isUsual) {
    if (isAlone() && !isUsual) {
      throw new ParameterException(
          Objects.requireNonNull(command).commandLine(),
          "--html - and --format "
              + format
              + ": standard output can take only one of them; write the page to"
              + " a file");
    }
  }

  /**
   * Throws an error if something must not be replaced, and prints a warning if writing is unsafe.
   *
   * @param recordings what must not be replaced by the page
   */
  public void check(List<Path> recordings, Streams streams) throws IOException {
    Path page = html;
    if (page == null) {
      return;
    }
    if (isAlone()) {
      if (streams.out().isTerminal()) {
        throw new ParameterException(
            Objects.requireNonNull(command).commandLine(),
            "--html -: standard output is a terminal, which cannot show a page: redirect it");
      }
      return;
    }
    checkIsNone(recordings);
    OutputFile.check(page, force).ifPresent(streams::say);
  }

  /** Throws an error if the page would replace one of these recordings. */
  public void checkIsNone(List<Path> recordings) throws IOException {
    Path page = html;
    if (page == null || isAlone() || !Files.exists(page)) {
      return;
    }
    for (Path recording : recordings) {
      if (Files.exists(recording) && Files.isSameFile(page, recording)) {
        throw new FileSystemException(page.toString(), null, "is the recording itself");
      }
    }
  }

  /** Whether the page is to be in a directory, which need not exist. */
  public boolean isIn(Path directory) {
    return html != null
        && html.toAbsolutePath().normalize().startsWith(directory.toAbsolutePath().normalize());
  }

  /**
   * Writes the page, if there is to be one: to standard output, or to a new file, so that a file
   * that it replaces is replaced only by a complete one.
   *
   * @param isTold whether a line on standard output is to name the file
   */
  public void write(Page content, boolean isTold, Streams streams) throws IOException {
    Path page = html;
    if (page == null) {
      return;
    }
    if (isAlone()) {
      PageWriter.write(content, streams.out().printer());
      return;
    }
    put(content, page, force);
    if (isTold) {
      streams.out().line();
      streams.out().wrapped("Page: " + page);
    }
  }

  /** Writes a page to a new file; one that it replaces is replaced only by a complete one. */
  static void put(Page content, Path page, boolean isForced) throws IOException {
    try (OutputFile to = OutputFile.create(page, isForced)) {
      try {
        PageWriter.write(content, to.stream());
        to.putInPlace();
      } catch (IOException e) {
        to.delete();
        throw e instanceof FileSystemException
            ? e
            : new FileSystemException(page.toString(), null, FileProblems.reason(e));
      }
    }
  }
}

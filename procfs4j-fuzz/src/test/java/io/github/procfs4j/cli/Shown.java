package io.github.procfs4j.cli;

import io.github.procfs4j.cli.options.Messages;
import io.github.procfs4j.cli.show.CsvReadings;
import io.github.procfs4j.cli.show.JsonReadings;
import io.github.procfs4j.cli.show.ReadingWriter;
import io.github.procfs4j.cli.show.TableReadings;
import io.github.procfs4j.cli.terminal.Output;
import io.github.procfs4j.cli.terminal.Streams;
import io.github.procfs4j.cli.terminal.Text;
import io.github.procfs4j.model.Reading;
import io.github.procfs4j.model.Source;
import io.github.procfs4j.sampling.Fact;
import io.github.procfs4j.text.Problem;
import java.io.StringWriter;
import java.util.List;
import java.util.function.Consumer;

/** The output of {@code procfs show} for a reading, and the messages of the command. */
public final class Shown {
  /** A format of {@code procfs show}. */
  public enum Format {
    /** For people. */
    TABLE,
    /** JSON, for programs. */
    JSON,
    /** CSV, for a file or pipe. */
    CSV,
    /** CSV, to a terminal. */
    CSV_ON_A_TERMINAL
  }

  private Shown() {}

  private static String written(Format format, Consumer<ReadingWriter> writing) {
    StringWriter written = new StringWriter();
    Output out = new Output(written, 80, format != Format.CSV);
    writing.accept(
        switch (format) {
          case TABLE -> new TableReadings(out);
          case JSON -> new JsonReadings(out);
          case CSV, CSV_ON_A_TERMINAL -> new CsvReadings(out);
        });
    return written.toString();
  }

  /** A reading of a source that is sampled. */
  public static String tables(Format format, Source source, Reading reading) {
    return written(format, writer -> writer.tables(source, reading, List.of()));
  }

  /** The text of a source that is read once, and its facts. */
  public static String text(Format format, Source source, List<Fact> facts, String text) {
    return written(format, writer -> writer.text(source, facts, text, 1, 2));
  }

  /** The message about an error. */
  public static String message(Exception e) {
    return said(Messages.of(e));
  }

  /** The message about a part of a text that was left out. */
  public static String message(Problem problem) {
    return said(Messages.notUnderstood(problem));
  }

  private static String said(String message) {
    StringWriter written = new StringWriter();
    Output err = new Output(written, 80, true);
    new Streams(err, err).say(message);
    return written.toString();
  }

  /**
   * The result of the command.
   *
   * @param code the exit code
   * @param out what it wrote to standard output
   * @param err what it wrote to standard error
   */
  public record Run(int code, String out, String err) {}

  /** Runs the command in this JVM, on a terminal with this many columns. */
  public static Run run(int columns, String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    Streams streams = new Streams(new Output(out, columns, true), new Output(err, columns, true));
    int code = Main.run(arguments, streams, () -> false);
    return new Run(code, out.toString(), err.toString());
  }

  /** The number of terminal columns of a text. */
  public static int columns(String text) {
    return Text.of(text).columns();
  }
}

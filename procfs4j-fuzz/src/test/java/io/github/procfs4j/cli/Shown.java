package io.github.procfs4j.cli;

import io.github.procfs4j.model.Reading;
import io.github.procfs4j.model.Source;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.function.Consumer;

/** What {@code procfs show} writes of a reading, and what the command says. */
public final class Shown {
  /** A format of {@code procfs show}. */
  public enum Format {
    /** For people. */
    TABLE,
    /** For programs. */
    JSON,
    /** For programs, to a file or pipe. */
    CSV,
    /** The same to a terminal. */
    CSV_ON_A_TERMINAL
  }

  private Shown() {}

  private static String written(Consumer<PrintWriter> writing) {
    StringWriter written = new StringWriter();
    try (PrintWriter out = new PrintWriter(written)) {
      writing.accept(out);
    }
    return written.toString();
  }

  private static ReadingWriter writer(Format format, PrintWriter out) {
    return switch (format) {
      case TABLE -> new TableReadings(out, 80);
      case JSON -> new JsonReadings(out);
      case CSV -> new CsvReadings(out, false);
      case CSV_ON_A_TERMINAL -> new CsvReadings(out, true);
    };
  }

  /** A reading of a source that is sampled. */
  public static String tables(Format format, Source source, Reading reading) {
    return written(out -> writer(format, out).tables(source, reading));
  }

  /** The text of a source that is read once. */
  public static String text(Format format, Source source, String text) {
    return written(out -> writer(format, out).text(source, text, 1, 2));
  }

  /** What is said of something that went wrong. */
  public static String message(Exception e) {
    return written(out -> Messages.say(out, Messages.of(e)));
  }
}

package io.github.procfs4j.cli.sql;

import io.github.procfs4j.cli.duckdb.Database;
import io.github.procfs4j.cli.options.CommandException;
import io.github.procfs4j.cli.options.Signals;
import io.github.procfs4j.cli.sql.SqlCommand.Format;
import io.github.procfs4j.cli.terminal.Output;
import io.github.procfs4j.cli.terminal.QuietTerminal;
import io.github.procfs4j.cli.terminal.Streams;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.ParsedLine;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;

/** Reads queries from the terminal and prints their results, through a pager if they are long. */
final class Prompt {
  private static final String PROMPT = "sql> ";
  private static final String CONTINUED = "...> ";

  /** The height of a terminal that does not state it. */
  private static final int USUAL_HEIGHT = 24;

  private static final List<Terminal.Signal> PASSED =
      List.of(Terminal.Signal.INT, Terminal.Signal.WINCH, Terminal.Signal.CONT);

  private static final List<String> WORDS =
      List.of(
          "SELECT",
          "FROM",
          "WHERE",
          "GROUP BY",
          "ORDER BY",
          "LIMIT",
          "JOIN",
          "ASOF JOIN",
          "USING",
          "DESCRIBE",
          "SUMMARIZE",
          ".tables",
          ".help",
          ".quit");

  /** The name at the end of a word. */
  private static final Pattern NAME = Pattern.compile("[\\w.]*$");

  private final Database database;
  private final Query queries;
  private final Streams streams;
  private final Set<String> names = new TreeSet<>();

  /** The lines of the current query so far. */
  private final StringBuilder text = new StringBuilder();

  Prompt(Database database, Format format, Streams streams) {
    this.database = database;
    this.streams = streams;
    queries = new Query(database, format, streams.err());
  }

  void run() throws IOException {
    if (!streams.out().isTerminal()) {
      throw CommandException.usage("there is no query, and no terminal to ask for one");
    }
    names.addAll(database.relations());
    try (Terminal terminal = QuietTerminal.builder().build()) {
      LineReaderBuilder builder = LineReaderBuilder.builder();
      Path directory = historyDirectory();
      HistoryFile.in(directory)
          .ifPresentOrElse(
              file -> builder.variable(LineReader.HISTORY_FILE, file),
              () ->
                  streams.say(
                      directory + ": others can change what is there, so no history is kept"));
      LineReader reader =
          builder
              .terminal(terminal)
              .appName("procfs")
              .completer(new Names())
              .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
              .option(LineReader.Option.CASE_INSENSITIVE, true)
              .option(LineReader.Option.COMPLETE_MATCHER_TYPO, false)
              .build();
      // Ctrl-C ends a query, and is left to less; while a line is read, JLine takes it.
      terminal.handle(Terminal.Signal.INT, signal -> queries.cancel());
      passSignals(terminal);
      while (true) {
        try {
          String line = readLine(reader);
          if (text.isEmpty() && line.isBlank()) {
            continue;
          }
          if (text.isEmpty() && line.strip().startsWith(".")) {
            if (line.strip().equals(".quit")) {
              return;
            }
            command(line.strip());
            continue;
          }
          text.append(text.isEmpty() ? "" : "\n").append(line);
          if (line.strip().endsWith(";")) {
            answer(text.toString(), terminal);
            text.setLength(0);
          }
        } catch (UserInterruptException e) {
          text.setLength(0);
        } catch (EndOfFileException e) {
          return;
        }
      }
    }
  }

  /**
   * The next line. JLine interrupts this thread at Ctrl-C, which may come when the line has just
   * ended: that must not interrupt what follows, such as reading a recording.
   */
  private String readLine(LineReader reader) {
    try {
      return reader.readLine(text.isEmpty() ? PROMPT : CONTINUED);
    } finally {
      boolean ignored = Thread.interrupted();
    }
  }

  /**
   * Passes the signals that a line reader handles to the terminal's current handler. JLine itself,
   * which exchanges the process's handlers at the beginning and the end of each line, would restore
   * those of the JVM for an instant, in which Ctrl-C ends the process.
   */
  private static void passSignals(Terminal terminal) {
    for (Terminal.Signal signal : PASSED) {
      Signals.handle(signal.name(), () -> terminal.raise(signal));
    }
  }

  private void command(String word) {
    switch (word) {
      case ".tables" -> names.forEach(streams.out()::line);
      case ".help" ->
          streams
              .out()
              .line("A query ends in a semicolon. .tables lists the relations; .quit ends.");
      default -> streams.out().line(word + ": not a command; .help lists them");
    }
    streams.out().flush();
  }

  private void answer(String query, Terminal terminal) throws IOException {
    // The line after a result is for the next prompt.
    int height = terminal.getRows() > 1 ? terminal.getRows() - 1 : USUAL_HEIGHT;
    int width = terminal.getColumns() > 1 ? terminal.getColumns() : streams.out().columns();
    try (Pager pager = new Pager(streams.out(), height)) {
      Output out = new Output(pager, width, true);
      for (String statement : Statements.of(query)) {
        long rows = queries.run(statement, false, out).orElse(0);
        out.line(rows == 1 ? "1 row" : String.format(Locale.ROOT, "%,d rows", rows));
      }
      out.flush();
    } catch (Pager.ClosedException e) {
      // The rest is not needed.
    } catch (SQLException e) {
      if (queries.isCancelled()) {
        streams.err().line("cancelled");
        streams.err().flush();
      } else {
        SqlCommand.say(e, query, database, streams);
      }
    }
  }

  private static Path historyDirectory() {
    String state = System.getenv("XDG_STATE_HOME");
    Path base =
        state == null || !state.startsWith("/")
            ? home().resolve(Path.of(".local", "state"))
            : Path.of(state);
    return base.resolve("procfs");
  }

  /** The directory that shells call ~. */
  private static Path home() {
    String home = System.getenv("HOME");
    return Path.of(home == null || !home.startsWith("/") ? System.getProperty("user.home") : home);
  }

  /** Completes the names of relations, of their fields, and a few words. */
  private final class Names implements Completer {
    private final Map<String, Collection<String>> fields = new HashMap<>();

    @Override
    public void complete(LineReader reader, ParsedLine line, List<Candidate> candidates) {
      String word = line.word().substring(0, Math.min(line.wordCursor(), line.word().length()));
      // A name may follow an operator, a parenthesis or a comma without a blank.
      String before = word.substring(0, Math.max(0, NAME.matcher(word).replaceFirst("").length()));
      WORDS.forEach(each -> add(before, each, candidates));
      names.forEach(name -> add(before, name, candidates));
      String query = (text + " " + line.line()).toLowerCase(Locale.ROOT);
      Set<String> fields = new TreeSet<>();
      for (String name : names) {
        if (query.contains(name.toLowerCase(Locale.ROOT))) {
          fields.addAll(fields(name));
        }
      }
      fields.forEach(field -> add(before, field, candidates));
    }

    private static void add(String before, String name, List<Candidate> candidates) {
      candidates.add(new Candidate(before + name, name, null, null, null, null, before.isEmpty()));
    }

    private Collection<String> fields(String name) {
      return fields.computeIfAbsent(
          name,
          it -> {
            try {
              return database.fields(it);
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            } catch (SQLException e) {
              return List.of(); // a query will say so
            }
          });
    }
  }
}

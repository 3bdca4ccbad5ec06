package io.github.procfs4j.cli.sql;

import io.github.procfs4j.cli.duckdb.Database;
import io.github.procfs4j.cli.options.CommandException;
import io.github.procfs4j.cli.sql.SqlCommand.Format;
import io.github.procfs4j.cli.terminal.Output;
import io.github.procfs4j.cli.terminal.Streams;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.ParsedLine;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

/** Reads queries from the terminal and prints their results, through a pager if they are long. */
final class Prompt {
  private static final String PROMPT = "sql> ";
  private static final String CONTINUED = "...> ";
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

  private final Database database;
  private final Query query;
  private final Streams streams;
  private final Set<String> names = new TreeSet<>();

  Prompt(Database database, Format format, Streams streams) {
    this.database = database;
    this.streams = streams;
    query = new Query(database, format);
  }

  void run() throws IOException {
    if (!streams.out().isTerminal()) {
      throw CommandException.usage("there is no query, and no terminal to ask for one");
    }
    names.addAll(database.relations());
    try (Terminal terminal = TerminalBuilder.builder().system(true).dumb(false).build()) {
      LineReader reader =
          LineReaderBuilder.builder()
              .terminal(terminal)
              .appName("procfs")
              .completer(new Names())
              .variable(LineReader.HISTORY_FILE, history())
              .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
              .build();
      StringBuilder text = new StringBuilder();
      while (true) {
        try {
          String line = reader.readLine(text.isEmpty() ? PROMPT : CONTINUED);
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

  private void answer(String text, Terminal terminal) throws IOException {
    StringWriter written = new StringWriter();
    Output out = new Output(written, streams.out().columns(), true);
    long rows;
    try {
      rows = query.run(text, out);
    } catch (SQLException e) {
      SqlCommand.say(e, streams);
      return;
    }
    out.line(rows == 1 ? "1 row" : String.format(Locale.ROOT, "%,d rows", rows));
    out.flush();
    String result = written.toString();
    if (result.lines().count() < terminal.getRows() || !page(result)) {
      result.lines().forEach(streams.out()::verbatim);
      streams.out().flush();
    }
  }

  /** Shows a text with less, if there is one. */
  private static boolean page(String text) throws IOException {
    Process pager;
    try {
      pager =
          new ProcessBuilder("less", "-S", "-R")
              .redirectOutput(ProcessBuilder.Redirect.INHERIT)
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
    } catch (IOException e) {
      return false;
    }
    try (var in = pager.getOutputStream()) {
      in.write(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      // The reader has seen enough.
    }
    try {
      pager.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return true;
  }

  /** The file of the history, which only its owner can read. */
  private static Path history() throws IOException {
    String state = System.getenv("XDG_STATE_HOME");
    Path base =
        state == null || !state.startsWith("/")
            ? Path.of(System.getProperty("user.home"), ".local", "state")
            : Path.of(state);
    Path directory = base.resolve("procfs");
    Files.createDirectories(
        directory,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    Path file = directory.resolve("sql_history");
    if (!Files.exists(file)) {
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }
    return file;
  }

  /** Completes the names of relations, of their fields, and a few words. */
  private final class Names implements Completer {
    @Override
    public void complete(LineReader reader, ParsedLine line, List<Candidate> candidates) {
      WORDS.forEach(word -> candidates.add(new Candidate(word)));
      names.forEach(name -> candidates.add(new Candidate(name)));
      Set<String> fields = new TreeSet<>();
      for (String name : names) {
        if (line.line().toLowerCase(Locale.ROOT).contains(name.toLowerCase(Locale.ROOT))) {
          try {
            fields.addAll(database.fields(name));
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        }
      }
      fields.forEach(field -> candidates.add(new Candidate(field)));
    }
  }
}

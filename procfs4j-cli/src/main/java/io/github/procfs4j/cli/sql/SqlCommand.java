package io.github.procfs4j.cli.sql;

import io.github.procfs4j.cli.duckdb.Database;
import io.github.procfs4j.cli.options.CommandException;
import io.github.procfs4j.cli.options.Messages;
import io.github.procfs4j.cli.options.RecordingFiles;
import io.github.procfs4j.cli.relations.ParquetTree;
import io.github.procfs4j.cli.relations.Recordings;
import io.github.procfs4j.cli.terminal.Streams;
import io.github.procfs4j.tables.Relations;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code procfs sql}. */
@Command(
    name = "sql",
    sortOptions = false,
    description = {
      "Answers a query in SQL over recordings.",
      "",
      "FILE is a recording, a directory of files that end in .rec, or a directory that procfs"
          + " export --to parquet has made. Their tables are relations of DuckDB: stat.cpu has a"
          + " row for each row of each sample, stat.cpu_figures one for each interval;"
          + " recording.fields lists all of them. Times are UTC. docs/tables.md describes the"
          + " relations, docs/sql.md answers common questions.",
      "",
      "A query may consist of several statements, separated by semicolons: the results of all"
          + " follow each other.",
      "",
      "Without QUERY, it reads queries: a query ends in a semicolon, Tab completes names, .tables"
          + " lists the relations, .quit or Ctrl-D ends. The history is kept in"
          + " ~/.local/state/procfs/sql_history."
    },
    footer = {
      "",
      "Of several recordings, those that cannot be read are named and left out; the exit code is"
          + " then 1.",
      "",
      "Examples:",
      "  procfs sql last.rec 'SELECT cpu, avg(busy) FROM stat.cpu_figures GROUP BY cpu'",
      "  procfs sql hosts/ --format csv 'SELECT host, max(running) FROM stat.system_figures GROUP"
          + " BY 1'",
      "  procfs sql last.rec"
    })
public final class SqlCommand implements Callable<Integer> {
  private final Streams streams;

  @Parameters(
      paramLabel = "FILE|QUERY",
      arity = "1..*",
      description = "The recordings, then the query.")
  private List<String> arguments = List.of();

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "How to print the result: ${COMPLETION-CANDIDATES}; table by default.")
  private Format format = Format.TABLE;

  /** How results are printed. */
  public enum Format {
    TABLE,
    CSV,
    JSON,
    MARKDOWN;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Creates the command, without options, with these streams. */
  public SqlCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() throws IOException {
    RecordingFiles given = RecordingFiles.of(arguments);
    if (given.words().size() > 1) {
      throw CommandException.usage(
          "«%s» is not a file, and there is more than one query: put a query in quotes"
              .formatted(given.words().getFirst()));
    }
    Path work =
        Files.createTempDirectory(
            "procfs-sql-%d-".formatted(ProcessHandle.current().pid()),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    Thread atSignal = new Thread(() -> deleteAtEnd(work));
    Runtime.getRuntime().addShutdownHook(atSignal);
    boolean isOne = given.files().size() == 1;
    AtomicBoolean isIncomplete = new AtomicBoolean();
    try (Recordings recordings =
        new Recordings(
            given.files(),
            given.names(),
            (file, reason) -> {
              if (isOne) {
                throw reason;
              }
              isIncomplete.set(true);
              streams.say("left out: " + Messages.of(reason));
            })) {
      if (isOne) {
        recordings.relations(0); // what cannot be opened is said before DuckDB is loaded
      }
      checkNoneIsExported(recordings, given);
      try (Database database = Database.open(recordings, given.exported(), work, List.of())) {
        if (given.words().isEmpty()) {
          new Prompt(database, format, streams).run();
          return 0;
        }
        boolean isAnswered = answer(given.words().getFirst(), database);
        return isAnswered && !isIncomplete.get() ? 0 : CommandException.FAILED;
      }
    } catch (SQLException e) {
      throw CommandException.failed("DuckDB: " + e.getMessage());
    } finally {
      try {
        Runtime.getRuntime().removeShutdownHook(atSignal);
        delete(work);
      } catch (IllegalStateException e) {
        // A signal has come, and the hook deletes it.
      }
    }
  }

  /** The same numbers must not count twice. */
  private static void checkNoneIsExported(Recordings recordings, RecordingFiles given)
      throws IOException {
    List<String> names = given.names();
    for (int i = 0; i < recordings.size() && !given.exported().isEmpty(); i++) {
      Optional<Relations> relations = recordings.readable(i);
      if (relations.isEmpty()) {
        continue;
      }
      Path file = given.files().get(i);
      Set<String> known =
          Set.copyOf(List.of(names.get(i), RecordingFiles.stem(file), file.toString()));
      for (Path root : given.exported()) {
        if (ParquetTree.contains(root, relations.get().recording(), known)) {
          throw CommandException.usage(
              file
                  + ": "
                  + root
                  + " contains a recording of the same host, day and name, whose numbers would"
                  + " count twice: leave out one of them");
        }
      }
    }
  }

  /** Prints the results of all statements, up to the first error; returns whether all succeeded. */
  private boolean answer(String text, Database database) throws IOException {
    List<String> statements = Statements.of(text);
    if (statements.isEmpty()) {
      throw CommandException.usage("the query is empty");
    }
    Query query = new Query(database, format, streams.err());
    boolean hasResult = false;
    for (String statement : statements) {
      try {
        hasResult |= query.run(statement, hasResult, streams.out()).isPresent();
      } catch (SQLException e) {
        streams.out().flush();
        say(e, statement, database, streams);
        return false;
      }
    }
    streams.out().flush();
    return true;
  }

  /** Deletes what a query that a signal has ended may still be writing. */
  private static void deleteAtEnd(Path directory) {
    try {
      delete(directory);
    } catch (IOException | UncheckedIOException e) {
      // What remains has a name that nothing else uses.
    }
  }

  /** What DuckDB says, in its own words and lines, and what we know about it. */
  static void say(SQLException e, String query, Database database, Streams streams)
      throws IOException {
    String message = e.getMessage() == null ? e.toString() : e.getMessage();
    message.lines().forEach(streams.err()::line);
    database.advice(query).forEach(streams.err()::line);
    streams.err().flush();
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }
}

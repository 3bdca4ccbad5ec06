package io.github.procfs4j.cli.duckdb;

import io.github.procfs4j.cli.relations.Recordings;
import io.github.procfs4j.cli.relations.Recordings.Merged;
import io.github.procfs4j.tables.Field;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.duckdb.DuckDBDriver;
import org.duckdb.DuckDBFunctions;

/** DuckDB in this process, with the relations of recordings as views. */
public final class Database implements Closeable {
  /** A name with a schema, with or without quotes. */
  private static final Pattern QUALIFIED =
      Pattern.compile("(?:\"(\\w+)\"|\\b(\\w+))\\s*\\.\\s*(?:\"(\\w+)\"|(\\w+))");

  /** The ending of the names of relations that consist of figures. */
  private static final String FIGURES = "_figures";

  private final Recordings recordings;

  /** Directories with Parquet files of relations. */
  private final List<Path> exported;

  private final Connection connection;
  private final LongAdder rows = new LongAdder();
  private final Set<String> views = new HashSet<>();

  private Database(Recordings recordings, List<Path> exported, Connection connection) {
    this.recordings = recordings;
    this.exported = List.copyOf(exported);
    this.connection = connection;
  }

  /**
   * Opens an empty database in memory.
   *
   * @param recordings the recordings, which remain the caller's
   * @param exported directories to which recordings were exported as Parquet
   * @param temporary a directory of this process for what does not fit into memory
   * @param settings SQL that is run first
   */
  public static Database open(
      Recordings recordings, List<Path> exported, Path temporary, List<String> settings)
      throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("jdbc_stream_results", "true");
    properties.setProperty("autoinstall_known_extensions", "false");
    Connection connection = new DuckDBDriver().connect("jdbc:duckdb:", properties);
    Database database = new Database(recordings, exported, connection);
    try {
      try (Statement statement = connection.createStatement()) {
        statement.execute("SET temp_directory = " + literal(temporary.toString()));
        statement.execute("SET TimeZone = 'UTC'");
        for (String setting : settings) {
          statement.execute(setting);
        }
      }
      DuckDBFunctions.tableFunction()
          .withName(RelationFunction.NAME)
          .withParameters(String.class, Long.class, Long.class)
          .withProjectionPushdown()
          .withFunction(new RelationFunction(recordings, database.rows))
          .register(connection);
      return database;
    } catch (SQLException | RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  /** The connection. */
  public Connection connection() {
    return connection;
  }

  /** The recordings, which may be read at this moment by threads of DuckDB. */
  public Recordings recordings() {
    return recordings;
  }

  /** How many rows were read from recordings so far. */
  public long rows() {
    return rows.sum();
  }

  /** Creates the views of the relations that a query may name. */
  public void prepare(String query) throws SQLException, IOException {
    Matcher matcher = QUALIFIED.matcher(query);
    while (matcher.find()) {
      String schema = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
      String name = matcher.group(3) == null ? matcher.group(4) : matcher.group(3);
      view(schema.toLowerCase(Locale.ROOT), name.toLowerCase(Locale.ROOT));
    }
  }

  /**
   * What to do about relations that a query names and that do not exist, as only the numbers or
   * only the figures were exported.
   */
  public List<String> advice(String query) throws IOException {
    List<String> advice = new ArrayList<>();
    Matcher matcher = QUALIFIED.matcher(query);
    while (matcher.find()) {
      String schema = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
      String name = matcher.group(3) == null ? matcher.group(4) : matcher.group(3);
      advice(schema.toLowerCase(Locale.ROOT), name.toLowerCase(Locale.ROOT)).ifPresent(advice::add);
    }
    return advice.stream().distinct().toList();
  }

  private Optional<String> advice(String schema, String name) throws IOException {
    boolean isFigures = name.endsWith(FIGURES);
    String other = isFigures ? name.substring(0, name.length() - FIGURES.length()) : name + FIGURES;
    if (!isAnyExported(schema, other)
        || isAnyExported(schema, name)
        || recordings.find(schema + "." + name).isPresent()) {
      return Optional.empty();
    }
    return Optional.of(
        schema
            + "."
            + name
            + (isFigures
                ? ": the export has the numbers of samples, but no figures; procfs export --to"
                    + " parquet --figures writes those"
                : ": the export has figures, but not the numbers of samples; procfs export --to"
                    + " parquet without --figures writes those"));
  }

  private boolean isAnyExported(String schema, String name) throws IOException {
    for (Path root : exported) {
      if (isExported(root, schema, name)) {
        return true;
      }
    }
    return false;
  }

  /** The names of all relations. */
  public SortedSet<String> relations() throws IOException {
    SortedSet<String> names = new TreeSet<>();
    for (String schema : recordings.schemas().keySet()) {
      names.addAll(recordings.relationsOf(schema));
    }
    for (Path root : exported) {
      for (Path source : entries(root, "host=*/date=*/source=*")) {
        for (Path table : entries(source, "table=*")) {
          names.add(value(source) + "." + value(table));
        }
      }
    }
    return names;
  }

  /** The names of the fields of a relation. */
  public List<String> fields(String relation) throws SQLException, IOException {
    prepare(relation);
    int dot = relation.indexOf('.');
    String quoted = name(relation.substring(0, dot)) + "." + name(relation.substring(dot + 1));
    List<String> names = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet fields = statement.executeQuery("DESCRIBE " + quoted)) {
      while (fields.next()) {
        names.add(fields.getString("column_name"));
      }
    }
    return names;
  }

  private static String value(Path directory) {
    String name = directory.getFileName().toString();
    return name.substring(name.indexOf('=') + 1);
  }

  /** The directories that match a pattern, each of whose parts is one. */
  private static List<Path> entries(Path root, String pattern) throws IOException {
    List<Path> found = List.of(root);
    for (String part : pattern.split("/", -1)) {
      List<Path> deeper = new ArrayList<>();
      for (Path directory : found) {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory, part)) {
          entries.forEach(deeper::add);
        } catch (DirectoryIteratorException e) {
          throw e.getCause();
        }
      }
      found = deeper;
    }
    return found;
  }

  private void view(String schema, String name) throws SQLException, IOException {
    String fullName = schema + "." + name;
    if (!views.add(fullName)) {
      return;
    }
    List<String> parts = new ArrayList<>();
    Optional<Merged> found = recordings.find(fullName);
    if (found.isPresent()) {
      parts.add(select(fullName, found.get().fields(), Long.MIN_VALUE, Long.MAX_VALUE));
    }
    for (Path root : exported) {
      if (isExported(root, schema, name)) {
        parts.add(
            "SELECT * FROM read_parquet(%s, union_by_name = true, hive_partitioning = false)"
                .formatted(
                    literal(
                        glob(root.toString())
                            + "/host=*/date=*/source=%s/table=%s/*.parquet"
                                .formatted(schema, name))));
      }
    }
    if (parts.isEmpty()) {
      return; // DuckDB says that there is no such table
    }
    try (Statement statement = connection.createStatement()) {
      statement.execute("CREATE SCHEMA IF NOT EXISTS " + name(schema));
      statement.execute(
          "CREATE VIEW %s.%s AS %s"
              .formatted(name(schema), name(name), String.join(" UNION ALL BY NAME ", parts)));
    }
  }

  private static boolean isExported(Path root, String schema, String name) throws IOException {
    for (Path date : entries(root, "host=*/date=*")) {
      if (Files.isDirectory(date.resolve("source=" + schema).resolve("table=" + name))) {
        return true;
      }
    }
    return false;
  }

  /** A path whose characters stand for themselves in a pattern. */
  private static String glob(String path) {
    return path.replaceAll("[\\[\\]*?]", "[$0]");
  }

  /** A query for the rows of a relation between two monotonic times. */
  public static String select(String relation, List<Field> fields, long from, long to) {
    return "SELECT %s FROM %s(%s, %d, %d)"
        .formatted(
            fields.stream()
                .map(
                    field ->
                        field.type() == Field.Type.TIME
                            ? "make_timestamp(%s) AS %s"
                                .formatted(name(field.name()), name(field.name()))
                            : name(field.name()))
                .collect(Collectors.joining(", ")),
            RelationFunction.NAME,
            literal(relation),
            from,
            to);
  }

  /** A name in SQL. */
  public static String name(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  /** A text in SQL. */
  public static String literal(String text) {
    return "'" + text.replace("'", "''") + "'";
  }

  @Override
  public void close() throws IOException {
    try {
      connection.close();
    } catch (SQLException e) {
      throw new IOException(e.getMessage(), e);
    }
  }
}

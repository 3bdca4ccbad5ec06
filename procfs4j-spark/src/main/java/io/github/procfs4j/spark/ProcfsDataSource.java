package io.github.procfs4j.spark;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.connector.catalog.TableProvider;
import org.apache.spark.sql.connector.expressions.Transform;
import org.apache.spark.sql.sources.DataSourceRegister;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;
import org.jspecify.annotations.Nullable;

/**
 * The data source {@code procfs}: one relation of many recordings as a table.
 *
 * <pre>{@code
 * Dataset<Row> cpu = spark.read().format("procfs").option("table", "stat.cpu").load("/recordings");
 * }</pre>
 *
 * <p>Unless a schema is given, all recordings are read once to find out which columns they have.
 * The table {@value #RECORDINGS} has a row for each recording, also for those that cannot be read.
 */
public final class ProcfsDataSource implements TableProvider, DataSourceRegister {
  /** The table that describes the recordings themselves. */
  static final String RECORDINGS = "recordings";

  private @Nullable Fleet fleet;

  /** Created by Spark. */
  public ProcfsDataSource() {}

  @Override
  public String shortName() {
    return "procfs";
  }

  @Override
  public boolean supportsExternalMetadata() {
    return true;
  }

  @Override
  public StructType inferSchema(CaseInsensitiveStringMap options) {
    String table = table(options);
    if (table.equals(RECORDINGS)) {
      return RecordingsRow.SCHEMA;
    }
    Fleet inspected = Fleet.of(SparkSession.active(), options).inspected(table);
    fleet = inspected;
    return Schemas.merged(inspected, table);
  }

  @Override
  public Table getTable(
      StructType schema, Transform[] partitioning, Map<String, String> properties) {
    CaseInsensitiveStringMap options = new CaseInsensitiveStringMap(properties);
    Fleet inspected = fleet;
    return new RecordedTable(
        table(options),
        schema,
        inspected == null ? Fleet.of(SparkSession.active(), options) : inspected);
  }

  private static String table(CaseInsensitiveStringMap options) {
    String table = options.get("table");
    if (table == null || table.isBlank()) {
      throw new IllegalArgumentException(
          "the option \"table\" is missing: a relation of recordings, such as stat.cpu, or "
              + List.of(RECORDINGS, "recording.facts"));
    }
    return table.strip().toLowerCase(Locale.ROOT);
  }
}

package io.github.procfs4j.spark;

import java.util.Set;
import org.apache.spark.sql.connector.catalog.SupportsRead;
import org.apache.spark.sql.connector.catalog.TableCapability;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/** A table of many recordings. */
final class RecordedTable implements SupportsRead {
  private final String table;
  private final StructType schema;
  private final Fleet fleet;

  RecordedTable(String table, StructType schema, Fleet fleet) {
    this.table = table;
    this.schema = schema;
    this.fleet = fleet;
  }

  @Override
  public String name() {
    return "procfs " + table;
  }

  /** Spark makes its columns from it, in a way that differs from version to version. */
  @Override
  @SuppressWarnings("deprecation")
  public StructType schema() {
    return schema;
  }

  @Override
  public Set<TableCapability> capabilities() {
    return Set.of(TableCapability.BATCH_READ);
  }

  @Override
  public ScanBuilder newScanBuilder(CaseInsensitiveStringMap options) {
    return new RecordedScan.Builder(table, schema, fleet);
  }
}

package io.github.procfs4j.spark;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.metric.CustomMetric;
import org.apache.spark.sql.connector.metric.CustomTaskMetric;
import org.apache.spark.sql.connector.read.Batch;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.connector.read.SupportsPushDownFilters;
import org.apache.spark.sql.connector.read.SupportsPushDownRequiredColumns;
import org.apache.spark.sql.sources.Filter;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;

/** A query of a table: which columns and conditions, and which parts of which recordings. */
final class RecordedScan implements Scan, Batch {
  private final String table;
  private final StructType schema;
  private final StructType wanted;
  private final Filters filters;
  private final Fleet fleet;

  private RecordedScan(
      String table, StructType schema, StructType wanted, Filters filters, Fleet fleet) {
    this.table = table;
    this.schema = schema;
    this.wanted = wanted;
    this.filters = filters;
    this.fleet = fleet;
  }

  /** Collects what Spark wants to know. */
  static final class Builder implements SupportsPushDownFilters, SupportsPushDownRequiredColumns {
    private final String table;
    private final StructType schema;
    private final Fleet fleet;
    private StructType wanted;
    private Filter[] pushed = {};

    Builder(String table, StructType schema, Fleet fleet) {
      this.table = table;
      this.schema = schema;
      this.fleet = fleet;
      wanted = schema;
    }

    @Override
    public Filter[] pushFilters(Filter[] filters) {
      boolean isAboutFiles = table.equals(ProcfsDataSource.RECORDINGS);
      pushed =
          Arrays.stream(filters)
              .filter(filter -> !isAboutFiles && Filters.isSupported(filter, schema))
              .toArray(Filter[]::new);
      return filters; // Spark applies all of them again
    }

    @Override
    public Filter[] pushedFilters() {
      return pushed;
    }

    @Override
    public void pruneColumns(StructType requiredSchema) {
      wanted = requiredSchema;
    }

    @Override
    public Scan build() {
      return new RecordedScan(table, schema, wanted, new Filters(List.of(pushed)), fleet);
    }
  }

  @Override
  public StructType readSchema() {
    return wanted;
  }

  @Override
  public String description() {
    return "procfs " + table + ", " + fleet.files().size() + " files, filters " + filters.all();
  }

  @Override
  public Batch toBatch() {
    return this;
  }

  @Override
  public CustomMetric[] supportedCustomMetrics() {
    return ReadMetrics.all();
  }

  /** Counts what no task does, because it is known from the first reading. */
  @Override
  public CustomTaskMetric[] reportDriverMetrics() {
    ReadMetrics metrics = new ReadMetrics();
    List<Inspection> inspections = fleet.inspections();
    if (inspections != null) {
      inspections.stream()
          .filter(inspection -> !isNeeded(inspection))
          .forEach(
              inspection -> metrics.skipped(inspection.isComplete(), inspection.ignoredBytes()));
    }
    return metrics.values();
  }

  @Override
  public InputPartition[] planInputPartitions() {
    List<Part> parts = new ArrayList<>();
    List<Inspection> inspections = fleet.inspections();
    if (inspections == null) {
      fleet.files().forEach(file -> addParts(file, parts));
    } else {
      inspections.stream()
          .filter(this::isNeeded)
          .forEach(inspection -> addParts(inspection.file(), parts));
    }
    return parts.toArray(InputPartition[]::new);
  }

  /** Whether a recording that was inspected may have rows that meet the conditions. */
  private boolean isNeeded(Inspection inspection) {
    if (inspection.problem() != null) {
      return true; // is counted
    }
    if (inspection.fields() == null
        || !filters.mayPass(inspection.file().path(), inspection.host())) {
      return false;
    }
    Instant earliest = inspection.earliest();
    Instant latest = inspection.latest();
    if (Schemas.isAboutRecordings(table) || earliest == null || latest == null) {
      return true; // marks may be outside of all samples
    }
    return !earliest.isAfter(Instant.EPOCH.plus(filters.toMicros(), ChronoUnit.MICROS))
        && !latest.isBefore(Instant.EPOCH.plus(filters.fromMicros(), ChronoUnit.MICROS));
  }

  private void addParts(FoundFile file, List<Part> parts) {
    long longest = Math.max(1, fleet.longestPart());
    int count =
        Schemas.isAboutRecordings(table)
            ? 1
            : Math.clamp((file.bytes() + longest - 1) / longest, 1, Part.MOST);
    for (int i = 0; i < count; i++) {
      parts.add(new Part(file, i, count));
    }
  }

  @Override
  public PartitionReaderFactory createReaderFactory() {
    return new Factory(
        table, schema, wanted, filters, fleet.ignoresCorrupt(), fleet.configuration());
  }

  /** What each task needs to know to read its part. */
  record Factory(
      String table,
      StructType schema,
      StructType wanted,
      Filters filters,
      boolean ignoresCorrupt,
      SerializableConfiguration configuration)
      implements PartitionReaderFactory {
    @Override
    public PartitionReader<InternalRow> createReader(InputPartition partition) {
      return table.equals(ProcfsDataSource.RECORDINGS)
          ? new RecordingsReader((Part) partition, this)
          : new PartReader((Part) partition, this);
    }
  }
}

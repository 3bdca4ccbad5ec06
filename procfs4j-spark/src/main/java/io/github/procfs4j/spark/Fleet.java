package io.github.procfs4j.spark;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.network.util.JavaUtils;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;
import org.apache.spark.util.SerializableConfiguration;
import org.jspecify.annotations.Nullable;

/**
 * The recordings that a query reads.
 *
 * @param files the files, ordered by path
 * @param configuration how to reach them
 * @param ignoresCorrupt whether files that are not recordings are left out, and counted
 * @param longestPart how many bytes of a recording a task reads at most
 * @param inspections what was found out about each file; null if the schema was given, so that
 *     nothing was read
 */
record Fleet(
    List<FoundFile> files,
    SerializableConfiguration configuration,
    boolean ignoresCorrupt,
    long longestPart,
    @Nullable List<Inspection> inspections) {
  /** Spark's own names, with the same meaning as for its file formats. */
  private static final String IGNORE_CORRUPT = "ignoreCorruptFiles";

  private static final String LONGEST_PART = "spark.sql.files.maxPartitionBytes";

  /** What is meant for this source, and not for the file system. */
  private static final Set<String> OWN_OPTIONS =
      Set.of("path", "paths", "table", "ignorecorruptfiles");

  /** How many recordings a task inspects at most: so many are read again if it fails. */
  private static final int FILES_OF_TASK = 16;

  static Fleet of(SparkSession spark, CaseInsensitiveStringMap options) {
    Configuration configuration = new Configuration(spark.sparkContext().hadoopConfiguration());
    for (Map.Entry<String, String> option : options.asCaseSensitiveMap().entrySet()) {
      if (!OWN_OPTIONS.contains(option.getKey().toLowerCase(Locale.ROOT))
          && option.getValue() != null) {
        configuration.set(option.getKey(), option.getValue());
      }
    }
    return new Fleet(
        Listing.of(options, configuration),
        new SerializableConfiguration(configuration),
        options.getBoolean(
            IGNORE_CORRUPT,
            Boolean.parseBoolean(spark.conf().get("spark.sql.files." + IGNORE_CORRUPT, "false"))),
        JavaUtils.byteStringAsBytes(spark.conf().get(LONGEST_PART, "128m")),
        null);
  }

  /** The same, after all recordings have been read once, on the executors. */
  Fleet inspected(String table) {
    if (files.isEmpty()) {
      return new Fleet(files, configuration, ignoresCorrupt, longestPart, List.of());
    }
    JavaSparkContext spark =
        JavaSparkContext.fromSparkContext(SparkSession.active().sparkContext());
    int tasks =
        Math.min(
            files.size(), Math.max(2 * spark.defaultParallelism(), files.size() / FILES_OF_TASK));
    SerializableConfiguration here = configuration;
    List<Inspection> found =
        spark
            .parallelize(files, tasks)
            .mapPartitions(
                some -> {
                  Inspection.Inspector inspector = new Inspection.Inspector(table, here.value());
                  List<Inspection> all = new ArrayList<>();
                  while (some.hasNext()) {
                    all.add(inspector.of(some.next()));
                  }
                  return all.iterator();
                })
            .collect();
    return new Fleet(files, configuration, ignoresCorrupt, longestPart, found);
  }

  /** What to add to the message about a file that is not a recording. */
  static String corrupt(String problem) {
    return problem
        + "; with the option "
        + IGNORE_CORRUPT
        + ", such files are left out, and the table "
        + ProcfsDataSource.RECORDINGS
        + " lists them";
  }
}

/**
 * Recordings as tables of Apache Spark: {@code spark.read().format("procfs").option("table",
 * "stat.cpu").load("s3a://bucket/recordings")}. docs/spark.md describes it.
 *
 * <p>The tables are the relations of {@link io.github.procfs4j.tables.Relations}, over any number
 * of recordings. Nothing here knows a source by name.
 */
@NullMarked
package io.github.procfs4j.spark;

import org.jspecify.annotations.NullMarked;

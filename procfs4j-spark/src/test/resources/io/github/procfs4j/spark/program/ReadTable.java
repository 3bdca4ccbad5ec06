package program;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Prints on which versions of Java a table is read, and its rows as JSON. */
public final class ReadTable {
  private ReadTable() {}

  public static void main(String[] arguments) {
    SparkSession spark = SparkSession.builder().getOrCreate();
    Dataset<Row> rows =
        spark.read().format("procfs").option("table", arguments[0]).load(arguments[1]);
    System.out.println("driver " + System.getProperty("java.specification.version"));
    for (Row row :
        rows.selectExpr(
                "java_method('java.lang.System', 'getProperty', 'java.specification.version')")
            .distinct()
            .collectAsList()) {
      System.out.println("executors " + row.getString(0));
    }
    rows.toJSON().collectAsList().forEach(row -> System.out.println("row " + row));
    spark.stop();
  }
}

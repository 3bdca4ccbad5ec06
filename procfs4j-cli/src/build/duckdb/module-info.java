/** The descriptor that DuckDB's driver comes without: added to its copy beside the command. */
module duckdb.jdbc {
  requires java.logging;
  requires java.sql;
  requires jdk.jfr;

  exports org.duckdb;
}

/** The performance data of Linux as meters of Micrometer. */
module io.github.procfs4j.micrometer {
  requires static org.jspecify;
  requires transitive io.github.procfs4j;
  requires transitive micrometer.core;

  exports io.github.procfs4j.micrometer;
}

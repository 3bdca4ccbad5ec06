/**
 * Programs that show how to use procfs4j: each is one file and needs nothing but the library,
 * except those for JMH and JFR.
 */
module io.github.procfs4j.samples {
  requires io.github.procfs4j;
  requires io.github.procfs4j.jfr;
  requires jdk.jfr;
  requires jmh.core;
}

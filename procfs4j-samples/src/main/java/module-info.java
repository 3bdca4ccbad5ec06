/**
 * Programs that show how to use procfs4j: each is one file and needs nothing but the library,
 * except the one for JMH.
 */
module io.github.procfs4j.samples {
  requires io.github.procfs4j;
  requires jmh.core;
}

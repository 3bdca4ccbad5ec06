/**
 * The performance data that Linux prints under /proc, sampled repeatedly at little more than the
 * kernel's own cost of printing it.
 */
module io.github.procfs4j {
  // Not transitive: a module that requires this one would need the annotations to compile.
  requires static org.jspecify;

  // For the Java names of the JVM's own threads; without jdk.management they have none.
  requires static java.management;

  exports io.github.procfs4j;
  exports io.github.procfs4j.machine;
  exports io.github.procfs4j.model;
  exports io.github.procfs4j.process;
  exports io.github.procfs4j.recording;
  exports io.github.procfs4j.sampling;
  exports io.github.procfs4j.system;
  exports io.github.procfs4j.text;
  exports io.github.procfs4j.output to
      io.github.procfs4j.cli;
  exports io.github.procfs4j.printable to
      io.github.procfs4j.cli;
}

/** The command {@code procfs}. */
@SuppressWarnings("requires-automatic") // the writer gets a descriptor when it is packaged
module io.github.procfs4j.cli {
  requires de.siegmar.fastcsv;
  requires duckdb.jdbc;
  requires info.picocli;
  requires io.github.procfs4j;
  requires io.github.procfs4j.jfr;
  requires java.sql;
  requires jdk.attach; // for prints of the threads of other JVMs
  requires jdk.jfr; // for the units of the events that it exports
  requires jdk.management; // for the number of allocated bytes
  requires jdk.unsupported; // for handling a second signal
  requires org.apache.commons.statistics.distribution;
  requires org.apache.commons.statistics.inference;
  requires static org.jspecify;
  requires org.openjdk.jmc.flightrecorder.writer;
  requires org.jline.reader;
  requires org.jline.terminal;
  requires org.jline.terminal.ffm; // without it, JLine starts a program to find out a size
  requires tools.jackson.core;

  // picocli fills annotated fields by reflection.
  opens io.github.procfs4j.cli to
      info.picocli;
  opens io.github.procfs4j.cli.compare to
      info.picocli;
  opens io.github.procfs4j.cli.export to
      info.picocli;
  opens io.github.procfs4j.cli.live to
      info.picocli;
  opens io.github.procfs4j.cli.options to
      info.picocli;
  opens io.github.procfs4j.cli.record to
      info.picocli;
  opens io.github.procfs4j.cli.report to
      info.picocli;
  opens io.github.procfs4j.cli.serve to
      info.picocli;
  opens io.github.procfs4j.cli.sql to
      info.picocli;
  opens io.github.procfs4j.cli.show to
      info.picocli;
  opens io.github.procfs4j.cli.waits to
      info.picocli;
}

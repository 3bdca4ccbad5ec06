/**
 * The tables of procfs as events of JDK Flight Recorder: on the same time line as what the JVM
 * reports itself.
 *
 * <p>{@link io.github.procfs4j.jfr.ProcfsEvents} declares an event type for each table:
 *
 * {@snippet :
 * try (ProcfsEvents events =
 *     ProcfsEvents.of(Procfs.mounted()).with("usual").with("stat@100ms").register()) {
 *   // While a recording runs, it has events such as procfs4j.stat.cpu.
 * }
 * }
 *
 * <p>{@link io.github.procfs4j.jfr.Agent} does the same for a program that is not changed.
 */
module io.github.procfs4j.jfr {
  requires transitive io.github.procfs4j;
  requires jdk.jfr;
  requires static org.jspecify;

  exports io.github.procfs4j.jfr;
  exports io.github.procfs4j.jfr.type to
      io.github.procfs4j.cli;
}

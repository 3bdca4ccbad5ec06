/**
 * The performance data that Linux prints under /proc, sampled repeatedly at little more than the
 * kernel's own cost of printing it.
 *
 * <p>Everything begins with a {@link io.github.procfs4j.Procfs}, a tree of procfs, and with the
 * constant {@code FILE} of the class of a file. To read a file once:
 *
 * {@snippet :
 * MemInfo memory = Procfs.mounted().memInfo();
 * System.out.printf("%,d bytes available%n", memory.memAvailable());
 * }
 *
 * <p>To read it again and again, a {@link io.github.procfs4j.sampling.Sampler} keeps the file open
 * and, with native access, allocates nothing. Rates, shares and means are {@linkplain
 * io.github.procfs4j.model.Figure figures} of the {@linkplain io.github.procfs4j.model.Interval
 * interval} between two samples, divided by the time between the two reads:
 *
 * {@snippet :
 * Figure busy = Stat.FILE.figure("cpu", "busy");
 * try (Sampler<Stat> stat = Procfs.mounted().sampler(Stat.FILE)) {
 *   Interval interval = stat.intervals();
 *   while (true) {
 *     stat.sample();
 *     if (interval.next()) {
 *       for (Row cpu : stat.view().cpus()) {
 *         System.out.printf("%s %.1f %%%n", cpu.label("cpu"), busy.value(interval, cpu));
 *       }
 *     }
 *     Thread.sleep(1000);
 *   }
 * }
 * }
 *
 * <p>Each number of a text is a cell, which belongs to a row and a column. Views have methods for
 * what most programs ask for; every other number is reached by its column, a constant such as
 * {@link io.github.procfs4j.system.StatColumns#CPU_STEAL}:
 *
 * {@snippet :
 * Stat stat = Procfs.mounted().stat();
 * for (Row cpu : stat.cpus()) {
 *   stat.amount(cpu, StatColumns.CPU_STEAL)
 *       .ifPresent(ticks -> System.out.println(cpu.label("cpu") + " " + ticks));
 * }
 * }
 *
 * <p>A {@link io.github.procfs4j.recording.Recording} holds the samples of many files, with the
 * same views and figures:
 *
 * {@snippet :
 * try (Recording recording = Recording.open(Path.of("last.rec"))) {
 *   for (RecordedSample<MemInfo> sample : recording.samples(MemInfo.FILE)) {
 *     System.out.println(sample.instant() + " " + sample.view().memAvailable());
 *   }
 * }
 * }
 *
 * <p>Rules that hold everywhere, such as how absence is reported and which objects may be passed to
 * other threads, are in the description of the package {@link io.github.procfs4j}.
 *
 * <p>The module works without native access; with {@code
 * --enable-native-access=io.github.procfs4j}, on Java 22 and later, samples are faster and allocate
 * nothing.
 */
module io.github.procfs4j {
  // Not transitive: a module that requires this one would need the annotations to compile.
  requires static org.jspecify;

  // For the Java names of the JVM's own threads; without jdk.management they have none.
  requires static java.management;

  exports io.github.procfs4j;
  exports io.github.procfs4j.machine;
  exports io.github.procfs4j.model;
  exports io.github.procfs4j.printable;
  exports io.github.procfs4j.process;
  exports io.github.procfs4j.processes;
  exports io.github.procfs4j.recording;
  exports io.github.procfs4j.sampling;
  exports io.github.procfs4j.system;
  exports io.github.procfs4j.tables;
  exports io.github.procfs4j.text;
  exports io.github.procfs4j.metrics to
      io.github.procfs4j.cli,
      io.github.procfs4j.micrometer,
      io.github.procfs4j.opentelemetry;
  exports io.github.procfs4j.io to
      io.github.procfs4j.cli;
  exports io.github.procfs4j.model.slots to
      io.github.procfs4j.cli;
  exports io.github.procfs4j.output to
      io.github.procfs4j.cli;
}

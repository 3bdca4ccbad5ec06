package io.github.procfs4j.bench;

import io.github.procfs4j.Procfs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A recorder that is compared with others.
 *
 * @param subject what it records: {@link #SYSTEM} or {@link #PROCESSES}
 * @param name its name in the table
 * @param comesWith the Debian packages that contain it; empty if it is part of this repository
 * @param isPrinting whether it prints its recording instead of writing a file
 * @param environment its environment variables
 * @param command the command that starts it
 */
record RecorderContender(
    String subject,
    String name,
    String comesWith,
    boolean isPrinting,
    Map<String, String> environment,
    Command command) {
  /** The command that starts a recorder, if it is available. */
  interface Command {
    /**
     * The command.
     *
     * @param directory where the sources of programs are
     * @param output the file to write
     * @param seconds the time after which it must end, if it is not ended before
     */
    List<String> of(Path directory, Path output, int seconds)
        throws Tool.NotHereException, IOException, InterruptedException;
  }

  /** What {@code sadc -S ALL} reads about performance. */
  static final String SYSTEM = "system";

  /** The same and the stat of all processes; pidstat reads only the latter. */
  static final String PROCESSES = "system and processes";

  /** The reference for the others of a subject. */
  static final String COPY = "copy in C";

  /** The recorder of this project. */
  static final String OURS = "procfs record";

  private static final List<String> FILES =
      List.of(
          "stat",
          "meminfo",
          "vmstat",
          "diskstats",
          "uptime",
          "interrupts",
          "net/dev",
          "net/snmp",
          "net/snmp6",
          "net/sockstat",
          "net/softnet_stat",
          "pressure/cpu",
          "pressure/memory",
          "pressure/io");

  private static final List<Path> SADC =
      List.of(
          Path.of("/usr/lib/sysstat/sadc"),
          Path.of("/usr/lib64/sa/sadc"),
          Path.of("/usr/lib/sa/sadc"));

  private static RecorderContender of(
      String subject, String name, String comesWith, Command command) {
    return new RecorderContender(subject, name, comesWith, false, Map.of(), command);
  }

  /** The recorders that are part of the bench: the references. */
  static List<RecorderContender> own() {
    return List.of(
        copy(SYSTEM, COPY, "none"),
        copy(PROCESSES, COPY, "kept"),
        copy(PROCESSES, COPY + ", opening files each time", "opened"));
  }

  /**
   * All recorders.
   *
   * @param procfs the command of this repository
   */
  static List<RecorderContender> all(Path procfs) {
    List<RecorderContender> all = new ArrayList<>(own());
    all.add(ours(procfs, SYSTEM, List.of()));
    all.add(
        of(
            SYSTEM,
            "sadc -S ALL",
            "sysstat",
            (directory, output, seconds) ->
                List.of(sadc(), "-S", "ALL", "1", Integer.toString(seconds), output.toString())));
    all.add(ours(procfs, PROCESSES, List.of("pid:*", "--process-files", "stat")));
    all.add(
        new RecorderContender(
            PROCESSES,
            "pidstat",
            "sysstat",
            true,
            Map.of(),
            (directory, output, seconds) ->
                List.of(found("pidstat"), "1", Integer.toString(seconds))));
    // Without process accounting, which would make the kernel write a record for each process that
    // ends.
    all.add(
        new RecorderContender(
            PROCESSES,
            "atop -w",
            "atop",
            false,
            Map.of("ATOPACCT", ""),
            (directory, output, seconds) ->
                List.of(found("atop"), "-w", output.toString(), "1", Integer.toString(seconds))));
    return all;
  }

  private static List<String> files() {
    return FILES.stream()
        .filter(file -> Files.isReadable(Procfs.mounted().root().resolve(file)))
        .toList();
  }

  private static RecorderContender copy(String subject, String name, String processes) {
    return of(
        subject,
        name,
        "gcc libc6-dev",
        (directory, output, seconds) ->
            Stream.of(
                    Contender.gcc(directory, "copy"),
                    List.of(output.toString(), processes, Integer.toString(seconds)),
                    files())
                .flatMap(List::stream)
                .toList());
  }

  /** Started by the launcher, to measure it with the JVM options of users. */
  private static RecorderContender ours(Path procfs, String subject, List<String> processes) {
    return of(
        subject,
        OURS,
        "",
        (directory, output, seconds) -> {
          // Builds it if necessary.
          Tool.run(directory, Map.of(), List.of(procfs.toString(), "--version"));
          return Stream.of(
                  List.of(procfs.toString(), "record", "--every", "1s"),
                  List.of("--duration", seconds + "s", "-o", output.toString()),
                  files(),
                  processes)
              .flatMap(List::stream)
              .toList();
        });
  }

  private static String sadc() throws Tool.NotHereException {
    return SADC.stream()
        .filter(Files::isExecutable)
        .map(Path::toString)
        .findFirst()
        .orElseThrow(() -> new Tool.NotHereException("sadc was not found"));
  }

  private static String found(String program)
      throws Tool.NotHereException, IOException, InterruptedException {
    Tool.run(Path.of("/"), Map.of(), List.of(program, "-V"));
    return program;
  }
}

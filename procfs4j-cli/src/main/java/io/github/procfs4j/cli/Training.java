package io.github.procfs4j.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What the launcher has a JVM learn from how to start quickly: it does what users do, and throws
 * away what comes of it. What fails here fails for the user too, who will be told.
 */
public final class Training {
  private Training() {}

  /** Runs commands one after the other. */
  public static void main(String[] arguments) throws IOException {
    Path directory = Files.createTempDirectory("procfs-training");
    Path recording = directory.resolve("recording");
    Path page = directory.resolve("page.html");
    for (List<String> command :
        List.of(
            List.of("show", "uptime", "meminfo", "stat", "version"),
            List.of("show", "stat", "--format", "json"),
            List.of("show", "diskstats", "--format", "csv"),
            List.of("show", "pid/status", "--pid", Long.toString(ProcessHandle.current().pid())),
            List.of("sources"),
            List.of("--help"),
            List.of("record", "--duration", "300ms", "-o", recording.toString()),
            List.of(
                "record", "pid:*", "--duration", "100ms", "--force", "-o", recording.toString()),
            List.of("report", recording.toString(), "--html", page.toString()))) {
      Main.run(
          command.toArray(String[]::new),
          OutputStream.nullOutputStream(),
          OutputStream.nullOutputStream(),
          () -> false);
    }
    Files.deleteIfExists(page);
    Files.deleteIfExists(recording);
    Files.delete(directory);
  }
}

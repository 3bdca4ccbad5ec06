package io.github.procfs4j.cli.report;

import io.github.procfs4j.recording.RecordedSource;
import io.github.procfs4j.recording.Recording;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Placeholder. */
@Command(name = "report", description = "Shows a recording.")
public final class ReportCommand implements Callable<Integer> {
  /** Placeholder. */
  public ReportCommand() {}

  @Override
  public Integer call() {
    return 0;
  }

  /** Placeholder. */
  public static void print(Recording recording, PrintWriter out, int columns, boolean isTerminal) {
    for (RecordedSource source : recording.sources()) {
      out.println(source.name() + ": " + source.samples() + " samples");
    }
  }
}

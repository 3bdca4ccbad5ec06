package io.github.procfs4j.cli;

import io.github.procfs4j.cli.terminal.Streams;
import java.io.OutputStream;

/**
 * What the launcher has a JVM learn from how to start quickly: it shows sources, as scripts do
 * again and again, and throws away what comes of it. Other commands are left out, as every start
 * loads all that is learned here: with them, a start took 20 ms longer, and they were only a tenth
 * quicker. What fails here fails for the user too, who will be told.
 */
public final class Training {
  private Training() {}

  /** Shows some sources. */
  public static void main(String[] arguments) {
    Main.run(
        new String[] {"show", "uptime", "meminfo", "stat", "version"},
        Streams.of(OutputStream.nullOutputStream(), OutputStream.nullOutputStream()),
        () -> false);
  }
}

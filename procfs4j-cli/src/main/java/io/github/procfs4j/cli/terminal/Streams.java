package io.github.procfs4j.cli.terminal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedWriter;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;

/**
 * The streams to which a command prints.
 *
 * @param out standard output
 * @param err standard error
 */
public record Streams(Output out, Output err) {
  /** The streams of this process. */
  public static Streams standard() {
    return of(new FileOutputStream(FileDescriptor.out), new FileOutputStream(FileDescriptor.err));
  }

  /** Streams whose output goes elsewhere. */
  public static Streams of(OutputStream out, OutputStream err) {
    int columns = Terminal.columns();
    return new Streams(
        new Output(
            new BufferedWriter(new OutputStreamWriter(new StandardOutput(out), UTF_8)),
            columns,
            Terminal.isTerminal(Terminal.OUTPUT)),
        new Output(
            new OutputStreamWriter(err, UTF_8), columns, Terminal.isTerminal(Terminal.ERROR)));
  }

  /** Prints a message on standard error: one line, on a terminal as many as necessary. */
  public void say(String message) {
    err.wrapped("procfs: " + message);
    err.flush();
  }
}

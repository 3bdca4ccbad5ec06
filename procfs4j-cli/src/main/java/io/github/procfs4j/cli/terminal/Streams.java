package io.github.procfs4j.cli.terminal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedWriter;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;

/**
 * What a command prints to.
 *
 * @param out standard output
 * @param err standard error
 */
public record Streams(Output out, Output err) {
  /** Those of this process. */
  public static Streams standard() {
    return of(new FileOutputStream(FileDescriptor.out), new FileOutputStream(FileDescriptor.err));
  }

  /** The same, but what is printed goes elsewhere. */
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

  /** Says something on standard error: one line, on a terminal as many as it takes. */
  public void say(String message) {
    err.wrapped("procfs: " + message);
    err.flush();
  }
}

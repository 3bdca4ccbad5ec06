package io.github.procfs4j.cli;

import io.github.procfs4j.cli.manual.HelpTexts;
import io.github.procfs4j.cli.terminal.Streams;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;

/** Writes the help texts of all commands into a directory, as the build does. */
public final class Documents {
  private Documents() {}

  /** The argument is the directory. */
  public static void main(String[] arguments) throws IOException {
    Streams none = Streams.of(OutputStream.nullOutputStream(), OutputStream.nullOutputStream());
    HelpTexts.write(ProcfsCommand.commandLine(none), Path.of(arguments[0]));
  }
}

package io.github.procfs4j.cli.terminal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What standard output and standard error are connected to, from {@code /proc/self/fd}: this needs
 * no native code, and {@code System.console()} depends on standard input too.
 */
public final class Terminal {
  /** The assumed width of a terminal whose width is unknown. */
  private static final int USUAL_COLUMNS = 80;

  /** The descriptor of standard input. */
  public static final int INPUT = 0;

  /** The descriptor of standard output. */
  public static final int OUTPUT = 1;

  /** The descriptor of standard error. */
  public static final int ERROR = 2;

  private Terminal() {}

  /** Whether {@link #INPUT}, {@link #OUTPUT} or {@link #ERROR} is a terminal. */
  public static boolean isTerminal(int descriptor) {
    String file = file(descriptor);
    return file.startsWith("/dev/pts/")
        || file.startsWith("/dev/tty")
        || file.equals("/dev/console");
  }

  /**
   * Whether another program reads what is written to {@link #OUTPUT} or {@link #ERROR}; writing
   * there fails only after the reader has gone.
   */
  public static boolean isPipe(int descriptor) {
    String file = file(descriptor);
    return file.startsWith("pipe:") || file.startsWith("socket:");
  }

  /** The number of columns of the terminal; the launcher determines it, because Java cannot. */
  public static int columns() {
    int columns = Integer.getInteger("procfs.columns", USUAL_COLUMNS);
    return columns > 0 ? columns : USUAL_COLUMNS;
  }

  private static String file(int descriptor) {
    try {
      return Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor)).toString();
    } catch (IOException e) {
      return ""; // closed, or there is no /proc
    }
  }
}

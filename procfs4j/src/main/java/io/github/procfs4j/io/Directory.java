package io.github.procfs4j.io;

import java.nio.file.Path;

/**
 * A directory that is opened once: files are opened below it by their names, and the numbers among
 * its names listed, which are its processes or threads.
 *
 * <p>Opening is left to the first use, and done again after an error. One thread at a time may use
 * a directory and what was opened below it.
 */
public abstract class Directory implements AutoCloseable {
  Directory() {}

  /**
   * The directory at {@code path}, not opened yet: through the C library where native access is
   * enabled for this module, else through the JDK.
   */
  public static Directory at(Path path) {
    NativeAccess calls = NativeAccess.toRead();
    return calls != null && calls.canList() ? calls.directory(path) : new PathDirectory(path);
  }

  /**
   * A file below this directory, not opened yet.
   *
   * @param name its name, of ASCII characters, such as {@code 1234/stat}
   * @param isPrintedByOneCall as for {@link KeptFile#at}
   */
  public abstract KeptFile file(String name, boolean isPrintedByOneCall);

  /**
   * Opens a file below this directory, reads it to its end and closes it: for files that are read
   * now and then.
   *
   * @return as {@link KeptFile#read}
   */
  public abstract int read(String name, Buffer into);

  /** Whether it is there, and in a procfs: what is below it is the kernel's own. */
  public abstract boolean isOfProcfs();

  /** A directory below this one, not opened yet. */
  public abstract Directory directory(String name);

  /**
   * Lists the numbers among its names again.
   *
   * @return 0, or the negative {@linkplain Errno error number}
   */
  public abstract int list(Listing into);

  /** Gives the descriptor back; the next use opens the directory again. */
  @Override
  public abstract void close();
}

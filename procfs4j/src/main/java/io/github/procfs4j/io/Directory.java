package io.github.procfs4j.io;

import java.nio.file.Path;

/**
 * A directory that is opened once. Files below it are opened by their names. The numbers among its
 * names, which are processes or threads, can be listed.
 *
 * <p>It is opened when first used, and again after an error. Only one thread at a time may use a
 * directory and what was opened below it.
 */
public abstract class Directory implements AutoCloseable {
  Directory() {}

  /**
   * The directory at {@code path}, not opened yet: through the C library if native access is
   * enabled for this module, otherwise through the JDK.
   */
  public static Directory at(Path path) {
    NativeAccess calls = NativeAccess.toRead();
    return calls != null && calls.canList() ? calls.directory(path) : new PathDirectory(path);
  }

  /**
   * A file below this directory, not opened yet.
   *
   * @param name its name in ASCII characters, such as {@code 1234/stat}
   * @param isPrintedByOneCall as for {@link KeptFile#at}
   */
  public abstract KeptFile file(String name, boolean isPrintedByOneCall);

  /**
   * Opens a file below this directory, reads it to its end and closes it: for files that are read
   * occasionally.
   *
   * @return as {@link KeptFile#read}
   */
  public abstract int read(String name, Buffer into);

  /** Whether it exists and is on a procfs, so that everything below it comes from the kernel. */
  public abstract boolean isOfProcfs();

  /** A directory below this one, not opened yet. */
  public abstract Directory directory(String name);

  /**
   * Lists the numbers among its names.
   *
   * @return 0, or the negative {@linkplain Errno error number}
   */
  public abstract int list(Listing into);

  /** Closes the descriptor; the next use opens the directory again. */
  @Override
  public abstract void close();
}

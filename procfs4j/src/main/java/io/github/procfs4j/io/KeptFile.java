package io.github.procfs4j.io;

import java.nio.file.Path;

/**
 * A file that is opened once and read again and again from its beginning.
 *
 * <p>Opening is left to the first read, and done again after an error, so that a file that is
 * absent now is found when it comes. One thread at a time may use it.
 */
public abstract sealed class KeptFile implements AutoCloseable permits NativeFile, ChannelFile {
  private final boolean isPrintedByOneCall;

  /**
   * Set once the file has refused to be read at an offset: it is then opened anew for every read,
   * as some kernels make files that cannot seek.
   */
  private boolean opensAnew;

  KeptFile(boolean isPrintedByOneCall) {
    this.isPrintedByOneCall = isPrintedByOneCall;
  }

  /**
   * The file at {@code path}, not opened yet: through the C library where native access is enabled
   * for this module, else through a channel.
   *
   * @param isPrintedByOneCall whether the kernel prints the file by one call, so that a short read
   *     is its end: else only a read of no bytes is
   */
  public static KeptFile at(Path path, boolean isPrintedByOneCall) {
    return CLibrary.isEnabled()
        ? new NativeFile(path, isPrintedByOneCall)
        : new ChannelFile(path, isPrintedByOneCall);
  }

  /**
   * The same for a single reading: through a channel, as linking the C functions takes a program
   * that reads nothing else longer than all the rest. What cannot be opened so is opened by the C
   * library, which knows the error number where a channel has words for it.
   *
   * @param isPrintedByOneCall as for {@link #at}
   */
  public static KeptFile once(Path path, boolean isPrintedByOneCall) {
    KeptFile file = new ChannelFile(path, isPrintedByOneCall);
    if (file.open() == 0) {
      return file;
    }
    return at(path, isPrintedByOneCall);
  }

  /**
   * Reads the whole text into {@code into}.
   *
   * @return its length in bytes, 0 for an empty file, or the negative {@linkplain Errno error
   *     number}
   */
  public final int read(Buffer into) {
    return read(into, 0);
  }

  /** As {@link #read}, but what the buffer holds stays, and the text comes to stand behind it. */
  public final int append(Buffer into) {
    return read(into, into.length());
  }

  private int read(Buffer into, int at) {
    int length = opensAnew ? readAnew(into, at) : readKept(into, at);
    if (length >= 0) {
      into.length(at + length);
    } else {
      close();
    }
    return length;
  }

  private int readKept(Buffer into, int at) {
    int opened = open();
    if (opened < 0) {
      return opened;
    }
    int length = readAll(into, at, true);
    if (length == -Errno.ESPIPE || length == -Errno.EINVAL) {
      int anew = readAnew(into, at);
      opensAnew = anew >= 0;
      return anew;
    }
    return length;
  }

  private int readAnew(Buffer into, int at) {
    close();
    int opened = open();
    return opened < 0 ? opened : readAll(into, at, false);
  }

  private int readAll(Buffer into, int at, boolean positioned) {
    int length = 0;
    while (true) {
      if (at + length == into.capacity()) {
        into.grow(at + length);
        if (isPrintedByOneCall && positioned) {
          length = 0; // one call shows one instant: the text is asked for again, not continued
        }
      }
      int read = read(into, at, length, positioned);
      if (read < 0) {
        return read;
      }
      length += read;
      boolean whole =
          read == 0 || (positioned && isPrintedByOneCall && at + length < into.capacity());
      if (whole) {
        return length;
      }
    }
  }

  /** Opens the file if it is not open: 0, or a negative error number. */
  public abstract int open();

  /**
   * Reads once, to {@code at + offset} of the buffer and up to its capacity: from {@code offset} of
   * the file, or, where it cannot be positioned, from where the last read ended.
   */
  abstract int read(Buffer into, int at, int offset, boolean positioned);

  /** Gives the descriptor back; the next read opens the file again. */
  @Override
  public abstract void close();
}

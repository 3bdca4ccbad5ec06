package io.github.procfs4j.io;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A file that is opened once and read again and again from its beginning.
 *
 * <p>Opening is left to the first read, and done again after an error, so that a file that is
 * absent now is found when it comes. A file of procfs stays what it is. Outside procfs a file may
 * be deleted, or another one given its name, so there each read first looks at what the name leads
 * to.
 *
 * <p>Only regular files are opened, as those of procfs are: to open a device may do something, and
 * to read a FIFO takes from others what they were to read. At most {@link #LONGEST} bytes are read.
 * One thread at a time may use it.
 */
public abstract class KeptFile implements AutoCloseable {
  private static final int HEAP_PER_BYTE = 64;

  /**
   * The longest text that is read, in bytes: 64 MiB, or a 64th of the heap if that is less, as rows
   * and columns of a dense text take many times its length.
   */
  public static final int LONGEST =
      Math.clamp(Runtime.getRuntime().maxMemory() / HEAP_PER_BYTE, 1 << 20, 64 << 20);

  /** The kind of a file in its mode. */
  private static final int S_IFMT = 0xf000;

  private static final int S_IFIFO = 0x1000;
  private static final int S_IFDIR = 0x4000;
  private static final int S_IFREG = 0x8000;
  private static final int S_IFSOCK = 0xc000;

  private final boolean isPrintedByOneCall;

  /**
   * Set once the file has refused to be read at an offset: it is then opened again for every read,
   * as some kernels make files that cannot seek.
   */
  private boolean opensAgain;

  /** The file system does not know when a file was made, or was not asked. */
  static final long UNKNOWN_BIRTH = Long.MIN_VALUE;

  /** So many bytes of the last text are not in the buffer. */
  private int dropped;

  /** The tree that the file has to be of, wherever links lead; null if any will do. */
  private final @Nullable Path root;

  /**
   * The file that was found to be of it last: to open that again costs no further look. The time of
   * its birth is part of that, as the inode may be another user's file by then.
   */
  private long ownDevice = -1;

  private long ownInode = -1;
  private long ownBirth = UNKNOWN_BIRTH;

  KeptFile(@Nullable Path root, boolean isPrintedByOneCall) {
    this.root = root;
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
    return at(null, path, isPrintedByOneCall);
  }

  /**
   * The same, of which nothing is read that links outside of a tree lead to.
   *
   * @param root the tree; null if any file will do
   */
  public static KeptFile at(@Nullable Path root, Path path, boolean isPrintedByOneCall) {
    NativeAccess calls = NativeAccess.toRead();
    return calls != null
        ? calls.file(root, path, isPrintedByOneCall)
        : new ChannelFile(root, path, isPrintedByOneCall, new ProcfsDevices());
  }

  /**
   * The same for a single reading: through a channel, as linking the C functions takes a program
   * that reads nothing else longer than all the rest. What cannot be opened so is opened by the C
   * library, which knows the error number where a channel has words for it.
   *
   * @param root as for {@link #at(Path, Path, boolean)}
   * @param isPrintedByOneCall as for {@link #at}
   */
  public static KeptFile once(@Nullable Path root, Path path, boolean isPrintedByOneCall) {
    KeptFile file = new ChannelFile(root, path, isPrintedByOneCall, null);
    if (file.open() == 0) {
      return file;
    }
    return at(root, path, isPrintedByOneCall);
  }

  /**
   * Reads the whole text into {@code into}. Outside procfs, lines that end in carriage return and
   * newline, all of them, end in a newline alone then, as the kernel prints them.
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
    int length = opensAgain ? readOpening(into, at) : readKept(into, at);
    dropped = 0;
    if (length < 0) {
      close();
      return length;
    }
    int kept = size() > 0 ? LineEnds.restore(into.bytes(), at, length) : length;
    dropped = length - kept;
    into.length(at + kept);
    return kept;
  }

  private int readKept(Buffer into, int at) {
    int opened = open();
    if (opened < 0) {
      return opened;
    }
    int length = readAll(into, at, true);
    if (length == -Errno.ESPIPE || length == -Errno.EINVAL) {
      int read = readOpening(into, at);
      opensAgain = read >= 0;
      return read;
    }
    return length;
  }

  private int readOpening(Buffer into, int at) {
    close();
    int opened = open();
    return opened < 0 ? opened : readAll(into, at, false);
  }

  private int readAll(Buffer into, int at, boolean positioned) {
    int length = 0;
    while (true) {
      if (length > LONGEST) {
        into.shrink(at);
        return -Errno.EFBIG;
      }
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
      if (whole && length <= LONGEST) {
        return length;
      }
    }
  }

  /**
   * Why a file is not opened, by its mode and size: a negative error number; 0 if it is.
   *
   * @param mode as stat(2) tells it
   * @param size in bytes, of which procfs tells nothing
   */
  static int refusal(int mode, long size) {
    return switch (mode & S_IFMT) {
      case S_IFREG -> size > LONGEST ? -Errno.EFBIG : 0;
      case S_IFDIR -> -Errno.EISDIR;
      case S_IFIFO -> -Errno.FIFO;
      case S_IFSOCK -> -Errno.SOCKET;
      default -> -Errno.DEVICE;
    };
  }

  /**
   * Whether what was opened is of the tree that it has to be of: of procfs, where that is one; else
   * where its name, links followed, leads to a place in the tree. A file in the directory beside
   * the root, as sysfs is, has to be of that.
   *
   * @return 0 if it is, or a negative error number
   */
  final int foreign(long device, long inode, long birth, boolean isOfProcfs) {
    boolean isKnown =
        isOfProcfs || (birth != UNKNOWN_BIRTH && birth == ownBirth && inode == ownInode);
    if (root == null || (device == ownDevice && isKnown)) {
      return 0;
    }
    int refusal = outside(root, path(), device, inode, isOfProcfs);
    if (refusal == 0) {
      ownDevice = device;
      ownInode = inode;
      ownBirth = birth;
    }
    return refusal;
  }

  private static int outside(Path root, Path path, long device, long inode, boolean isOfProcfs) {
    try {
      PathStatus tree = PathStatus.of(root);
      if (isOfProcfs) {
        return tree.device() == device ? 0 : -Errno.OUTSIDE;
      }
      Path real = path.toRealPath();
      Path above = root.toAbsolutePath().getParent();
      Path bounds = path.startsWith(root) || above == null ? root : above;
      return real.startsWith(bounds.toRealPath()) && PathStatus.of(real).isFile(device, inode)
          ? 0
          : -Errno.OUTSIDE;
    } catch (IOException e) {
      return ChannelFile.negativeErrno(e);
    }
  }

  /**
   * Whether so many bytes are all that the file holds, so that a text which lacks its end was kept
   * like that. The kernel says of a text that it prints as it is read that its size is 0.
   */
  public final boolean isOfSize(int bytes) {
    return size() == bytes + dropped;
  }

  /** Where it is looked for. */
  abstract Path path();

  /** The size of the file in bytes, when it was last looked at; 0 in procfs. */
  abstract long size();

  /**
   * Opens the file if it is not open, or, outside procfs, if its name leads to another one by now:
   * 0, or a negative error number.
   */
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

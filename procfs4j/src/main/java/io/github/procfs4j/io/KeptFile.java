package io.github.procfs4j.io;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A file that is opened once and read repeatedly from its beginning.
 *
 * <p>It is opened by the first read, and again after an error, so that a file that does not exist
 * yet is found later. On procfs, an open file remains valid. Elsewhere a file may be deleted, or
 * another one may get its name, so each read first checks the file with that name.
 *
 * <p>Only regular files are opened, as the files of procfs are: opening a device may have an
 * effect, and reading a FIFO takes data away from its readers. At most {@link #LONGEST} bytes are
 * read. Only one thread at a time may use it.
 */
public abstract class KeptFile implements AutoCloseable {
  private static final int HEAP_PER_BYTE = 64;

  /**
   * The longest text that is read, in bytes: 64 MiB, or a 64th of the heap if that is less, because
   * the rows and columns of a dense text take many times its length.
   */
  public static final int LONGEST =
      Math.clamp(Runtime.getRuntime().maxMemory() / HEAP_PER_BYTE, 1 << 20, 64 << 20);

  /** The mask of the file type in a mode. */
  private static final int S_IFMT = 0xf000;

  private static final int S_IFIFO = 0x1000;
  private static final int S_IFDIR = 0x4000;
  private static final int S_IFREG = 0x8000;
  private static final int S_IFLNK = 0xa000;
  private static final int S_IFSOCK = 0xc000;

  private final boolean isPrintedByOneCall;

  /**
   * Set if the file could not be read at an offset: it is then opened again for each read. Some
   * kernels have files that cannot seek.
   */
  private boolean opensAgain;

  /** The time of creation is not known to the file system, or was not requested. */
  static final long UNKNOWN_BIRTH = Long.MIN_VALUE;

  /** The number of bytes of the last text that were dropped from the buffer. */
  private int dropped;

  /** The tree to which the file must belong, wherever links lead; null if any file is accepted. */
  private final @Nullable Path root;

  /**
   * The file that was last found to belong to the tree: opening it again needs no further check.
   * This includes the time of its creation, because the inode may have been reused for another
   * user's file.
   */
  private long ownDevice = -1;

  private long ownInode = -1;
  private long ownBirth = UNKNOWN_BIRTH;

  KeptFile(@Nullable Path root, boolean isPrintedByOneCall) {
    this.root = root;
    this.isPrintedByOneCall = isPrintedByOneCall;
  }

  /**
   * The file at {@code path}, not opened yet: through the C library if native access is enabled for
   * this module, otherwise through a channel.
   *
   * @param isPrintedByOneCall whether the kernel prints the file in one call, so that a short read
   *     reaches its end; otherwise only a read of 0 bytes does
   */
  public static KeptFile at(Path path, boolean isPrintedByOneCall) {
    return at(null, path, isPrintedByOneCall);
  }

  /**
   * As {@link #at(Path, boolean)}, but files outside a tree, to which links may lead, are not read.
   *
   * @param root the tree; null if any file is accepted
   */
  public static KeptFile at(@Nullable Path root, Path path, boolean isPrintedByOneCall) {
    NativeAccess calls = NativeAccess.toRead();
    return calls != null
        ? calls.file(root, path, isPrintedByOneCall)
        : new ChannelFile(root, path, isPrintedByOneCall, new ProcfsDevices());
  }

  /**
   * As {@link #at(Path, Path, boolean)}, for a single reading: a file of the kernel is read through
   * a channel, because linking the C functions takes longer than everything else in a program that
   * only reads one file. If that fails, the file is opened through the C library, which reports an
   * error number where a channel only has words.
   *
   * @param root as for {@link #at(Path, Path, boolean)}
   * @param isPrintedByOneCall as for {@link #at}
   */
  public static KeptFile once(@Nullable Path root, Path path, boolean isPrintedByOneCall) {
    if (root != null && isOfKernel(root)) {
      KeptFile file = new ChannelFile(root, path, isPrintedByOneCall, null);
      if (file.open() == 0) {
        return file;
      }
    }
    return at(root, path, isPrintedByOneCall);
  }

  /**
   * Whether a directory belongs to the procfs or the sysfs of this system, in which no user can put
   * a FIFO in place of a file. Its path must not contain links, because a user may exchange those.
   */
  private static boolean isOfKernel(Path directory) {
    try {
      return directory.getNameCount() > 0
          && (directory.startsWith("/proc") || directory.startsWith("/sys"))
          && directory.toRealPath().equals(directory)
          && device(directory) == device(directory.getRoot().resolve(directory.getName(0)));
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Reads the complete text into {@code into}. Outside procfs, if all lines end in carriage return
   * and newline, the carriage returns are removed, so that the text is as the kernel prints it.
   *
   * @return its length in bytes, 0 for an empty file, or the negative {@linkplain Errno error
   *     number}
   */
  public final int read(Buffer into) {
    return read(into, 0);
  }

  /** As {@link #read}, but appends the text to the content of the buffer. */
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
          length = 0; // one call shows one instant: the text is read again, not continued
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
   * Whether a file may be opened, by its mode and size: 0, or a negative error number if not.
   *
   * @param mode the mode from stat(2)
   * @param size the size in bytes, which is not known for procfs
   */
  static int refusal(int mode, long size) {
    return switch (mode & S_IFMT) {
      case S_IFREG -> size > LONGEST ? -Errno.EFBIG : 0;
      case S_IFDIR -> -Errno.EISDIR;
      case S_IFIFO -> -Errno.FIFO;
      case S_IFSOCK -> -Errno.SOCKET;
      case S_IFLNK -> -Errno.ELOOP;
      default -> -Errno.DEVICE;
    };
  }

  /**
   * Whether an open file is known to belong to the required tree, wherever links have led: it is on
   * the same procfs as the root of the tree, or is the file that was {@linkplain #remember found
   * there} before. Any other file must be opened by a {@link TreeWalk}.
   */
  final boolean isOfTree(long device, long inode, long birth, boolean isOfProcfs) {
    if (root == null || (device == ownDevice && isSame(inode, birth, isOfProcfs))) {
      return true;
    }
    boolean isOfRoot = isOfProcfs && device == device(root);
    if (isOfRoot) {
      remember(device, inode, birth);
    }
    return isOfRoot;
  }

  private boolean isSame(long inode, long birth, boolean isOfProcfs) {
    return isOfProcfs || (birth != UNKNOWN_BIRTH && birth == ownBirth && inode == ownInode);
  }

  /** Remembers a file that was found in the tree. */
  final void remember(long device, long inode, long birth) {
    ownDevice = device;
    ownInode = inode;
    ownBirth = birth;
  }

  private static long device(Path root) {
    try {
      return PathStatus.of(root).device();
    } catch (IOException e) {
      return -1;
    }
  }

  /**
   * Whether this many bytes are the complete file, so that a text without a final newline was
   * stored like that. For a text that is printed when it is read, the kernel reports a size of 0.
   */
  public final boolean isOfSize(int bytes) {
    return size() == bytes + dropped;
  }

  /** The tree to which the file must belong; null if any file is accepted. */
  final @Nullable Path root() {
    return root;
  }

  /** The path at which the file is expected. */
  abstract Path path();

  /** The size of the file in bytes, when it was last checked; 0 on procfs. */
  abstract long size();

  /**
   * Opens the file if it is not open or, outside procfs, if its name now leads to another file.
   * Returns 0, or a negative error number.
   */
  public abstract int open();

  /**
   * Reads once, into the buffer from {@code at + offset} up to its capacity, from {@code offset} of
   * the file or, if it is not {@code positioned}, from where the last read ended.
   */
  abstract int read(Buffer into, int at, int offset, boolean positioned);

  /** Closes the descriptor; the next read opens the file again. */
  @Override
  public abstract void close();
}

package io.github.procfs4j.io;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A kept file read with {@code pread} through {@code java.lang.foreign}: without copying,
 * allocation or effects of interrupts.
 */
final class NativeFile extends KeptFile {
  private static final int O_CLOEXEC = 0x80000;

  /** Opening must not wait for a writer of a FIFO. */
  private static final int O_NONBLOCK = 0x800;

  /** For reading. */
  static final int FLAGS = O_CLOEXEC | O_NONBLOCK;

  /** O_PATH: opens nothing, but refers to the file, so that it can be examined. */
  static final int TO_LOCATE = 0x200000 | FLAGS;

  static final int CLOSED = -1;

  private final @Nullable NativeDirectory below;

  /** The name below a directory, or the path of a file without a directory. */
  private String name;

  /** That path as a C string. */
  private final MemorySegment path;

  private final NativeStatus status;
  private int descriptor = CLOSED;
  private boolean isOfProcfs;

  /** Identifies the open file, outside procfs. */
  private long device;

  private long inode;
  private long size;

  NativeFile(@Nullable Path root, Path path, boolean isPrintedByOneCall) {
    super(root, isPrintedByOneCall);
    below = null;
    name = path.toString();
    this.path = Arena.ofAuto().allocateFrom(path.toString());
    status = new NativeStatus();
  }

  NativeFile(NativeDirectory below, String name, boolean isPrintedByOneCall) {
    super(below.path(), isPrintedByOneCall);
    this.below = below;
    this.name = name;
    path = MemorySegment.NULL;
    status = below.status();
  }

  /** Makes this object represent another file; it must be closed. */
  void rename(String other) {
    name = other;
  }

  @Override
  Path path() {
    return below == null ? Path.of(name) : below.path().resolve(name);
  }

  @Override
  long size() {
    return size;
  }

  @Override
  public int open() {
    boolean isOpen = descriptor != CLOSED;
    if (isOpen && isOfProcfs) {
      return 0;
    }
    if (isOpen) {
      int found = look();
      if (found == 0 && status.inode() == inode && status.device() == device) {
        size = status.size();
        return 0;
      }
      close();
      if (found < 0) {
        return found;
      }
    }
    if (below != null && below.isOfProcfs()) { // no user can put a device there
      int opened = open(FLAGS);
      if (opened < 0) {
        return opened;
      }
      take(opened);
      if (isOfProcfs) {
        return 0;
      }
      close(); // something is mounted over the file
    }
    return openExamined();
  }

  private int look() {
    return below == null ? status.look(CLibrary.AT_FDCWD, path.address()) : below.look(name);
  }

  private int open(int flags) {
    return below == null
        ? CLibrary.open(status.errno(), CLibrary.AT_FDCWD, path.address(), flags)
        : below.open(name, flags);
  }

  /**
   * Opens the file for reading only after it was examined: opening a device may have an effect, and
   * reading a FIFO takes data away. Returns 0, or a negative error number.
   */
  private int openExamined() {
    int located = open(TO_LOCATE);
    int found = located < 0 ? located : examine(located);
    if (found == 0 && !isOfTree(status.device(), status.inode(), status.birth(), isOfProcfs)) {
      CLibrary.close(located);
      located = walk(Objects.requireNonNull(root()));
      found = located < 0 ? located : examine(located);
      if (found == 0 && !isOfProcfs) {
        remember(status.device(), status.inode(), status.birth());
      }
    }
    if (found == 0) {
      device = status.device();
      inode = status.inode();
      size = status.size();
      found = openLocated(located);
    }
    if (located >= 0) {
      CLibrary.close(located);
    }
    return found;
  }

  private int examine(int located) {
    isOfProcfs = status.isOfProcfs(located);
    return status.look(located);
  }

  /** Locates the file by a walk, which does not leave the tree. */
  private int walk(Path root) {
    try (NativeWalk walk = new NativeWalk(root, path(), status)) {
      int found = walk.follow();
      return found < 0 ? found : walk.locate();
    } catch (IOException e) {
      return ChannelFile.negativeErrno(e);
    }
  }

  /**
   * Opens a located file for reading, through a link that leads to the file itself, whatever has
   * become of its name. Returns 0, or a negative error number.
   */
  private int openLocated(int located) {
    int opened = status.open(located, FLAGS);
    if (opened == -Errno.ENOENT) { // no procfs is mounted there
      opened = open(FLAGS);
      if (opened >= 0 && !isLocated(opened)) {
        CLibrary.close(opened);
        opened = -Errno.EXCHANGED;
      }
    }
    if (opened < 0) {
      return opened;
    }
    descriptor = opened;
    return 0;
  }

  private boolean isLocated(int opened) {
    return status.look(opened) == 0 && status.inode() == inode && status.device() == device;
  }

  private void take(int opened) {
    descriptor = opened;
    isOfProcfs = status.isOfProcfs(opened);
    size = 0;
  }

  @Override
  int read(Buffer into, int at, int offset, boolean positioned) {
    ByteBuffer bytes = into.bytes();
    long address = ForeignCalls.address(into) + at + offset;
    long room = (long) into.capacity() - at - offset;
    try {
      int read;
      do {
        read =
            positioned
                ? CLibrary.pread(status.errno(), descriptor, address, room, offset)
                : CLibrary.read(status.errno(), descriptor, address, room);
      } while (read == -Errno.EINTR);
      return read;
    } finally {
      Reference.reachabilityFence(bytes);
    }
  }

  @Override
  public void close() {
    if (descriptor != CLOSED) {
      CLibrary.close(descriptor);
      descriptor = CLOSED;
    }
  }
}

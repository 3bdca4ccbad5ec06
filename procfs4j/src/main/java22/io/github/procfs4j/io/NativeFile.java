package io.github.procfs4j.io;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A kept file read with {@code pread} through {@code java.lang.foreign}: no copy, no allocation,
 * deaf to interrupts.
 */
final class NativeFile extends KeptFile {
  private static final int O_CLOEXEC = 0x80000;

  /** Opening does not wait for a writer of a FIFO. */
  private static final int O_NONBLOCK = 0x800;

  static final int FLAGS = O_CLOEXEC | O_NONBLOCK;
  static final int CLOSED = -1;

  private final @Nullable NativeDirectory below;

  /** The name below a directory, or the path of a file that is not below one. */
  private String name;

  /** That path for the C library. */
  private final MemorySegment path;

  private final NativeStatus status;
  private int descriptor = CLOSED;
  private boolean isOfProcfs;

  /** Which file is open, outside procfs. */
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

  /** Stands for another file from now on; it must be closed. */
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
    // To open a device may do something, and a FIFO is emptied: what it is is looked at first. In a
    // directory of the kernel's own there is nothing of the kind.
    if (isOpen || below == null || !below.isOfProcfs()) {
      int found = look();
      if (found < 0) {
        close();
        return found;
      }
      if (isOpen && status.inode() == inode && status.device() == device) {
        size = status.size();
        return 0;
      }
      close();
    }
    int opened =
        below == null
            ? CLibrary.open(status.errno(), CLibrary.AT_FDCWD, path.address(), FLAGS)
            : below.open(name);
    return opened < 0 ? opened : keep(opened);
  }

  private int look() {
    return below == null ? status.look(CLibrary.AT_FDCWD, path.address()) : below.look(name);
  }

  private int keep(int opened) {
    descriptor = opened;
    isOfProcfs = status.isOfProcfs(opened);
    size = 0;
    if (!isOfProcfs) {
      int found = status.look(opened);
      if (found < 0) { // another took its place meanwhile
        close();
        return found;
      }
      device = status.device();
      inode = status.inode();
      size = status.size();
    }
    int foreign = isOfOwnDirectory() ? 0 : foreign();
    if (foreign < 0) {
      close();
    }
    return foreign;
  }

  /** Whether it is in a procfs, and found in a directory of the same. */
  private boolean isOfOwnDirectory() {
    return isOfProcfs && below != null && below.isOfProcfs();
  }

  private int foreign() {
    int found = isOfProcfs ? status.look(descriptor) : 0;
    return found < 0 ? found : foreign(status.device(), status.inode(), status.birth(), isOfProcfs);
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

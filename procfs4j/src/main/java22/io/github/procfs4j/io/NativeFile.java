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

  static final int FLAGS = O_CLOEXEC | O_NONBLOCK;
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
    // Opening a device may have an effect, and reading empties a FIFO, so the type of the file is
    // checked first. Directories of procfs contain neither.
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
    take(opened);
    if (isOfProcfs && below != null && below.isOfProcfs()) {
      return 0; // a file of the kernel, found in a directory of the kernel
    }
    int found = status.look(opened);
    if (found == 0 && !isOfTree(status.device(), status.inode(), status.birth(), isOfProcfs)) {
      close();
      found = walk(Objects.requireNonNull(root()));
    }
    if (found < 0) { // or another file has taken its place meanwhile
      close();
      return found;
    }
    device = status.device();
    inode = status.inode();
    size = status.size();
    return 0;
  }

  private void take(int opened) {
    descriptor = opened;
    isOfProcfs = status.isOfProcfs(opened);
    size = 0;
  }

  /**
   * Opens the file by a walk, which does not leave the tree. Returns 0, or a negative error number.
   */
  private int walk(Path root) {
    try (NativeWalk walk = new NativeWalk(root, path(), status)) {
      int found = walk.follow();
      int opened = found < 0 ? found : walk.open();
      if (opened < 0) {
        return opened;
      }
      take(opened);
      found = status.look(opened);
      if (!isOfProcfs) {
        remember(status.device(), status.inode(), status.birth());
      }
      return found;
    } catch (IOException e) {
      return ChannelFile.negativeErrno(e);
    }
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

package io.github.procfs4j.io;

import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A kept file read with {@code pread} through {@code java.lang.foreign}: no copy, no allocation,
 * deaf to interrupts.
 */
final class NativeFile extends KeptFile {
  static final int O_RDONLY_CLOEXEC = 0x80000;
  static final int CLOSED = -1;

  private final @Nullable NativeDirectory below;
  private String name;
  private final MemorySegment errno;
  private int descriptor = CLOSED;

  NativeFile(Path path, boolean isPrintedByOneCall) {
    super(isPrintedByOneCall);
    below = null;
    name = path.toString();
    errno = CLibrary.errnoRoom();
  }

  NativeFile(NativeDirectory below, String name, boolean isPrintedByOneCall) {
    super(isPrintedByOneCall);
    this.below = below;
    this.name = name;
    errno = below.errno();
  }

  /** Stands for another file from now on; it must be closed. */
  void rename(String other) {
    name = other;
  }

  @Override
  public int open() {
    if (descriptor != CLOSED) {
      return 0;
    }
    int opened =
        below == null
            ? CLibrary.open(errno, name, O_RDONLY_CLOEXEC)
            : below.open(name, O_RDONLY_CLOEXEC);
    if (opened < 0) {
      return opened;
    }
    descriptor = opened;
    return 0;
  }

  @Override
  int read(Buffer into, int at, int offset, boolean positioned) {
    MemorySegment segment = into.segment();
    long address = segment.address() + at + offset;
    long room = (long) into.capacity() - at - offset;
    try {
      while (true) {
        if (positioned) {
          long read =
              (long) CLibrary.Functions.PREAD.invokeExact(descriptor, address, room, (long) offset);
          if (read >= 0) {
            return (int) read;
          }
        }
        // Once more, to know why it failed.
        long read =
            positioned
                ? (long)
                    CLibrary.Functions.OfFailed.PREAD.invokeExact(
                        errno, descriptor, address, room, (long) offset)
                : (long) CLibrary.Functions.READ.invokeExact(errno, descriptor, address, room);
        if (read >= 0) {
          return (int) read;
        }
        int failed = CLibrary.negativeErrno(errno);
        if (failed != -Errno.EINTR) {
          return failed;
        }
      }
    } catch (Throwable e) {
      throw CLibrary.unexpected(e);
    } finally {
      Reference.reachabilityFence(segment);
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

package io.github.procfs4j.io;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.nio.file.Path;

/**
 * A kept file read with {@code pread} through {@code java.lang.foreign}: no copy, no allocation,
 * deaf to interrupts.
 */
final class NativeFile extends KeptFile {
  private static final int O_RDONLY_CLOEXEC = 0x80000;
  private static final int CLOSED = -1;

  private final String path;
  private final MemorySegment errno = CLibrary.errnoRoom();
  private int descriptor = CLOSED;

  NativeFile(Path path, boolean isPrintedByOneCall) {
    super(isPrintedByOneCall);
    this.path = path.toString();
  }

  @Override
  int open() {
    if (descriptor != CLOSED) {
      return 0;
    }
    try (Arena arena = Arena.ofConfined()) {
      int opened =
          (int)
              CLibrary.Functions.OPEN.invokeExact(
                  errno, arena.allocateFrom(path), O_RDONLY_CLOEXEC);
      if (opened < 0) {
        return CLibrary.negativeErrno(errno);
      }
      descriptor = opened;
      return 0;
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  @Override
  int read(Buffer into, int offset, boolean positioned) {
    MemorySegment segment = into.segment();
    long address = segment.address() + offset;
    long room = (long) into.capacity() - offset;
    try {
      while (true) {
        long read =
            positioned
                ? (long)
                    CLibrary.Functions.PREAD.invokeExact(
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
      throw unexpected(e);
    } finally {
      Reference.reachabilityFence(segment);
    }
  }

  @Override
  public void close() {
    if (descriptor == CLOSED) {
      return;
    }
    try {
      int ignored = (int) CLibrary.Functions.CLOSE.invokeExact(descriptor);
    } catch (Throwable e) {
      throw unexpected(e);
    } finally {
      descriptor = CLOSED;
    }
  }

  /**
   * A handle invoked with its exact type throws nothing of its own: what comes is an {@link Error}
   * of the JVM.
   */
  static AssertionError unexpected(Throwable e) {
    if (e instanceof Error error) {
      throw error;
    }
    return new AssertionError(e);
  }
}

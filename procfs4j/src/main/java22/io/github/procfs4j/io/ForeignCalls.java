package io.github.procfs4j.io;

import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Calls of the C library through {@code java.lang.foreign}. */
final class ForeignCalls extends NativeAccess {
  private static final int WNOHANG = 1;
  private static final long SIG_IGN = 1;
  private static final long SIG_ERR = -1;
  private static final int PR_SET_TIMERSLACK = 29;
  private static final int PR_SET_CHILD_SUBREAPER = 36;

  /** Called by reflection in the superclass, which only knows the name of this class. */
  ForeignCalls() {}

  @Override
  boolean isGranted() {
    return ForeignCalls.class.getModule().isNativeAccessEnabled();
  }

  @Override
  boolean canRead() {
    return CLibrary.Reader.IS_THERE;
  }

  @Override
  boolean canList() {
    return CLibrary.Lister.isThere();
  }

  @Override
  KeptFile file(@Nullable Path root, Path path, boolean isPrintedByOneCall) {
    return new NativeFile(root, path, isPrintedByOneCall);
  }

  @Override
  Directory directory(Path path) {
    return new NativeDirectory(path);
  }

  @Override
  void usage(int who, Buffer into) {
    ByteBuffer bytes = into.bytes();
    try {
      int ignored = (int) CLibrary.Functions.GETRUSAGE.invokeExact(who, address(into));
    } catch (Throwable e) {
      throw CLibrary.unexpected(e);
    } finally {
      Reference.reachabilityFence(bytes);
    }
  }

  @Override
  long time(int clock) {
    return Timespec.ofThisThread().read(clock);
  }

  @Override
  void timerSlack(long nanos) {
    try {
      int ignored = (int) CLibrary.Functions.PRCTL.invokeExact(PR_SET_TIMERSLACK, nanos);
    } catch (Throwable e) {
      throw CLibrary.unexpected(e);
    }
  }

  @Override
  boolean adoptOrphans() {
    try {
      return (int) CLibrary.Functions.PRCTL.invokeExact(PR_SET_CHILD_SUBREAPER, 1L) == 0;
    } catch (Throwable e) {
      throw CLibrary.unexpected(e);
    }
  }

  @Override
  boolean reap(int pid) {
    try {
      return (int) CLibrary.Children.WAITPID.invokeExact(pid, 0L, WNOHANG) > 0;
    } catch (Throwable e) {
      throw CLibrary.unexpected(e);
    }
  }

  @Override
  boolean kill(int pid, int signal) {
    try {
      return (int) CLibrary.Children.KILL.invokeExact(pid, signal) == 0;
    } catch (Throwable e) {
      throw CLibrary.unexpected(e);
    }
  }

  @Override
  boolean ignore(int signal) {
    try {
      return (long) CLibrary.Children.SIGNAL.invokeExact(signal, SIG_IGN) != SIG_ERR;
    } catch (Throwable e) {
      throw CLibrary.unexpected(e);
    }
  }

  /** The address of the memory of a buffer; the caller keeps {@link Buffer#bytes} reachable. */
  static long address(Buffer buffer) {
    if (buffer.address == 0) {
      buffer.address = MemorySegment.ofBuffer(buffer.bytes().duplicate().clear()).address();
    }
    return buffer.address;
  }
}

package io.github.procfs4j.io;

import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Calls of the C library through {@code java.lang.foreign}. */
final class ForeignCalls extends NativeAccess {
  private static final int RUSAGE_SELF = 0;
  private static final int PR_SET_TIMERSLACK = 29;

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
  void usage(Buffer into) {
    ByteBuffer bytes = into.bytes();
    try {
      int ignored = (int) CLibrary.Functions.GETRUSAGE.invokeExact(RUSAGE_SELF, address(into));
    } catch (Throwable e) {
      throw CLibrary.unexpected(e);
    } finally {
      Reference.reachabilityFence(bytes);
    }
  }

  @Override
  void timerSlack(long nanos) {
    try {
      int ignored = (int) CLibrary.Functions.PRCTL.invokeExact(PR_SET_TIMERSLACK, nanos);
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

package io.github.procfs4j.io;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/**
 * The functions of the C library that are called, all of them here.
 *
 * <p>Linking them is a restricted operation: the JDK warns on stderr where it was not enabled, and
 * a later one will refuse. So nothing here is touched before {@link #isEnabled} has said yes.
 *
 * <p>Addresses are passed as plain numbers, not as segments: a call is then free of the bookkeeping
 * that keeps a segment alive. The caller keeps it reachable.
 */
public final class CLibrary {
  private static final StructLayout STATE = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO =
      STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

  private CLibrary() {}

  /**
   * Whether the user has enabled native access for this module ({@code --enable-native-access}).
   */
  public static boolean isEnabled() {
    return CLibrary.class.getModule().isNativeAccessEnabled();
  }

  /** Room for the errno of the calls of one thread. */
  static MemorySegment errnoRoom() {
    return Arena.ofAuto().allocate(STATE);
  }

  /** The negative error number that the last failed call left in {@code room}. */
  static int negativeErrno(MemorySegment room) {
    return -(int) ERRNO.get(room, 0L);
  }

  /** Linked on first use, so that {@link #isEnabled} can be asked without. */
  static final class Functions {
    /** {@code int open(const char *path, int flags)}, variadic from its third argument on. */
    static final MethodHandle OPEN =
        function(
            "open",
            FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT),
            Linker.Option.captureCallState("errno"),
            Linker.Option.firstVariadicArg(2));

    /** {@code ssize_t pread(int fd, void *buf, size_t count, off_t offset)}. */
    static final MethodHandle PREAD =
        function(
            "pread",
            FunctionDescriptor.of(JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG),
            Linker.Option.captureCallState("errno"));

    /** {@code ssize_t read(int fd, void *buf, size_t count)}. */
    static final MethodHandle READ =
        function(
            "read",
            FunctionDescriptor.of(JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG),
            Linker.Option.captureCallState("errno"));

    /** {@code int close(int fd)}. */
    static final MethodHandle CLOSE = function("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));

    /**
     * {@code int prctl(int option, unsigned long argument)}, variadic from its second argument on.
     */
    static final MethodHandle PRCTL =
        function(
            "prctl",
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG),
            Linker.Option.firstVariadicArg(1));

    private Functions() {}

    @SuppressWarnings("restricted") // the caller has asked isEnabled()
    private static MethodHandle function(
        String name, FunctionDescriptor type, Linker.Option... options) {
      Linker linker = Linker.nativeLinker();
      return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), type, options);
    }
  }
}

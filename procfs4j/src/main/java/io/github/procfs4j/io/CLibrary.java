package io.github.procfs4j.io;

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
import java.lang.ref.Reference;
import java.util.Optional;

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

  /** Paths are relative to the working directory. */
  private static final int AT_FDCWD = -100;

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

  /** Opens the file at a path: its descriptor, or a negative error number. */
  static int open(MemorySegment errno, String path, int flags) {
    try (Arena arena = Arena.ofConfined()) {
      return open(errno, AT_FDCWD, arena.allocateFrom(path), flags);
    }
  }

  /** Opens a file below a directory: its descriptor, or a negative error number. */
  static int open(MemorySegment errno, int directory, MemorySegment path, int flags) {
    try {
      int opened = (int) Functions.OPENAT.invokeExact(errno, directory, path.address(), flags);
      return opened < 0 ? negativeErrno(errno) : opened;
    } catch (Throwable e) {
      throw unexpected(e);
    } finally {
      Reference.reachabilityFence(path);
    }
  }

  static void close(int descriptor) {
    try {
      int ignored = (int) Functions.CLOSE.invokeExact(descriptor);
    } catch (Throwable e) {
      throw unexpected(e);
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

  /** Linked on first use, so that {@link #isEnabled} can be asked without. */
  static final class Functions {
    /**
     * {@code int openat(int dirfd, const char *path, int flags)}, variadic from its fourth argument
     * on.
     */
    static final MethodHandle OPENAT =
        function(
            "openat",
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_INT),
            Linker.Option.captureCallState("errno"),
            Linker.Option.firstVariadicArg(3));

    private static final FunctionDescriptor OF_PREAD =
        FunctionDescriptor.of(JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG);

    /**
     * {@code ssize_t pread(int fd, void *buf, size_t count, off_t offset)}, of which nobody asks
     * why it failed: to take errno along costs 10 ns, and 40 bytes of garbage where the code is
     * compiled by the JVM's quick compiler alone.
     */
    static final MethodHandle PREAD = function("pread", OF_PREAD);

    /** Linked when the first one fails. */
    static final class OfFailed {
      /** The same, and errno with it. */
      static final MethodHandle PREAD =
          function("pread", OF_PREAD, Linker.Option.captureCallState("errno"));

      private OfFailed() {}
    }

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

    /** {@code int getrusage(int who, struct rusage *usage)}. */
    static final MethodHandle GETRUSAGE =
        function("getrusage", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG));

    private Functions() {}
  }

  /** What lists a directory, apart from the others as it is not in every C library. */
  static final class Lister {
    /**
     * {@code ssize_t getdents64(int fd, void *buf, size_t count)}, in glibc since 2.30; musl calls
     * it {@code getdents}.
     */
    private static final Optional<MemorySegment> GETDENTS64_AT =
        lookup("getdents64").or(() -> lookup("getdents"));

    private Lister() {}

    static boolean isThere() {
      return GETDENTS64_AT.isPresent();
    }

    /** Linked on first use. */
    static final class Functions {
      static final MethodHandle GETDENTS64 =
          function(
              GETDENTS64_AT.orElseThrow(),
              FunctionDescriptor.of(JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG),
              Linker.Option.captureCallState("errno"));

      /** {@code off_t lseek(int fd, off_t offset, int whence)}. */
      static final MethodHandle LSEEK =
          function("lseek", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_INT));

      private Functions() {}
    }
  }

  private static Optional<MemorySegment> lookup(String name) {
    return Linker.nativeLinker().defaultLookup().find(name);
  }

  private static MethodHandle function(
      String name, FunctionDescriptor type, Linker.Option... options) {
    return function(lookup(name).orElseThrow(), type, options);
  }

  @SuppressWarnings("restricted") // the caller has asked isEnabled()
  private static MethodHandle function(
      MemorySegment address, FunctionDescriptor type, Linker.Option... options) {
    return Linker.nativeLinker().downcallHandle(address, type, options);
  }
}

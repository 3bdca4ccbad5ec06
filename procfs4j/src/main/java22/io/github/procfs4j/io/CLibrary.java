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
import java.util.Optional;

/**
 * All functions of the C library that are called.
 *
 * <p>Linking them is a restricted operation: the JDK warns on stderr if it is not enabled, and a
 * later version will refuse. So nothing here is used before {@link ForeignCalls#isGranted} has
 * returned true.
 *
 * <p>Addresses are passed as plain numbers, not as segments: this avoids the bookkeeping that keeps
 * a segment alive during a call. The caller keeps it reachable.
 */
final class CLibrary {
  private static final StructLayout STATE = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO =
      STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

  /** Paths are relative to the working directory. */
  static final int AT_FDCWD = -100;

  private CLibrary() {}

  /** Memory for the errno of the calls of one thread. */
  static MemorySegment errnoRoom() {
    return Arena.ofAuto().allocate(STATE);
  }

  /** The negative error number that the last failed call left in {@code room}. */
  private static int negativeErrno(MemorySegment room) {
    return -(int) ERRNO.get(room, 0L);
  }

  /**
   * Opens a file. Returns its descriptor, or a negative error number.
   *
   * @param directory the descriptor of the directory to which the path is relative, or {@link
   *     #AT_FDCWD}
   * @param path the address of the path, which the caller keeps reachable
   */
  static int open(MemorySegment errno, int directory, long path, int flags) {
    try {
      int opened = (int) Functions.OPENAT.invokeExact(directory, path, flags);
      if (opened < 0) {
        opened = (int) OfFailed.OPENAT.invokeExact(errno, directory, path, flags);
      }
      return opened < 0 ? negativeErrno(errno) : opened;
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /**
   * Calls statx(2) for a file. Returns 0, or a negative error number.
   *
   * @param directory as for {@link #open}
   * @param status the address of the result, which the caller keeps reachable
   */
  static int statx(
      MemorySegment errno, int directory, long path, int flags, int mask, long status) {
    try {
      int failed = (int) Functions.STATX.invokeExact(directory, path, flags, mask, status);
      if (failed < 0) {
        failed = (int) OfFailed.STATX.invokeExact(errno, directory, path, flags, mask, status);
      }
      return failed < 0 ? negativeErrno(errno) : 0;
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** Reads at an offset of a file. Returns the number of bytes, or a negative error number. */
  static int pread(MemorySegment errno, int descriptor, long to, long most, long offset) {
    try {
      long read = (long) Functions.PREAD.invokeExact(descriptor, to, most, offset);
      if (read < 0) {
        read = (long) OfFailed.PREAD.invokeExact(errno, descriptor, to, most, offset);
      }
      return read < 0 ? negativeErrno(errno) : (int) read;
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /**
   * Reads at the current position of a file. Returns the number of bytes, or a negative error
   * number.
   */
  static int read(MemorySegment errno, int descriptor, long to, long most) {
    try {
      long read = (long) Functions.READ.invokeExact(descriptor, to, most);
      if (read < 0) {
        read = (long) OfFailed.READ.invokeExact(errno, descriptor, to, most);
      }
      return read < 0 ? negativeErrno(errno) : (int) read;
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /**
   * Reads the next entries of a directory. Returns their length in bytes, or a negative error
   * number.
   */
  static int list(MemorySegment errno, int descriptor, long to, long most) {
    try {
      long listed = (long) Lister.Functions.GETDENTS64.invokeExact(descriptor, to, most);
      if (listed < 0) {
        listed = (long) Lister.OfFailed.GETDENTS64.invokeExact(errno, descriptor, to, most);
      }
      return listed < 0 ? negativeErrno(errno) : (int) listed;
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** Goes back to the first entry of a directory. */
  static void rewind(int descriptor) {
    try {
      long ignored = (long) Lister.Functions.LSEEK.invokeExact(descriptor, 0L, 0);
    } catch (Throwable e) {
      throw unexpected(e);
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
   * A handle that is invoked with its exact type throws no exceptions itself: what it throws is an
   * {@link Error} of the JVM.
   */
  static AssertionError unexpected(Throwable e) {
    if (e instanceof Error error) {
      throw error;
    }
    return new AssertionError(e);
  }

  private static final FunctionDescriptor OF_OPENAT =
      FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_INT);

  private static final FunctionDescriptor OF_STATX =
      FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_LONG);

  private static final FunctionDescriptor OF_PREAD =
      FunctionDescriptor.of(JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG);

  private static final FunctionDescriptor OF_READ =
      FunctionDescriptor.of(JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG);

  /** openat(2) is variadic from its fourth argument. */
  private static final Linker.Option OPENAT_IS_VARIADIC = Linker.Option.firstVariadicArg(3);

  /**
   * Linked on first use, so that {@link ForeignCalls#isGranted} can be called without linking. None
   * of them captures errno, which costs 10 ns for each call, and 40 bytes of garbage in code that
   * is compiled only by the JVM's quick compiler: a call that fails is repeated by {@link
   * OfFailed}.
   */
  static final class Functions {
    /** {@code int openat(int dirfd, const char *path, int flags, ...)}. */
    static final MethodHandle OPENAT = function("openat", OF_OPENAT, OPENAT_IS_VARIADIC);

    /**
     * {@code int statx(int dirfd, const char *path, int flags, unsigned int mask, struct statx
     * *status)}, in Linux since 4.11 and in glibc since 2.28.
     */
    static final MethodHandle STATX = function("statx", OF_STATX);

    /** {@code int fstatfs(int fd, struct statfs *status)}. */
    static final MethodHandle FSTATFS =
        function("fstatfs", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG));

    /** {@code ssize_t pread(int fd, void *buf, size_t count, off_t offset)}. */
    static final MethodHandle PREAD = function("pread", OF_PREAD);

    /** {@code ssize_t read(int fd, void *buf, size_t count)}. */
    static final MethodHandle READ = function("read", OF_READ);

    /** {@code int close(int fd)}. */
    static final MethodHandle CLOSE = function("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));

    /** {@code int prctl(int option, unsigned long argument)}, variadic from its second argument. */
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

  /** Linked on first use. */
  static final class Clock {
    /**
     * {@code int clock_gettime(clockid_t clock, struct timespec *time)}. It is over in nanoseconds,
     * so the thread need not tell the JVM that it leaves Java.
     */
    static final MethodHandle GETTIME =
        function(
            "clock_gettime",
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG),
            Linker.Option.critical(false));

    private Clock() {}
  }

  /** The functions that concern child processes, linked on first use. */
  static final class Children {
    /** {@code pid_t waitpid(pid_t pid, int *status, int options)}. */
    static final MethodHandle WAITPID =
        function("waitpid", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_INT));

    /** {@code int kill(pid_t pid, int signal)}. */
    static final MethodHandle KILL =
        function("kill", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));

    /** {@code void (*signal(int signal, void (*handler)(int)))(int)}. */
    static final MethodHandle SIGNAL =
        function("signal", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, JAVA_LONG));

    private Children() {}
  }

  /** The same functions with errno, linked when a call fails. */
  private static final class OfFailed {
    static final Linker.Option ERRNO = Linker.Option.captureCallState("errno");
    static final MethodHandle OPENAT = function("openat", OF_OPENAT, ERRNO, OPENAT_IS_VARIADIC);
    static final MethodHandle STATX = function("statx", OF_STATX, ERRNO);
    static final MethodHandle PREAD = function("pread", OF_PREAD, ERRNO);
    static final MethodHandle READ = function("read", OF_READ, ERRNO);

    private OfFailed() {}
  }

  /** The functions that examine a file, looked up once. */
  static final class Reader {
    static final boolean IS_THERE = lookup("statx").isPresent();

    private Reader() {}
  }

  /** The functions that list a directory, separate because not every C library has them. */
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
    private static final class Functions {
      static final MethodHandle GETDENTS64 = function(GETDENTS64_AT.orElseThrow(), OF_READ);

      /** {@code off_t lseek(int fd, off_t offset, int whence)}. */
      static final MethodHandle LSEEK =
          function("lseek", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_INT));

      private Functions() {}
    }

    /** The same functions with errno, linked when a call fails. */
    private static final class OfFailed {
      static final MethodHandle GETDENTS64 =
          function(GETDENTS64_AT.orElseThrow(), OF_READ, Linker.Option.captureCallState("errno"));

      private OfFailed() {}
    }
  }

  private static Optional<MemorySegment> lookup(String name) {
    return Linker.nativeLinker().defaultLookup().find(name);
  }

  private static MethodHandle function(
      String name, FunctionDescriptor type, Linker.Option... options) {
    return function(lookup(name).orElseThrow(), type, options);
  }

  @SuppressWarnings("restricted") // the caller has called isGranted()
  private static MethodHandle function(
      MemorySegment address, FunctionDescriptor type, Linker.Option... options) {
    return Linker.nativeLinker().downcallHandle(address, type, options);
  }
}

package io.github.procfs4j.io;

import java.lang.reflect.InvocationTargetException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What can be done only with calls of the C library. They need Java 22, and native access enabled
 * for this module ({@code --enable-native-access}); otherwise the means of the JDK have to suffice.
 *
 * <p>The class that makes the calls is in the part of the jar that is not visible to older versions
 * of Java, so it is looked up by name.
 */
public abstract class NativeAccess {
  private static final @Nullable NativeAccess CALLS = find();

  NativeAccess() {}

  private static @Nullable NativeAccess find() {
    try {
      return Class.forName("io.github.procfs4j.io.ForeignCalls")
          .asSubclass(NativeAccess.class)
          .getDeclaredConstructor()
          .newInstance();
    } catch (ClassNotFoundException | UnsupportedClassVersionError e) {
      return null; // the second one if a jar was unpacked into another one
    } catch (InstantiationException
        | IllegalAccessException
        | InvocationTargetException
        | NoSuchMethodException e) {
      throw new LinkageError("io.github.procfs4j.io.ForeignCalls", e);
    }
  }

  /** The calls, if they can be made and the user has enabled them; otherwise null. */
  static @Nullable NativeAccess granted() {
    return CALLS != null && CALLS.isGranted() ? CALLS : null;
  }

  /** Whether calls can be made, and the user has enabled them. */
  public static boolean isEnabled() {
    return granted() != null;
  }

  /** The calls, if they can be used to read files; otherwise null. */
  static @Nullable NativeAccess toRead() {
    NativeAccess calls = granted();
    return calls != null && calls.canRead() ? calls : null;
  }

  abstract boolean isGranted();

  /** Whether the C library has statx(2), which identifies files before they are opened. */
  abstract boolean canRead();

  /** Whether it can list directories. */
  abstract boolean canList();

  /** A file as from {@link KeptFile#at(Path, Path, boolean)}. */
  abstract KeptFile file(@Nullable Path root, Path path, boolean isPrintedByOneCall);

  /** A directory as from {@link Directory#at}. */
  abstract Directory directory(Path path);

  /**
   * Calls getrusage(2).
   *
   * @param who {@code RUSAGE_SELF} or {@code RUSAGE_CHILDREN}
   * @param into receives {@code struct rusage}
   */
  abstract void usage(int who, Buffer into);

  /** The time of a clock in nanoseconds, from clock_gettime(2). */
  abstract long time(int clock);

  /** Calls prctl(2) with {@code PR_SET_CHILD_SUBREAPER}; returns whether it succeeded. */
  abstract boolean adoptOrphans();

  /** Calls waitpid(2) with {@code WNOHANG}; returns whether a child has ended and is gone now. */
  abstract boolean reap(int pid);

  /** Calls kill(2); returns whether it succeeded. */
  abstract boolean kill(int pid, int signal);

  /** Calls signal(2) with SIG_IGN; returns whether it succeeded. */
  abstract boolean ignore(int signal);

  /** Calls prctl(2) with {@code PR_SET_TIMERSLACK}, for the calling thread. */
  abstract void timerSlack(long nanos);
}

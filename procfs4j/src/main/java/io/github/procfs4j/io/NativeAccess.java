package io.github.procfs4j.io;

import java.lang.reflect.InvocationTargetException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What only calls of the C library can do. Java makes them since version 22, where the user has
 * enabled native access for this module ({@code --enable-native-access}); elsewhere the JDK's own
 * means have to do.
 *
 * <p>The class that makes them is in the part of the jar that older versions of Java do not see, so
 * it is looked for by its name.
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
      return null; // the second where a jar was unpacked into another one
    } catch (InstantiationException
        | IllegalAccessException
        | InvocationTargetException
        | NoSuchMethodException e) {
      throw new LinkageError("io.github.procfs4j.io.ForeignCalls", e);
    }
  }

  /** The calls, if they can be made and the user has enabled them. */
  static @Nullable NativeAccess granted() {
    return CALLS != null && CALLS.isGranted() ? CALLS : null;
  }

  /** Whether calls can be made, and the user has enabled them. */
  public static boolean isEnabled() {
    return granted() != null;
  }

  /** The calls, if files can be read by them. */
  static @Nullable NativeAccess toRead() {
    NativeAccess calls = granted();
    return calls != null && calls.canRead() ? calls : null;
  }

  abstract boolean isGranted();

  /** Whether the C library knows statx(2), which distinguishes files before they are opened. */
  abstract boolean canRead();

  /** Whether it lists directories. */
  abstract boolean canList();

  /** A file as {@link KeptFile#at(Path, Path, boolean)} has it. */
  abstract KeptFile file(@Nullable Path root, Path path, boolean isPrintedByOneCall);

  /** A directory as {@link Directory#at} has it. */
  abstract Directory directory(Path path);

  /**
   * Calls getrusage(2) for this process.
   *
   * @param into what holds {@code struct rusage} then
   */
  abstract void usage(Buffer into);

  /** Calls prctl(2) with {@code PR_SET_TIMERSLACK}, for the calling thread. */
  abstract void timerSlack(long nanos);
}

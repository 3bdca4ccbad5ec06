package io.github.procfs4j.io;

/** What a process can do with its child processes, if native access is enabled. */
public final class Children {
  private Children() {}

  /**
   * Makes this process the parent of its descendants whose own parent ends, in place of init; it
   * then has to {@linkplain #reap reap} them. Descendants cannot leave it any more, whatever they
   * do.
   *
   * @return whether this succeeded: it needs native access
   */
  public static boolean adoptOrphans() {
    NativeAccess calls = NativeAccess.granted();
    return calls != null && calls.adoptOrphans();
  }

  /**
   * Removes a child that has ended from the process table.
   *
   * @param pid its number; not that of a process that the JDK started, which waits for it itself
   * @return whether it had ended
   */
  public static boolean reap(long pid) {
    NativeAccess calls = NativeAccess.granted();
    return calls != null && calls.reap(Math.toIntExact(pid));
  }

  /**
   * Sends a signal.
   *
   * @param pid the number of the process, positive
   * @param signal the number of the signal
   * @return whether this succeeded: it needs native access
   */
  public static boolean kill(long pid, int signal) {
    NativeAccess calls = NativeAccess.granted();
    return calls != null && pid > 0 && calls.kill(Math.toIntExact(pid), signal);
  }

  /**
   * Ignores a signal from now on, even one that the JVM handles itself. Processes that are started
   * later ignore it, too.
   *
   * @param signal the number of the signal
   * @return whether this succeeded: it needs native access
   */
  public static boolean ignore(int signal) {
    NativeAccess calls = NativeAccess.granted();
    return calls != null && calls.ignore(signal);
  }
}

package io.github.procfs4j.sampling;

import io.github.procfs4j.io.Errno;

/** How an attempt to read a file of procfs ended. Only {@link #SAMPLED} yields cells. */
public enum Outcome {
  /** The text was read and understood. */
  SAMPLED("read"),
  /** ENOENT, ENOTDIR: this kernel, or this root, has no such file. */
  ABSENT("absent"),
  /** ESRCH: the process that it belongs to has ended. */
  GONE("gone"),
  /** The process exists but has no memory: a kernel thread or a zombie. */
  NO_MEMORY("has no memory"),
  /** EACCES, EPERM: this user may not read it. */
  DENIED("not permitted"),
  /**
   * It exists but cannot be read in this way: EINVAL, EISDIR, ELOOP; or it is not a regular file,
   * or too long for a procfs text.
   */
  INVALID("not readable"),
  /** EOPNOTSUPP: the kernel supports it, but it is disabled. */
  SWITCHED_OFF("switched off"),
  /** EMFILE, ENFILE: this program, or all programs together, may not open more files. */
  NO_DESCRIPTOR("no descriptor left"),
  /** Any other error of reading. */
  FAILED("failed"),
  /** It was read, but its text is malformed. */
  MALFORMED("malformed");

  private final String text;

  Outcome(String text) {
    this.text = text;
  }

  /** {@return the outcome in a word or two, for people} */
  public String text() {
    return text;
  }

  /**
   * {@return the outcome for an error number of the kernel}
   *
   * @param errno the error number, such as ENOENT, or one that this library adds for a file that it
   *     refuses
   */
  public static Outcome of(int errno) {
    return switch (errno) {
      case Errno.ENOENT, Errno.ENOTDIR -> ABSENT;
      case Errno.ESRCH -> GONE;
      case Errno.EACCES, Errno.EPERM -> DENIED;
      case Errno.EINVAL,
          Errno.EISDIR,
          Errno.EFBIG,
          Errno.ENAMETOOLONG,
          Errno.ELOOP,
          Errno.FIFO,
          Errno.DEVICE,
          Errno.SOCKET,
          Errno.OUTSIDE,
          Errno.NOT_OF_PROCFS ->
          INVALID;
      case Errno.EOPNOTSUPP -> SWITCHED_OFF;
      case Errno.EMFILE, Errno.ENFILE -> NO_DESCRIPTOR;
      default -> FAILED;
    };
  }
}

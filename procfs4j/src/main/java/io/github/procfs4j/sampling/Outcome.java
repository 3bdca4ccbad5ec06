package io.github.procfs4j.sampling;

import io.github.procfs4j.io.Errno;

/** How an attempt to read a file of procfs ended. Nothing but {@link #SAMPLED} yields cells. */
public enum Outcome {
  /** The text was read and understood. */
  SAMPLED("read"),
  /** ENOENT, ENOTDIR: this kernel, or this root, has no such file. */
  ABSENT("absent"),
  /** ESRCH: the process that it told about has ended. */
  GONE("gone"),
  /** The process is there and has no memory to tell of: a kernel thread, or a zombie. */
  NO_MEMORY("has no memory"),
  /** EACCES, EPERM: this user may not read it. */
  DENIED("not permitted"),
  /**
   * It is there and cannot be read this way: EINVAL, EISDIR, ELOOP; or what was found is no regular
   * file, or too long to be a text of procfs.
   */
  INVALID("not readable"),
  /** EOPNOTSUPP: the kernel has it built in and switched off. */
  SWITCHED_OFF("switched off"),
  /** EMFILE, ENFILE: this program, or all programs together, may not open more files. */
  NO_DESCRIPTOR("no descriptor left"),
  /** Any other error of reading. */
  FAILED("failed"),
  /** It was read, and is not the text that it should be. */
  MALFORMED("malformed");

  private final String text;

  Outcome(String text) {
    this.text = text;
  }

  /** The outcome in a word or two, for people. */
  public String text() {
    return text;
  }

  /** What an error number of the kernel's means for a file of procfs. */
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

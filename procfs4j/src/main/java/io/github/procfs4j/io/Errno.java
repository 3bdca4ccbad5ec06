package io.github.procfs4j.io;

/**
 * The error numbers of the kernel that a reader of procfs tells apart, as {@code
 * include/uapi/asm-generic/errno*.h} numbers them; the architectures that Java runs on agree on
 * these.
 */
public final class Errno {
  public static final int EPERM = 1;
  public static final int ENOENT = 2;
  public static final int ESRCH = 3;
  public static final int EINTR = 4;
  public static final int EIO = 5;
  public static final int EACCES = 13;
  public static final int ENOTDIR = 20;
  public static final int EISDIR = 21;
  public static final int EINVAL = 22;
  public static final int ENFILE = 23;
  public static final int EMFILE = 24;
  public static final int ESPIPE = 29;
  public static final int EOPNOTSUPP = 95;

  private Errno() {}

  /** What the number says, in words. */
  public static String text(int errno) {
    return switch (errno) {
      case EPERM -> "operation not permitted";
      case ENOENT -> "no such file";
      case ESRCH -> "no such process";
      case EIO -> "input/output error";
      case EACCES -> "permission denied";
      case ENOTDIR -> "not a directory";
      case EISDIR -> "is a directory";
      case EINVAL -> "invalid argument";
      case ENFILE -> "too many open files in the system";
      case EMFILE -> "too many open files";
      case ESPIPE -> "cannot seek";
      case EOPNOTSUPP -> "operation not supported";
      default -> "error number " + errno;
    };
  }
}

package io.github.procfs4j.io;

/**
 * Why a file cannot be read: the kernel's error numbers that a reader of procfs distinguishes, from
 * {@code include/uapi/asm-generic/errno*.h} (they are the same on all architectures that Java runs
 * on), and higher numbers for files that are not opened.
 */
public final class Errno {
  public static final int EPERM = 1;
  public static final int ENOENT = 2;
  public static final int ESRCH = 3;
  public static final int EINTR = 4;
  public static final int EIO = 5;
  public static final int EAGAIN = 11;
  public static final int EACCES = 13;
  public static final int ENOTDIR = 20;
  public static final int EISDIR = 21;
  public static final int EINVAL = 22;
  public static final int ENFILE = 23;
  public static final int EMFILE = 24;
  public static final int EFBIG = 27;
  public static final int ESPIPE = 29;
  public static final int ENAMETOOLONG = 36;
  public static final int ELOOP = 40;
  public static final int EOPNOTSUPP = 95;
  public static final int ENOTCONN = 107;

  /** A FIFO was found, and not opened. The kernel's own numbers end at 4095. */
  public static final int FIFO = 4096;

  /** A device was found, and not opened. */
  public static final int DEVICE = 4097;

  /** A socket was found, which cannot be opened. */
  public static final int SOCKET = 4098;

  /** A file was found that does not belong to the kernel, and not written to. */
  public static final int NOT_OF_PROCFS = 4099;

  /** A file was found outside the tree in which it was expected, and not read. */
  public static final int OUTSIDE = 4100;

  /** Another file took the place of a file while it was being opened. */
  public static final int EXCHANGED = 4101;

  /** The JDK gave no reason that is known here. */
  public static final int OTHER = 4102;

  private Errno() {}

  /** The meaning of the number, in words. */
  public static String text(int errno) {
    return switch (errno) {
      case EPERM -> "operation not permitted";
      case ENOENT -> "no such file";
      case ESRCH -> "no such process";
      case EAGAIN -> "nothing to be read now";
      case EIO -> "input/output error";
      case EACCES -> "permission denied";
      case ENOTDIR -> "not a directory";
      case EISDIR -> "is a directory";
      case EINVAL -> "invalid argument";
      case ENFILE -> "too many open files in the system";
      case EMFILE -> "too many open files; allow more of them (ulimit -n)";
      case EFBIG ->
          "longer than %d MiB, the most that is read of a file".formatted(KeptFile.LONGEST >> 20);
      case ESPIPE -> "cannot seek";
      case ENAMETOOLONG -> "the name is too long";
      case ELOOP -> "too many symbolic links, one leading to the next";
      case EOPNOTSUPP -> "operation not supported";
      case ENOTCONN -> "not connected: the server of its file system is gone";
      case FIFO -> "a FIFO, and only regular files are read";
      case DEVICE -> "a device, and only regular files are read";
      case SOCKET -> "a socket, and only regular files are read";
      case OUTSIDE -> "leads out of the tree, and only files of the tree are read";
      case NOT_OF_PROCFS -> "not a file of the kernel's: nothing was written";
      case EXCHANGED -> "replaced by another file while it was being opened";
      case OTHER -> "cannot be opened or read";
      default -> "error number " + errno;
    };
  }
}

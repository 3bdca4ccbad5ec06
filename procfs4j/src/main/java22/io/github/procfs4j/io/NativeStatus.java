package io.github.procfs4j.io;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.nio.charset.StandardCharsets;

/**
 * What the kernel reports about a file: its type, and which file it is. Contains the native memory
 * for this, and for the error number of any other call. Only one thread at a time may use it.
 */
final class NativeStatus {
  private static final int AT_EMPTY_PATH = 0x1000;
  private static final int AT_SYMLINK_NOFOLLOW = 0x100;

  /** STATX_BTIME: not every file system knows when a file was created. */
  private static final int BIRTH_TIME = 0x800;

  /** Mode, inode, size and time of creation; statx(2) always returns the device. */
  private static final int MASK = 0x303 | BIRTH_TIME;

  private static final long NANOS_PER_SECOND = 1_000_000_000;

  /** The offsets of fields in {@code struct statx}, which are the same on all architectures. */
  private static final int MODE = 28;

  private static final int INODE = 32;
  private static final int SIZE = 40;
  private static final int BIRTH_SECONDS = 80;
  private static final int BIRTH_NANOS = 88;
  private static final int DEVICE_MAJOR = 136;
  private static final int DEVICE_MINOR = 140;

  /** {@code f_type} of procfs, the first field of {@code struct statfs}. */
  private static final int PROC_SUPER_MAGIC = 0x9fa0;

  /** Larger than {@code struct statx} and {@code struct statfs}. */
  private static final int ROOM = 256;

  /** The links to the open files of this process, by descriptor: proc_pid_fd(5). */
  private static final byte[] LINKS = "/proc/self/fd/".getBytes(StandardCharsets.US_ASCII);

  /**
   * Where the number of the descriptor begins in such a link, which is stored after {@link #ROOM}.
   */
  private static final int NUMBER = ROOM + LINKS.length;

  /** The digits of an int, and a NUL. */
  private static final int MOST_DIGITS = 11;

  private final MemorySegment errno = CLibrary.errnoRoom();
  private final MemorySegment room = Arena.ofAuto().allocate(NUMBER + MOST_DIGITS, Long.BYTES);
  private final MemorySegment emptyPath = Arena.ofAuto().allocate(1);

  NativeStatus() {
    MemorySegment.copy(LINKS, 0, room, JAVA_BYTE, ROOM, LINKS.length);
  }

  /** The memory for error numbers of other calls. */
  MemorySegment errno() {
    return errno;
  }

  /**
   * Examines the file at a path.
   *
   * @param directory the descriptor of the directory to which the path is relative, or {@link
   *     CLibrary#AT_FDCWD}
   * @param path its address, which the caller keeps reachable
   * @return 0 if it may be read, otherwise a negative error number
   */
  int look(int directory, long path) {
    return statx(directory, path, 0);
  }

  /** As {@link #look(int, long)}, without following a link: {@link Errno#ELOOP} if it is one. */
  int lookAtName(int directory, long path) {
    return statx(directory, path, AT_SYMLINK_NOFOLLOW);
  }

  /** Examines an open file. Returns 0 if it may be read, otherwise a negative error number. */
  int look(int descriptor) {
    return statx(descriptor, emptyPath.address(), AT_EMPTY_PATH);
  }

  private int statx(int directory, long path, int flags) {
    try {
      int failed = CLibrary.statx(errno, directory, path, flags, MASK, room.address());
      return failed < 0 ? failed : KeptFile.refusal(room.get(JAVA_SHORT, MODE), size());
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  /** The device of the examined file, as numbered by stat(2) and the JDK: makedev(3). */
  long device() {
    long major = Integer.toUnsignedLong(room.get(JAVA_INT, DEVICE_MAJOR));
    long minor = Integer.toUnsignedLong(room.get(JAVA_INT, DEVICE_MINOR));
    return (major & 0xfffff000L) << 32
        | (major & 0xfff) << 8
        | (minor & 0xffffff00L) << 12
        | (minor & 0xff);
  }

  /** The inode of the examined file. */
  long inode() {
    return room.get(JAVA_LONG, INODE);
  }

  /**
   * When the examined file was created, in nanoseconds. Together with the inode, which may be
   * reused, it identifies the file. {@link KeptFile#UNKNOWN_BIRTH} if the file system does not
   * know.
   */
  long birth() {
    return (room.get(JAVA_INT, 0) & BIRTH_TIME) == 0
        ? KeptFile.UNKNOWN_BIRTH
        : room.get(JAVA_LONG, BIRTH_SECONDS) * NANOS_PER_SECOND + room.get(JAVA_INT, BIRTH_NANOS);
  }

  /** The size of the examined file, in bytes. */
  long size() {
    return room.get(JAVA_LONG, SIZE);
  }

  /** Whether an open file is on a procfs. */
  boolean isOfProcfs(int descriptor) {
    try {
      int failed = (int) CLibrary.Functions.FSTATFS.invokeExact(descriptor, room.address());
      return failed == 0 && room.get(JAVA_INT, 0) == PROC_SUPER_MAGIC;
    } catch (Throwable e) {
      throw CLibrary.unexpected(e);
    } finally {
      Reference.reachabilityFence(room);
    }
  }

  /**
   * Opens what a descriptor refers to once more, through its link in procfs: the same file,
   * whatever has become of its name.
   *
   * @return the new descriptor, or a negative error number
   */
  int open(int descriptor, int flags) {
    int digits = 1;
    for (int rest = descriptor / 10; rest > 0; rest /= 10) {
      digits++;
    }
    int rest = descriptor;
    for (int i = digits - 1; i >= 0; i--) {
      room.set(JAVA_BYTE, NUMBER + i, (byte) ('0' + rest % 10));
      rest /= 10;
    }
    room.set(JAVA_BYTE, NUMBER + digits, (byte) 0);
    try {
      return CLibrary.open(errno, CLibrary.AT_FDCWD, room.address() + ROOM, flags);
    } finally {
      Reference.reachabilityFence(this);
    }
  }
}

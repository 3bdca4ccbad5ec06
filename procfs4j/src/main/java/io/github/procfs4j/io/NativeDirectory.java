package io.github.procfs4j.io;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A directory used through the C library: {@code openat} below its descriptor, {@code getdents64}
 * to list it. Nothing is allocated, however often files are opened and names listed.
 */
final class NativeDirectory extends Directory {
  /** A number of so many digits fits a {@code long}. */
  static final int MOST_DIGITS = 18;

  /** Some 1,300 processes at a call. */
  private static final int ENTRIES = 32 << 10;

  /** Where the length of an entry and its name stand in {@code struct linux_dirent64}. */
  private static final int LENGTH_AT = 16;

  private static final int NAME_AT = 19;

  private final @Nullable NativeDirectory above;
  private final String name;
  private final Scratch scratch;
  private final NativeFile once;
  private int descriptor = NativeFile.CLOSED;

  /** Native memory for one call at a time, shared by all that is below one directory. */
  private static final class Scratch {
    final MemorySegment errno = CLibrary.errnoRoom();
    final MemorySegment name = Arena.ofAuto().allocate(256);
    @Nullable MemorySegment entries;
  }

  NativeDirectory(Path path) {
    above = null;
    name = path.toString();
    scratch = new Scratch();
    once = new NativeFile(this, "", false);
  }

  private NativeDirectory(NativeDirectory above, String name) {
    this.above = above;
    this.name = name;
    scratch = above.scratch;
    once = new NativeFile(this, "", false);
  }

  @Override
  public KeptFile file(String nameOfFile, boolean isPrintedByOneCall) {
    return new NativeFile(this, nameOfFile, isPrintedByOneCall);
  }

  @Override
  public int read(String nameOfFile, Buffer into) {
    try (NativeFile file = once) {
      file.rename(nameOfFile);
      return file.read(into);
    }
  }

  @Override
  public Directory directory(String nameOfDirectory) {
    return new NativeDirectory(this, nameOfDirectory);
  }

  /** Where calls below this directory leave their error numbers. */
  MemorySegment errno() {
    return scratch.errno;
  }

  /** Opens a file or directory below this one: its descriptor, or a negative error number. */
  int open(String below, int flags) {
    int opened = open();
    if (opened < 0) {
      return opened;
    }
    MemorySegment chars = scratch.name;
    int length = below.length();
    for (int i = 0; i < length; i++) {
      chars.set(JAVA_BYTE, i, (byte) below.charAt(i));
    }
    chars.set(JAVA_BYTE, length, (byte) 0);
    return CLibrary.open(scratch.errno, descriptor, chars, flags);
  }

  private int open() {
    if (descriptor == NativeFile.CLOSED) {
      int opened;
      if (above != null) {
        opened = above.open(name, NativeFile.O_RDONLY_CLOEXEC);
      } else {
        opened = CLibrary.open(scratch.errno, name, NativeFile.O_RDONLY_CLOEXEC);
      }
      if (opened < 0) {
        return opened;
      }
      descriptor = opened;
    }
    return 0;
  }

  @Override
  public int list(Listing into) {
    into.clear();
    int opened = open();
    if (opened < 0) {
      return opened;
    }
    MemorySegment entries = scratch.entries;
    if (entries == null) {
      entries = Arena.ofAuto().allocate(ENTRIES, Long.BYTES);
      scratch.entries = entries;
    }
    try {
      long ignored = (long) CLibrary.Lister.Functions.LSEEK.invokeExact(descriptor, 0L, 0);
      while (true) {
        int length =
            (int)
                (long)
                    CLibrary.Lister.Functions.GETDENTS64.invokeExact(
                        scratch.errno, descriptor, entries.address(), (long) ENTRIES);
        if (length < 0) {
          int failed = CLibrary.negativeErrno(scratch.errno);
          close();
          return failed;
        }
        if (length == 0) {
          into.sort();
          return 0;
        }
        for (int at = 0; at < length; at += entries.get(JAVA_SHORT, at + LENGTH_AT)) {
          addNumber(entries, at + NAME_AT, into);
        }
      }
    } catch (Throwable e) {
      throw CLibrary.unexpected(e);
    } finally {
      Reference.reachabilityFence(entries);
    }
  }

  private static void addNumber(MemorySegment entries, int from, Listing into) {
    long number = 0;
    int at = from;
    while (true) {
      int digit = entries.get(JAVA_BYTE, at) - '0';
      if (digit < 0 || digit > 9) {
        break;
      }
      number = number * 10 + digit;
      at++;
    }
    if (entries.get(JAVA_BYTE, at) == 0 && at > from && at - from <= MOST_DIGITS) {
      into.add(number);
    }
  }

  @Override
  public void close() {
    if (descriptor != NativeFile.CLOSED) {
      CLibrary.close(descriptor);
      descriptor = NativeFile.CLOSED;
    }
  }
}

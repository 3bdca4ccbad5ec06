package io.github.procfs4j.io;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A directory accessed through the C library: listed with {@code getdents64}, and files below it
 * opened with {@code openat}. On procfs, paths are relative to the descriptor of the directory,
 * which remains valid; elsewhere complete paths are used, because another directory may take its
 * place. Opening files and listing names allocate nothing.
 */
final class NativeDirectory extends Directory {
  /** Room for about 1,300 processes in each call. */
  private static final int ENTRIES = 32 << 10;

  /** The offsets of the length of an entry and of its name in {@code struct linux_dirent64}. */
  private static final int LENGTH_AT = 16;

  private static final int NAME_AT = 19;

  /** The directory above all names; null if it is this one. */
  private final @Nullable NativeDirectory top;

  /** Its own name and a slash, below the top; empty for the top itself. */
  private final String prefix;

  /**
   * The same as a name that can only lead to a directory, because opening a device may have an
   * effect.
   */
  private final String self;

  private final Scratch scratch;
  private final NativeFile once;
  private int descriptor = NativeFile.CLOSED;
  private boolean isOfProcfs;

  /** Native memory for one call at a time, shared by everything below a directory. */
  private static final class Scratch {
    private static final int LONGEST_NAME = 256;

    final NativeStatus status = new NativeStatus();

    /** The path of the directory, a slash, and a name below it. */
    final MemorySegment path;

    final long nameAt;
    @Nullable MemorySegment entries;

    final Path directory;

    Scratch(Path directory) {
      this.directory = directory;
      byte[] bytes = (directory + "/").getBytes(StandardCharsets.UTF_8);
      nameAt = bytes.length;
      path = Arena.ofAuto().allocate(nameAt + LONGEST_NAME);
      MemorySegment.copy(bytes, 0, path, JAVA_BYTE, 0, bytes.length);
    }

    void name(String name) {
      int length = name.length();
      for (int i = 0; i < length; i++) {
        path.set(JAVA_BYTE, nameAt + i, (byte) name.charAt(i));
      }
      path.set(JAVA_BYTE, nameAt + length, (byte) 0);
    }
  }

  NativeDirectory(Path path) {
    this(null, "", new Scratch(path));
  }

  private NativeDirectory(@Nullable NativeDirectory top, String prefix, Scratch scratch) {
    this.top = top;
    this.prefix = prefix;
    this.scratch = scratch;
    self = prefix + ".";
    once = new NativeFile(top(), "", false);
  }

  private NativeDirectory top() {
    return top == null ? this : top;
  }

  @Override
  public KeptFile file(String name, boolean isPrintedByOneCall) {
    return new NativeFile(top(), prefix + name, isPrintedByOneCall);
  }

  @Override
  public int read(String name, Buffer into) {
    try (NativeFile file = once) {
      file.rename(top == null ? name : prefix + name);
      return file.read(into);
    }
  }

  @Override
  public Directory directory(String name) {
    return new NativeDirectory(top(), prefix + name + "/", scratch);
  }

  /** The path of the top. */
  Path path() {
    return scratch.directory;
  }

  /** Memory for the results of calls below this directory. */
  NativeStatus status() {
    return scratch.status;
  }

  @Override
  public boolean isOfProcfs() {
    return open() == 0 && isOfProcfs;
  }

  /** Opens a file below the top. Returns its descriptor, or a negative error number. */
  int open(String name, int flags) {
    int opened = open();
    if (opened < 0) {
      return opened;
    }
    scratch.name(name);
    return CLibrary.open(scratch.status.errno(), base(), address(), flags);
  }

  /**
   * Examines a file below the top. Returns 0 if it may be read, otherwise a negative error number.
   */
  int look(String name) {
    int opened = open();
    if (opened < 0) {
      return opened;
    }
    scratch.name(name);
    return scratch.status.look(base(), address());
  }

  /** The descriptor of the directory to which {@link #path} is relative. */
  private int base() {
    return isOfProcfs ? descriptor : CLibrary.AT_FDCWD;
  }

  /** The address of the path below the top; the scratch memory lives as long as this object. */
  private long address() {
    return scratch.path.address() + (isOfProcfs ? scratch.nameAt : 0);
  }

  private int open() {
    if (descriptor != NativeFile.CLOSED) {
      return 0;
    }
    int opened;
    if (top != null) {
      opened = top.open(self, NativeFile.FLAGS);
    } else {
      isOfProcfs = false; // nothing is open yet to which a name could be relative
      scratch.name(self);
      opened = CLibrary.open(scratch.status.errno(), base(), address(), NativeFile.FLAGS);
    }
    if (opened < 0) {
      return opened;
    }
    descriptor = opened;
    isOfProcfs = scratch.status.isOfProcfs(opened);
    return 0;
  }

  @Override
  public int list(Listing into) {
    into.clear();
    if (!isOfProcfs) {
      close(); // another directory may have taken its place
    }
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
      CLibrary.rewind(descriptor);
      while (true) {
        int length = CLibrary.list(scratch.status.errno(), descriptor, entries.address(), ENTRIES);
        if (length < 0) {
          close();
          return length;
        }
        if (length == 0) {
          into.sort();
          return 0;
        }
        for (int at = 0; at < length; at += entries.get(JAVA_SHORT, at + LENGTH_AT)) {
          addNumber(entries, at + NAME_AT, into);
        }
      }
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
    if (entries.get(JAVA_BYTE, at) == 0 && at > from && at - from <= Listing.MOST_DIGITS) {
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

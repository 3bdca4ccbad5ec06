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
 * A directory used through the C library: {@code getdents64} to list it, {@code openat} for what is
 * below it. In procfs that is relative to the descriptor of the directory, which stays what it is;
 * elsewhere by its whole path, as another directory may take its place. Nothing is allocated,
 * however often files are opened and names listed.
 */
final class NativeDirectory extends Directory {
  /** Some 1,300 processes at a call. */
  private static final int ENTRIES = 32 << 10;

  /** Where the length of an entry and its name stand in {@code struct linux_dirent64}. */
  private static final int LENGTH_AT = 16;

  private static final int NAME_AT = 19;

  /** The directory that all names are below; null if it is this one. */
  private final @Nullable NativeDirectory top;

  /** Its own name and a slash, below the top; empty for the top itself. */
  private final String prefix;

  /**
   * The same as a name that leads nowhere but to a directory: to open a device may do something.
   */
  private final String self;

  private final Scratch scratch;
  private final NativeFile once;
  private int descriptor = NativeFile.CLOSED;
  private boolean isOfProcfs;

  /** Native memory for one call at a time, shared by all that is below one directory. */
  private static final class Scratch {
    private static final int LONGEST_NAME = 256;

    final NativeStatus status = new NativeStatus();

    /** The path of the directory with a slash, and then a name below it. */
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

  /** What calls below this directory leave their results in. */
  NativeStatus status() {
    return scratch.status;
  }

  @Override
  public boolean isOfProcfs() {
    return open() == 0 && isOfProcfs;
  }

  /** Opens a file below the top: its descriptor, or a negative error number. */
  int open(String name) {
    int opened = open();
    if (opened < 0) {
      return opened;
    }
    scratch.name(name);
    return CLibrary.open(scratch.status.errno(), base(), address(), NativeFile.FLAGS);
  }

  /** Looks at a file below the top: 0 if it is one to be read, or a negative error number. */
  int look(String name) {
    int opened = open();
    if (opened < 0) {
      return opened;
    }
    scratch.name(name);
    return scratch.status.look(base(), address());
  }

  /** What the {@link #path} is relative to. */
  private int base() {
    return isOfProcfs ? descriptor : CLibrary.AT_FDCWD;
  }

  /** The address of the path of what is below the top; the scratch lives as long as this does. */
  private long address() {
    return scratch.path.address() + (isOfProcfs ? scratch.nameAt : 0);
  }

  private int open() {
    if (descriptor != NativeFile.CLOSED) {
      return 0;
    }
    int opened;
    if (top != null) {
      opened = top.open(self);
    } else {
      isOfProcfs = false; // nothing is open yet that a name could be relative to
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
      close(); // another may have taken its place
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

package io.github.procfs4j.bench;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.util.List;

/**
 * The reader in C, {@code reader.c}: built by gcc, loaded into this process and called on the
 * calling thread, so that both languages run on the same core with the same caches. It measures
 * times itself, so the cost of calling it from Java is not included.
 */
final class CReader {
  private final MethodHandle open;
  private final MethodHandle read;
  private final MethodHandle close;
  private final MethodHandle limit;
  private final MethodHandle allowed;
  private final MethodHandle readAll;
  private final MethodHandle openAll;
  private final MethodHandle list;

  private CReader(SymbolLookup library) {
    open = function(library, "reader_open", FunctionDescriptor.of(JAVA_INT, ADDRESS));
    read =
        function(
            library,
            "reader_read",
            FunctionDescriptor.of(
                JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT, JAVA_INT, ADDRESS));
    close = function(library, "reader_close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    allowed = function(library, "reader_allowed", FunctionDescriptor.of(JAVA_INT));
    limit = function(library, "reader_limit", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    FunctionDescriptor all =
        FunctionDescriptor.of(JAVA_LONG, ADDRESS, JAVA_INT, ADDRESS, JAVA_LONG);
    readAll = function(library, "reader_read_all", all);
    openAll = function(library, "reader_open_all", all);
    list =
        function(
            library,
            "reader_list",
            FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, ADDRESS));
  }

  @SuppressWarnings("restricted") // the launcher enables native access
  private static MethodHandle function(SymbolLookup library, String name, FunctionDescriptor type) {
    return Linker.nativeLinker().downcallHandle(library.findOrThrow(name), type);
  }

  /** Builds the library in {@code directory}, and loads it permanently. */
  @SuppressWarnings("restricted")
  static CReader build(Path directory)
      throws Gcc.NoCompilerException, IOException, InterruptedException {
    Path library = Gcc.build(directory, "reader.c", "reader.so", "-shared", "-fPIC");
    return new CReader(SymbolLookup.libraryLookup(library, Arena.global()));
  }

  /**
   * Raises the limit of descriptors of this process, if permitted: raising the hard limit requires
   * CAP_SYS_RESOURCE. {@link #allowed} returns the resulting limit.
   */
  void allow(int descriptors) {
    try {
      int ignored = (int) limit.invokeExact(descriptors);
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  /** The limit of descriptors. */
  int allowed() {
    try {
      return (int) allowed.invokeExact();
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  private static long checked(Object what, long result) {
    if (result < 0) {
      throw new IllegalStateException(what + ": error number " + -result + " in C");
    }
    return result;
  }

  /** A file that the C side keeps open. */
  final class OpenFile implements AutoCloseable {
    private final Path path;
    private final int descriptor;
    private final boolean untilEmpty;
    private final Arena arena = Arena.ofConfined();
    private final MemorySegment text;
    private final MemorySegment ns;

    /**
     * Opens a file.
     *
     * @param untilEmpty whether it is read until a read returns nothing; otherwise one read is done
     * @param room the number of bytes to request
     * @param most the greatest number of reads in one call
     */
    OpenFile(Path path, boolean untilEmpty, int room, int most) {
      this.path = path;
      this.untilEmpty = untilEmpty;
      text = arena.allocate(room, 64);
      ns = arena.allocate(JAVA_LONG, most);
      descriptor = open(arena.allocateFrom(path.toString()));
      checked(path, descriptor);
    }

    /**
     * Reads several times, and writes the duration of each to {@code into}, beginning at {@code
     * at}.
     */
    void read(int times, long[] into, int at) {
      long length;
      try {
        length =
            (long)
                read.invokeExact(descriptor, text, text.byteSize(), untilEmpty ? 1 : 0, times, ns);
      } catch (Throwable e) {
        throw new AssertionError(e);
      }
      checked(path, length);
      MemorySegment.copy(ns, ValueLayout.JAVA_LONG, 0, into, at, times);
    }

    @Override
    public void close() {
      CReader.this.close(descriptor);
      arena.close();
    }
  }

  private int open(MemorySegment path) {
    try {
      return (int) open.invokeExact(path);
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  private void close(int descriptor) {
    try {
      int ignored = (int) close.invokeExact(descriptor);
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  /** Many files, each printed in one call, which the C side keeps open and can open again. */
  final class OpenFiles implements AutoCloseable {
    private static final int ROOM = 8 << 10;

    private final int count;
    private final Arena arena = Arena.ofConfined();
    private final MemorySegment paths;
    private final MemorySegment descriptors;
    private final MemorySegment text = arena.allocate(ROOM, 64);

    OpenFiles(List<Path> files) {
      count = files.size();
      paths = arena.allocate(files.stream().mapToLong(path -> path.toString().length() + 1).sum());
      descriptors = arena.allocate(JAVA_INT, count);
      long at = 0;
      for (int i = 0; i < count; i++) {
        paths.setString(at, files.get(i).toString());
        int descriptor = open(paths.asSlice(at));
        descriptors.setAtIndex(JAVA_INT, i, (int) checked(files.get(i), descriptor));
        at += files.get(i).toString().length() + 1;
      }
    }

    /** Reads all of them, kept open; returns the time in nanoseconds. */
    long readKept() {
      return read(readAll, descriptors);
    }

    /** Opens, reads and closes all of them; returns the time in nanoseconds. */
    long readOpening() {
      return read(openAll, paths);
    }

    private long read(MethodHandle how, MemorySegment which) {
      try {
        return checked("files", (long) how.invokeExact(which, count, text, (long) ROOM));
      } catch (Throwable e) {
        throw new AssertionError(e);
      }
    }

    @Override
    public void close() {
      for (int i = 0; i < count; i++) {
        CReader.this.close(descriptors.getAtIndex(JAVA_INT, i));
      }
      arena.close();
    }
  }

  /** A directory that the C side keeps open and lists. */
  final class OpenDirectory implements AutoCloseable {
    private static final int ROOM = 32 << 10;

    private final Arena arena = Arena.ofConfined();
    private final MemorySegment entries = arena.allocate(ROOM, 64);
    private final MemorySegment count = arena.allocate(JAVA_LONG);
    private final Path path;
    private final int descriptor;

    OpenDirectory(Path path) {
      this.path = path;
      descriptor = (int) checked(path, open(arena.allocateFrom(path.toString())));
    }

    /** Lists it; returns the time in nanoseconds. */
    long list() {
      try {
        return checked(path, (long) list.invokeExact(descriptor, entries, (long) ROOM, count));
      } catch (Throwable e) {
        throw new AssertionError(e);
      }
    }

    /** The number of entries when it was listed. */
    long entries() {
      return count.get(JAVA_LONG, 0);
    }

    @Override
    public void close() {
      CReader.this.close(descriptor);
      arena.close();
    }
  }
}

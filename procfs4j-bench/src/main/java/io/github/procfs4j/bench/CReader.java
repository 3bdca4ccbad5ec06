package io.github.procfs4j.bench;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/**
 * The reader in C, {@code reader.c}: built by gcc, loaded into this process and called on the
 * thread that calls, so that both languages run on the same core with the same caches. It takes its
 * times itself: what it costs to call it from Java is not part of them.
 */
final class CReader {
  /** There is no gcc, or it could not build; the message is a sentence for the user. */
  static final class NoCompilerException extends Exception {
    private static final long serialVersionUID = 1;

    NoCompilerException(String message) {
      super(message);
    }
  }

  private final MethodHandle open;
  private final MethodHandle read;
  private final MethodHandle close;

  private CReader(SymbolLookup library) {
    open = function(library, "reader_open", FunctionDescriptor.of(JAVA_INT, ADDRESS));
    read =
        function(
            library,
            "reader_read",
            FunctionDescriptor.of(
                JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT, JAVA_INT, ADDRESS));
    close = function(library, "reader_close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
  }

  @SuppressWarnings("restricted") // the launcher enables native access
  private static MethodHandle function(SymbolLookup library, String name, FunctionDescriptor type) {
    return Linker.nativeLinker().downcallHandle(library.findOrThrow(name), type);
  }

  /** Builds the library in {@code directory}, and loads it for good. */
  @SuppressWarnings("restricted")
  static CReader build(Path directory)
      throws NoCompilerException, IOException, InterruptedException {
    Path source = directory.resolve("reader.c");
    try (InputStream in = Objects.requireNonNull(CReader.class.getResourceAsStream("reader.c"))) {
      Files.copy(in, source);
    }
    Path library = directory.resolve("reader.so");
    Process gcc;
    try {
      gcc =
          new ProcessBuilder(
                  "gcc", "-O2", "-shared", "-fPIC", "-o", library.toString(), source.toString())
              .redirectErrorStream(true)
              .start();
    } catch (IOException e) {
      throw new NoCompilerException(
          "gcc was not found, and the C program to compare with is built by it: install it"
              + " (apt-get install gcc libc6-dev, for example).");
    }
    String said = new String(gcc.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (gcc.waitFor() != 0) {
      throw new NoCompilerException(
          "gcc could not build the C program to compare with: "
              + said.strip().replaceAll("\\s*\\R\\s*", "; "));
    }
    return new CReader(SymbolLookup.libraryLookup(library, Arena.global()));
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
     * @param untilEmpty whether it is read until a read yields nothing, else by one read
     * @param room for how many bytes to ask
     * @param most the largest number of times that will be asked for at once
     */
    OpenFile(Path path, boolean untilEmpty, int room, int most) {
      this.path = path;
      this.untilEmpty = untilEmpty;
      text = arena.allocate(room, 64);
      ns = arena.allocate(JAVA_LONG, most);
      try {
        descriptor = (int) open.invokeExact(arena.allocateFrom(path.toString()));
      } catch (Throwable e) {
        throw new AssertionError(e);
      }
      check(descriptor);
    }

    /** Reads so many times, and writes how long each took to {@code into}, from {@code at} on. */
    void read(int times, long[] into, int at) {
      long length;
      try {
        length =
            (long)
                read.invokeExact(descriptor, text, text.byteSize(), untilEmpty ? 1 : 0, times, ns);
      } catch (Throwable e) {
        throw new AssertionError(e);
      }
      check(length);
      MemorySegment.copy(ns, ValueLayout.JAVA_LONG, 0, into, at, times);
    }

    private void check(long result) {
      if (result < 0) {
        throw new IllegalStateException(path + ": error number " + -result + " in C");
      }
    }

    @Override
    public void close() {
      try {
        int ignored = (int) close.invokeExact(descriptor);
      } catch (Throwable e) {
        throw new AssertionError(e);
      }
      arena.close();
    }
  }
}

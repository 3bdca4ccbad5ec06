package io.github.procfs4j.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** A tree that claims to be a procfs, in which anything may be in place of a file. */
final class MadeRoot {
  /** The process of the tree. */
  static final int PID = 17;

  private static final long SHORT = 1 << 20;
  private static final long HUGE = 3L << 30;

  private final Path directory;
  private final Path fifo;
  private final Path socket;
  private final Path outside;
  private Path tree;

  /** What may be in place of a file. */
  enum Kind {
    TEXT,
    EMPTY,
    ZEROS,
    HUGE,
    UNREADABLE,
    DIRECTORY,
    FIFO,
    SOCKET,
    ZERO,
    FULL,
    LOOP,
    DANGLING,
    LINK_TO_FIFO,
    LINK_INSIDE,
    LINK_OUTSIDE,
    LINK_TO_PROCFS,
    LINK_TO_PROCESS,
    ODD_NAME
  }

  /** Creates an object for trees, each of which replaces the previous one. */
  MadeRoot() {
    try {
      directory = Files.createTempDirectory("fuzzed").toRealPath();
      fifo = directory.resolve("fifo");
      if (new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor() != 0) {
        throw new IllegalStateException("mkfifo failed");
      }
      socket = directory.resolve("socket");
      try (ServerSocketChannel bound = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
        bound.bind(UnixDomainSocketAddress.of(socket));
      }
      outside = Files.writeString(directory.resolve("outside"), "cpu 1 2 3 4\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    tree = directory.resolve("proc");
    Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(directory)));
  }

  /** Begins with a process that has no files. */
  Path begin() throws IOException {
    delete(tree);
    Files.createDirectories(process());
    return tree;
  }

  /** The directory of the process. */
  Path process() {
    return tree.resolve(Integer.toString(PID));
  }

  /** Another file beside it, to write to. */
  Path recording() {
    return directory.resolve("recording");
  }

  /** Puts something into the tree, if possible. */
  void put(Path path, Kind kind, byte[] text) throws IOException {
    try {
      Path above = Files.createDirectories(Objects.requireNonNull(path.getParent()));
      if (above.toRealPath().startsWith(tree)) { // a link may be there by now
        Files.deleteIfExists(path);
        make(path, kind, text);
      }
    } catch (FileAlreadyExistsException
        | NoSuchFileException
        | NotDirectoryException
        | DirectoryNotEmptyException e) {
      // The earlier entry stays, which may be a link to a process.
    }
  }

  private void make(Path path, Kind kind, byte[] text) throws IOException {
    switch (kind) {
      case TEXT -> Files.write(path, text);
      case EMPTY -> Files.createFile(path);
      case ZEROS -> sparse(path, SHORT);
      case HUGE -> sparse(path, HUGE);
      case UNREADABLE ->
          Files.setPosixFilePermissions(
              Files.write(path, text), PosixFilePermissions.fromString("-wx-wx-wx"));
      case DIRECTORY -> Files.createDirectory(path);
      case FIFO -> Files.createLink(path, fifo);
      case SOCKET -> Files.createLink(path, socket);
      case ZERO -> link(path, Path.of("/dev/zero"));
      case FULL -> link(path, Path.of("/dev/full"));
      case LOOP -> link(path, path);
      case DANGLING -> link(path, directory.resolve("nothing"));
      case LINK_TO_FIFO -> link(path, fifo);
      case LINK_INSIDE -> link(Files.write(path.resolveSibling("real"), text), path);
      case LINK_OUTSIDE -> link(path, outside);
      case LINK_TO_PROCFS -> link(path, Path.of("/proc/self").resolve(path.getFileName()));
      case LINK_TO_PROCESS -> {
        if (path.startsWith(process())) {
          delete(process());
          link(process(), Path.of("/proc/self"));
        }
      }
      case ODD_NAME -> {
        try {
          String name = new String(text, 0, Math.min(text.length, 40), UTF_8).replace('/', '_');
          Files.write(path.resolveSibling(name.replace('\0', '_') + "x"), text);
        } catch (InvalidPathException e) {
          Files.write(path, text); // the JVM's encoding of names has no such character
        }
      }
    }
  }

  private static void link(Path path, Path to) throws IOException {
    Files.createSymbolicLink(path, to);
  }

  private static void sparse(Path path, long length) throws IOException {
    try (RandomAccessFile sparse = new RandomAccessFile(path.toFile(), "rw")) {
      sparse.setLength(length);
    }
  }

  private static void delete(Path path) {
    try {
      if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
        List<Path> below;
        try (Stream<Path> all = Files.list(path)) {
          below = all.toList();
        }
        below.forEach(MadeRoot::delete);
      }
      Files.deleteIfExists(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

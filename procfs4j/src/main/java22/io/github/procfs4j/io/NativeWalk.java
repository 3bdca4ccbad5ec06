package io.github.procfs4j.io;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * A walk through the C library, which never waits for a FIFO and needs no permission to list
 * directories. It opens no file, but only obtains descriptors that refer to files. Afterwards, the
 * inode is compared with the one that was examined, so that a link that has taken its place is not
 * followed. The flag that forbids links would achieve the same, but its number depends on the
 * architecture.
 */
final class NativeWalk extends TreeWalk {
  /** How often a file that is exchanged meanwhile is looked up again. */
  private static final int MOST_EXCHANGES = 100;

  private final Deque<Integer> entered = new ArrayDeque<>();
  private final Arena arena = Arena.ofConfined();
  private final NativeStatus status;

  /**
   * Creates a walk that has not begun.
   *
   * @param status the memory for its calls
   */
  NativeWalk(Path root, Path path, NativeStatus status) {
    super(root, path);
    this.status = status;
  }

  @Override
  int begin(Path root) {
    return entered(locate(CLibrary.AT_FDCWD, root.toString()));
  }

  private int locate(int directory, String name) {
    MemorySegment path = arena.allocateFrom(name);
    return CLibrary.open(status.errno(), directory, path.address(), NativeFile.TO_LOCATE);
  }

  private int entered(int descriptor) {
    if (descriptor < 0) {
      return descriptor;
    }
    entered.push(descriptor);
    return 0;
  }

  @Override
  int look(String name) {
    return status.lookAtName(entered.getFirst(), arena.allocateFrom(name).address());
  }

  @Override
  int enter(String name) {
    return entered(locate(name));
  }

  /**
   * Locates the file to which the walk has led. Returns a descriptor that can be examined but not
   * read, or a negative error number.
   */
  int locate() {
    return locate(name());
  }

  /** Locates the examined file; if another one has taken its place, examines it again. */
  private int locate(String name) {
    for (int exchanges = 0; exchanges < MOST_EXCHANGES; exchanges++) {
      long device = status.device();
      long inode = status.inode();
      long birth = status.birth();
      int located = locate(entered.getFirst(), name);
      if (located < 0) {
        return located;
      }
      int kind = status.look(located);
      if (status.device() == device && status.inode() == inode && status.birth() == birth) {
        return located;
      }
      CLibrary.close(located);
      if (look(name) != kind) {
        return -Errno.EXCHANGED;
      }
    }
    return -Errno.EXCHANGED;
  }

  @Override
  void leave() {
    CLibrary.close(entered.pop());
  }

  @Override
  public void close() {
    while (!entered.isEmpty()) {
      leave();
    }
    arena.close();
  }
}

package io.github.procfs4j.io;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * A walk through the C library, which never waits for a FIFO and needs no permission to list
 * directories. After opening, the inode is compared with the one that was examined, so that a link
 * that has taken its place is not followed. The flag that forbids links would achieve the same, but
 * its number depends on the architecture.
 */
final class NativeWalk extends TreeWalk {
  /** O_PATH: only for looking up names there. */
  private static final int TO_ENTER = 0x200000 | NativeFile.FLAGS;

  /** How often a file that is exchanged while it is opened is opened again. */
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
    return entered(open(CLibrary.AT_FDCWD, root.toString(), TO_ENTER));
  }

  private int open(int directory, String name, int flags) {
    MemorySegment path = arena.allocateFrom(name);
    return CLibrary.open(status.errno(), directory, path.address(), flags);
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
    return entered(openLookedAt(name, TO_ENTER));
  }

  /**
   * Opens the file to which the walk has led. Returns its descriptor, or a negative error number.
   */
  int open() {
    return openLookedAt(name(), NativeFile.FLAGS);
  }

  /** Opens the examined file; if another one has taken its place, examines it again. */
  private int openLookedAt(String name, int flags) {
    for (int exchanges = 0; exchanges < MOST_EXCHANGES; exchanges++) {
      long device = status.device();
      long inode = status.inode();
      long birth = status.birth();
      int opened = open(entered.getFirst(), name, flags);
      if (opened < 0) {
        return opened;
      }
      int kind = status.look(opened);
      if (status.device() == device && status.inode() == inode && status.birth() == birth) {
        return opened;
      }
      CLibrary.close(opened);
      if (look(name) != kind) {
        return -Errno.EAGAIN;
      }
    }
    return -Errno.EAGAIN;
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

package io.github.procfs4j.processes;

import io.github.procfs4j.io.Buffer;
import io.github.procfs4j.io.Directory;
import io.github.procfs4j.io.Listing;
import io.github.procfs4j.text.Words;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Finds new processes that match a {@link ProcessFilter}. It lists the process numbers, unless no
 * process can have been created since the last listing.
 *
 * <p>A process may change its name at any time, and most do at the beginning: a shell forks, and
 * the child then starts another program. So processes that do not match are examined again: with
 * each sample in their first seconds, and every few seconds after that. Who descends from a process
 * does not change: others need to be examined again only because their number may have been reused.
 */
final class Finder implements AutoCloseable {
  private static final long YOUNG_NANOS = 2_000_000_000;
  private static final long AGAIN_NANOS = 5_000_000_000L;

  private final Directory root;
  private final ProcessFilter filter;
  private final ForkCounter forks;
  private final Buffer buffer;
  private final Listing listing = new Listing();
  private boolean isListed;
  private long listingNanos = Long.MAX_VALUE;

  /** The processes that did not match the filter, in the order of their numbers. */
  private List<Bystander> bystanders = new ArrayList<>();

  private List<Bystander> bystandersBefore = new ArrayList<>();
  private int nextBystander;

  /** The known processes. */
  private @Nullable TaskList known;

  private long now;
  private final List<Long> found = new ArrayList<>();
  private final LongConsumer consider = this::consider;

  /** A process that was examined and does not match. */
  private static final class Bystander {
    final long pid;
    final long since;
    final String comm;
    final String commandLine;
    final String stat;
    long again;

    /** The number of its parent, if descendants are searched for. */
    long parent;

    /**
     * A hash of its name or command line at that time: while it is unchanged, the process need not
     * be matched again.
     */
    long names;

    Bystander(long pid, long now) {
      this.pid = pid;
      since = now;
      again = now;
      comm = pid + "/comm";
      commandLine = pid + "/cmdline";
      stat = pid + "/stat";
    }
  }

  Finder(Directory root, ProcessFilter filter, Buffer buffer) {
    this.root = root;
    this.filter = filter;
    this.buffer = buffer;
    forks = new ForkCounter(root);
  }

  /**
   * Finds new processes and, if a listing was made, marks those that have ended.
   *
   * @param tasks the known processes
   * @return 0, or a negative error number
   */
  int find(TaskList tasks) {
    found.clear();
    forks.look();
    if (filter instanceof ProcessFilter.Pids pids) {
      if (!isListed) {
        found.addAll(pids.pids());
        isListed = true;
      }
      return 0;
    }
    now = System.nanoTime();
    if (forks.mayHaveGrown(buffer, listingNanos) || !isListed) {
      int error = root.list(listing);
      isListed = error == 0;
      if (error < 0) {
        return error;
      }
      listingNanos = System.nanoTime() - now;
    } else if (bystanders.isEmpty()) {
      return 0;
    }
    List<Bystander> kept = bystandersBefore;
    bystandersBefore = bystanders;
    bystanders = kept;
    bystanders.clear();
    nextBystander = 0;
    known = tasks;
    tasks.compare(listing, consider);
    if (filter instanceof ProcessFilter.Descendants) {
      findChildrenWithLowerNumbers();
    }
    return 0;
  }

  /** Finds the processes whose parent was only found after they had been considered. */
  private void findChildrenWithLowerNumbers() {
    int before;
    do {
      before = found.size();
      for (int i = bystanders.size() - 1; i >= 0; i--) {
        Bystander bystander = bystanders.get(i);
        if (bystander.since == now && found.contains(bystander.parent)) {
          found.add(bystander.pid);
          bystanders.remove(i);
        }
      }
    } while (found.size() > before);
    Collections.sort(found);
  }

  /**
   * Whether these are the files of the running kernel, which themselves show that a task has ended.
   */
  boolean isKernel() {
    return forks.isKernel();
  }

  /** The numbers of the new processes, after {@link #find}. */
  List<Long> found() {
    return found;
  }

  /** Whether a process that has the number of one that just ended matches the filter. */
  boolean isSuccessor(long pid) {
    return switch (filter) {
      case ProcessFilter.All all -> true;
      case ProcessFilter.Pids pids -> false;
      default -> belongs(new Bystander(pid, now));
    };
  }

  private void consider(long pid) {
    if (filter instanceof ProcessFilter.All) {
      found.add(pid);
      return;
    }
    Bystander bystander = bystander(pid);
    if (now - bystander.again >= 0) {
      if (belongs(bystander)) {
        found.add(pid);
        return;
      }
      boolean isYoung =
          now - bystander.since < YOUNG_NANOS && !(filter instanceof ProcessFilter.Descendants);
      // Spread over the samples by number, so that not all are examined in the same sample.
      bystander.again = now + (isYoung ? 0 : AGAIN_NANOS + (pid & 0xff) * (AGAIN_NANOS >> 8));
    }
    bystanders.add(bystander);
  }

  private Bystander bystander(long pid) {
    while (nextBystander < bystandersBefore.size()
        && bystandersBefore.get(nextBystander).pid < pid) {
      nextBystander++;
    }
    if (nextBystander < bystandersBefore.size() && bystandersBefore.get(nextBystander).pid == pid) {
      return bystandersBefore.get(nextBystander);
    }
    return new Bystander(pid, now);
  }

  private boolean belongs(Bystander bystander) {
    if (filter instanceof ProcessFilter.Descendants tree) {
      bystander.parent = parent(root.read(bystander.stat, buffer));
      return bystander.pid != tree.pid() && isOf(tree, bystander.parent);
    }
    int line = filter.needsCommandLine() ? root.read(bystander.commandLine, buffer) : 0;
    if (line > 0) {
      return isNew(bystander, line) && filter.matches("", CommandLines.of(buffer).text());
    }
    int name = root.read(bystander.comm, buffer);
    return name > 0 && isNew(bystander, name) && filter.matches(comm(name), "");
  }

  private boolean isOf(ProcessFilter.Descendants tree, long parent) {
    return parent == tree.pid()
        || found.contains(parent)
        || (known != null && known.hasNumber(parent));
  }

  /** The number of the parent in the {@code stat} in the buffer; 0 if there is none. */
  private long parent(int length) {
    ByteBuffer text = buffer.bytes();
    int at = length - 1;
    while (at > 0 && text.get(at) != ')') { // the name may contain anything, the rest does not
      at--;
    }
    at += ") S ".length();
    long parent = 0;
    for (; at < length && text.get(at) >= '0' && text.get(at) <= '9'; at++) {
      parent = parent * 10 + text.get(at) - '0';
    }
    return parent;
  }

  private boolean isNew(Bystander bystander, int length) {
    long hash = 1;
    for (int i = 0; i < length; i++) {
      hash = hash * 31 + buffer.bytes().get(i);
    }
    boolean isNew = hash != bystander.names;
    bystander.names = hash;
    return isNew;
  }

  /** The name in the buffer, whose last byte is a newline. */
  private String comm(int length) {
    byte[] bytes = buffer.copy(0, length - 1);
    return Words.of(bytes, 0, bytes.length);
  }

  @Override
  public void close() {
    forks.close();
    isListed = false;
  }
}

package io.github.procfs4j.processes;

import io.github.procfs4j.io.Buffer;
import io.github.procfs4j.io.Directory;
import io.github.procfs4j.io.KeptFile;
import java.nio.ByteBuffer;

/**
 * Determines whether a process or thread can have been created since the last call, at a lower cost
 * than listing them all.
 *
 * <p>Each fork increments {@code processes} of {@code /proc/stat}, under the same lock under which
 * the new task becomes visible ({@code total_forks} in {@code kernel/fork.c}). So if the counter
 * was read before a listing and has not changed since, that listing is still complete. A copied
 * tree of procfs has no such lock, so nothing is concluded there.
 */
final class ForkCounter implements AutoCloseable {
  private static final byte[] NAME = {'p', 'r', 'o', 'c', 'e', 's', 's', 'e', 's', ' '};

  /** The counter could not be read: a fork must be assumed. */
  private static final long UNKNOWN = -1;

  private final Directory root;
  private final KeptFile stat;
  private boolean isKernel;
  private long last = UNKNOWN;
  private long cost;

  ForkCounter(Directory root) {
    this.root = root;
    stat = root.file("stat", true);
  }

  /**
   * Checks whether these are the files of the running kernel, unless that is known. Must be called
   * first.
   */
  void look() {
    isKernel = isKernel || root.isOfProcfs();
  }

  boolean isKernel() {
    return isKernel;
  }

  /**
   * Whether a task may have been created since the last call.
   *
   * @param listing the cost of a listing, in nanoseconds: if reading the counter costs more, it is
   *     not read
   */
  boolean mayHaveGrown(Buffer buffer, long listing) {
    if (!isKernel || cost > listing) {
      cost -= cost >> 4; // so that it is tried again after a while
      last = UNKNOWN;
      return true;
    }
    long start = System.nanoTime();
    int length = stat.read(buffer);
    long now = length < 0 ? UNKNOWN : find(buffer.bytes(), length);
    cost = System.nanoTime() - start;
    boolean mayHave = now != last || now == UNKNOWN;
    last = now;
    return mayHave;
  }

  /** The number in the line with this name, searched for from the end of the text, where it is. */
  static long find(ByteBuffer text, int length) {
    for (int at = length - NAME.length; at > 0; at--) {
      if (text.get(at - 1) == '\n' && isNameAt(text, at)) {
        return number(text, at + NAME.length, length);
      }
    }
    return UNKNOWN;
  }

  private static boolean isNameAt(ByteBuffer text, int at) {
    for (int i = 0; i < NAME.length; i++) {
      if (text.get(at + i) != NAME[i]) {
        return false;
      }
    }
    return true;
  }

  /** The value need not be exact: only whether it changed matters. */
  private static long number(ByteBuffer text, int from, int length) {
    long number = 0;
    for (int at = from; at < length; at++) {
      int digit = text.get(at) - '0';
      if (digit < 0 || digit > 9) {
        return at == from ? UNKNOWN : number;
      }
      number = number * 10 + digit;
    }
    return UNKNOWN;
  }

  @Override
  public void close() {
    stat.close();
  }
}

package io.github.procfs4j.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How many descriptors all tables of this JVM together may keep: half of what RLIMIT_NOFILE allows
 * it. The other half is left to the host program, whose files, connections and classes come first.
 */
final class Descriptors {
  /** The soft limit, the one that counts: getrlimit(2), proc_pid_limits(5). */
  private static final Pattern LIMIT = Pattern.compile("(?m)^Max open files\\s+(\\d+)");

  /** Where the limit cannot be read: the kernel's default, {@code INR_OPEN_CUR}. */
  private static final int DEFAULT_LIMIT = 1024;

  private static final Descriptors OF_THIS_JVM = new Descriptors(limit() / 2);

  private final AtomicInteger left;

  Descriptors(int most) {
    left = new AtomicInteger(most);
  }

  static Descriptors ofThisJvm() {
    return OF_THIS_JVM;
  }

  private static int limit() {
    try {
      return limit(Files.readString(Path.of("/proc/self/limits")));
    } catch (IOException e) {
      return DEFAULT_LIMIT;
    }
  }

  static int limit(String limits) {
    Matcher line = LIMIT.matcher(limits);
    return line.find()
        ? (int) Math.min(Long.parseLong(line.group(1)), Integer.MAX_VALUE)
        : DEFAULT_LIMIT;
  }

  /** Takes so many if there are: false if there are not. */
  boolean take(int count) {
    while (true) {
      int now = left.get();
      if (now < count) {
        return false;
      }
      if (left.compareAndSet(now, now - count)) {
        return true;
      }
    }
  }

  /** No more are to be taken until some are given back: there are none. */
  void takeAll() {
    left.set(0);
  }

  void giveBack(int count) {
    left.addAndGet(count);
  }
}

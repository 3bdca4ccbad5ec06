package io.github.procfs4j.processes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The descriptors that all tables of this JVM together may keep: half of RLIMIT_NOFILE. The other
 * half is left for the host program, whose files, connections and classes take precedence.
 */
final class Descriptors {
  /** The soft limit, which is the effective one: getrlimit(2), proc_pid_limits(5). */
  private static final Pattern LIMIT = Pattern.compile("(?m)^Max open files\\s+(\\d+)");

  /** Used if the limit cannot be read: the kernel's default, {@code INR_OPEN_CUR}. */
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

  /** Takes this many descriptors if they are available; returns whether they were. */
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

  /** Takes all remaining descriptors, so that no more are available until some are given back. */
  void takeAll() {
    left.set(0);
  }

  void giveBack(int count) {
    left.addAndGet(count);
  }
}

package io.github.procfs4j.cli.jvm;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A print of all threads of a JVM, as from jstack(1):
 *
 * <pre>
 * "main" #1 [8736] prio=5 os_prio=0 cpu=1403.84ms elapsed=6.46s tid=0x00007f5d6402aa70 nid=8736 waiting on condition
 *    java.lang.Thread.State: TIMED_WAITING (sleeping)
 * 	at java.lang.Thread.sleep0(java.base/Native Method)
 * </pre>
 *
 * <p>The print does not escape names. A name that contains the end of a line is not found; and if
 * it looks like the line of another thread, there are two lines with the number of that thread,
 * which then has no name here: a name is never a guess.
 */
final class ThreadPrint {
  /** How many frames are kept of a thread. */
  private static final int FRAMES = 8;

  private static final Pattern HEADER =
      Pattern.compile("\"(.*)\"(?: #\\d+)?[^\"]* tid=0x[0-9a-f]+ nid=(0x[0-9a-f]+|\\d+) .*");

  /** HotSpot prints it last. */
  private static final Pattern END = Pattern.compile("(?m)^JNI global ref");

  private static final String FRAME = "\tat ";

  /**
   * A thread.
   *
   * @param name the complete name
   * @param frames the innermost frames, that of the current method first
   */
  record Printed(String name, List<String> frames) {
    Printed {
      frames = List.copyOf(frames);
    }
  }

  private ThreadPrint() {}

  /** Whether a text is a complete print. */
  static boolean isComplete(String text) {
    return END.matcher(text).find();
  }

  /** The threads in a print, by the numbers that the kernel has for them. */
  static Map<Long, Printed> parse(String text) {
    Map<Long, Printed> threads = new HashMap<>();
    Set<Long> twice = new HashSet<>();
    long tid = 0;
    @Nullable String name = null;
    List<String> frames = new ArrayList<>();
    String lines = text + "\n\n";
    int from = 0;
    // One after the other: another program may have written millions of them.
    for (int end = lines.indexOf('\n'); end >= 0; end = lines.indexOf('\n', from)) {
      String line = lines.substring(from, end);
      from = end + 1;
      boolean isEnd = line.isEmpty() || line.startsWith("\"");
      if (isEnd && name != null) {
        if (threads.putIfAbsent(tid, new Printed(name, frames)) != null) {
          twice.add(tid);
        }
        name = null;
        frames.clear();
      }
      Matcher header = HEADER.matcher(line);
      if (header.matches()) {
        name = header.group(1);
        tid = number(header.group(2));
      } else if (name != null && line.startsWith(FRAME) && frames.size() < FRAMES) {
        frames.add(line.substring(FRAME.length()));
      }
    }
    threads.keySet().removeAll(twice);
    return threads;
  }

  private static long number(String text) {
    try {
      return Long.decode(text);
    } catch (NumberFormatException e) {
      return -1; // too long for a number of the kernel's
    }
  }
}

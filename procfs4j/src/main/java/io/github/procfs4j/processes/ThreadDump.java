package io.github.procfs4j.processes;

import java.lang.management.ManagementFactory;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.management.JMException;
import javax.management.ObjectName;

/**
 * A thread dump of this JVM, as {@code jcmd Thread.print} shows it: the only place where the JDK
 * shows which kernel thread a Java thread runs on.
 *
 * <pre>
 * "main" #1 [8736] prio=5 os_prio=0 cpu=1403.84ms elapsed=6.46s tid=0x00007f5d6402aa70 nid=8736 ...
 * </pre>
 *
 * <p>Names are not escaped, so a name that contains a newline may look like the line of another
 * thread. This class finds a thread only if exactly one line can be its own. The caller must know
 * that the thread was alive and had the same name before and after the dump: then the dump contains
 * its line, and if only one line can be it, that is the one.
 *
 * <p>This class needs the modules {@code java.management} and {@code jdk.management}, and must not
 * be loaded without them.
 */
final class ThreadDump {
  /**
   * What follows the Java number of a thread, without any name: the kernel's number is in brackets,
   * in dumps of JDK 17 after {@code nid=}.
   */
  private static final Pattern REST =
      Pattern.compile(
          " (?:\\[(\\d+)\\] (?:daemon )?prio=|(?:daemon )?prio=[^\n]* nid=(0x[0-9a-f]+|\\d+) )");

  private final String text;

  ThreadDump(String text) {
    this.text = text;
  }

  /**
   * Takes a thread dump.
   *
   * @throws UnsupportedOperationException if this JVM does not support it; this exception exists
   *     without those modules too
   */
  static ThreadDump take() {
    try {
      Object text =
          ManagementFactory.getPlatformMBeanServer()
              .invoke(
                  new ObjectName("com.sun.management:type=DiagnosticCommand"),
                  "threadPrint",
                  new Object[] {new String[0]},
                  new String[] {String[].class.getName()});
      return new ThreadDump((String) text);
    } catch (JMException e) {
      throw new UnsupportedOperationException(e);
    }
  }

  /** The kernel's number of a thread; empty if no line, or more than one line, can be its own. */
  OptionalLong tid(String name, long javaId) {
    String begin = "\"" + name + "\" #" + javaId;
    OptionalLong found = OptionalLong.empty();
    Matcher rest = REST.matcher(text);
    for (int at = text.indexOf(begin); at >= 0; at = text.indexOf(begin, at + 1)) {
      if ((at == 0 || text.charAt(at - 1) == '\n')
          && rest.region(at + begin.length(), text.length()).lookingAt()) {
        if (found.isPresent()) {
          return OptionalLong.empty();
        }
        String tid = rest.group(1);
        found = OptionalLong.of(Long.decode(tid == null ? rest.group(2) : tid));
      }
    }
    return found;
  }
}

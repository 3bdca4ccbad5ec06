package io.github.procfs4j.cli.compare;

import java.util.regex.Pattern;

/** What processes and threads are: the names by which they are matched, as numbers differ. */
final class TaskNames {
  /** Workers of the kernel are named after what they do at the moment. */
  private static final Pattern WORKER = Pattern.compile("\\[?kworker/.*");

  private static final String ANY_WORKER = "kworker";

  /** A blank before an argument: an option, a number, a path or a setting. */
  private static final Pattern ARGUMENT = Pattern.compile(" (?=[-\\d.]|\\S*[/=])");

  private static final Pattern NUMBER = Pattern.compile("\\d+");

  private TaskNames() {}

  /** What a process is: its name without the arguments, which differ from run to run. */
  static String ofProcess(String name) {
    return WORKER.matcher(name).matches() ? ANY_WORKER : ARGUMENT.split(name, 2)[0];
  }

  /** Threads whose names differ only in numbers are those of a pool. */
  static String ofThread(String name) {
    return WORKER.matcher(name).matches() ? ANY_WORKER : NUMBER.matcher(name).replaceAll("N");
  }
}

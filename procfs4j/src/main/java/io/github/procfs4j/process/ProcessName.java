package io.github.procfs4j.process;

import io.github.procfs4j.printable.Printable;
import java.util.List;
import java.util.Optional;

/** Computes what {@link CommandLine#name} returns. */
final class ProcessName {
  private static final int MOST_CHARACTERS = 80;

  private ProcessName() {}

  static String of(String comm, CommandLine line) {
    List<String> arguments = line.title().map(List::of).orElse(line.arguments());
    String name = arguments.isEmpty() ? "" : ofProgram(comm, arguments);
    return name.isEmpty() ? truncated("[" + comm + "]") : truncated(name);
  }

  private static String ofProgram(String comm, List<String> arguments) {
    String first = arguments.getFirst();
    String program = first.startsWith("/") ? file(first) : afterDirectory(first);
    Optional<Interpreter> own = Interpreter.named(comm);
    Optional<Interpreter> interpreter = Interpreter.named(program).or(() -> own);
    Optional<Interpreter.Target> target = interpreter.flatMap(one -> one.target(arguments));
    if (target.isPresent()) {
      String text = target.get().isPath() ? file(target.get().text()) : target.get().text();
      boolean isKnown = own.isPresent() || program.startsWith(comm) || text.startsWith(comm);
      return led(comm, isKnown, joined(text, arguments, target.get().next()));
    }
    String shown = program.startsWith(comm) ? program : afterDirectory(first);
    String all = joined(shown, arguments, 1);
    // The name of a login shell is preceded by a minus sign.
    return led(comm, all.startsWith(comm) || all.startsWith("-" + comm), all);
  }

  /** Puts a name that the process chose or inherited first. */
  private static String led(String comm, boolean isKnown, String text) {
    return isKnown || text.isEmpty() ? text : comm + ": " + text;
  }

  /** The part after the last slash. */
  private static String file(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /**
   * Removes the directory from a title. A title may consist of several words, and only the first
   * one can be a path.
   */
  private static String afterDirectory(String title) {
    int blank = title.indexOf(' ');
    return title.substring(title.lastIndexOf('/', blank < 0 ? title.length() : blank) + 1);
  }

  /** A text and the following arguments, separated by blanks, up to the length that is kept. */
  private static String joined(String text, List<String> arguments, int from) {
    StringBuilder all = new StringBuilder(text);
    for (int i = from; i < arguments.size() && all.length() <= 2 * MOST_CHARACTERS; i++) {
      all.append(' ').append(arguments.get(i));
    }
    return all.toString().strip();
  }

  private static String truncated(String name) {
    return Printable.truncated(name, MOST_CHARACTERS);
  }
}

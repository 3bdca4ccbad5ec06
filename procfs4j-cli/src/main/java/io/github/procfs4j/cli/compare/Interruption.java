package io.github.procfs4j.cli.compare;

import io.github.procfs4j.cli.options.Signals;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Lets Ctrl-C, SIGTERM and SIGHUP end a study in an orderly way: between its commands at once;
 * while a command runs, which gets the signal too, when that has ended.
 */
final class Interruption {
  private static final List<String> NAMES = List.of("INT", "TERM", "HUP");

  private final Consumer<String> last;
  private volatile @Nullable String noted;

  /**
   * Creates an interruption that has not come.
   *
   * @param last called with the name of the signal, without SIG, before this process ends
   */
  Interruption(Consumer<String> last) {
    this.last = last;
  }

  /** From now on, one of these signals ends this process. */
  void endOnSignal() {
    NAMES.forEach(name -> Signals.handle(name, () -> end(name)));
  }

  /** Notes a signal that came while a command ran. */
  void note(String name) {
    noted = name;
  }

  /** Ends this process if a signal came while a command ran. */
  void endIfNoted() {
    String name = noted;
    if (name != null) {
      end(name);
    }
  }

  /** Ends this process with the exit code that shells use. */
  private synchronized void end(String name) {
    last.accept(name);
    Runtime.getRuntime().halt(128 + Signals.number(name).orElse(0));
  }
}

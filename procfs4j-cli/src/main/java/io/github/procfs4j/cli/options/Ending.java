package io.github.procfs4j.cli.options;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Lets Ctrl-C, SIGTERM and SIGHUP end the current work in an orderly way: the work is requested to
 * stop, and the process ends when {@link #exit} is called, with its exit code.
 *
 * <p>This is a shutdown hook, because the JDK has no supported way to handle a signal. While the
 * hook waits, the JDK ignores a second signal, so that one is handled in an unsupported way.
 */
public final class Ending {
  private static final CompletableFuture<Integer> EXIT_CODE = new CompletableFuture<>();

  /** The signals that end a program. */
  static final List<String> NAMES = List.of("INT", "TERM", "HUP");

  private Ending() {}

  /** Does {@code work}; a signal meanwhile calls {@code stop} in another thread. */
  public static void onSignal(Runnable stop, Runnable work) {
    Thread hook =
        new Thread(
            () -> {
              stop.run();
              Runtime.getRuntime().halt(EXIT_CODE.join());
            });
    try {
      Runtime.getRuntime().addShutdownHook(hook);
    } catch (IllegalStateException e) {
      return; // a signal came before, and the process is ending
    }
    try {
      work.run();
    } finally {
      remove(hook);
    }
  }

  private static void remove(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // A signal has come: the hook waits for the exit code.
    }
  }

  /**
   * From now on Ctrl-C, SIGTERM and SIGHUP, whether the first or a second one, end the process
   * immediately with this exit code: its task is done, and what follows is not worth waiting for.
   */
  public static void atOnceOnSignal(int code) {
    for (String name : NAMES) {
      Signals.handle(name, () -> Runtime.getRuntime().halt(code));
    }
  }

  /**
   * From now on Ctrl-C, SIGTERM and SIGHUP call an action, in a thread of its own, and nothing
   * else: the JVM does not begin to end, so no hooks of libraries run.
   */
  public static void callOnSignal(Runnable action) {
    for (String name : NAMES) {
      Signals.handle(name, action);
    }
  }

  /** Ends the process, whether or not a signal has come. Everything must have been written. */
  public static void exit(int code) {
    EXIT_CODE.complete(code);
    // Not System.exit, which first looks for a logger, which takes milliseconds. Hooks have nothing
    // left to do, and if one waits for this code, both end with it.
    Runtime.getRuntime().halt(code);
  }
}

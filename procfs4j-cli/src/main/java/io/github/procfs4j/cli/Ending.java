package io.github.procfs4j.cli;

import java.util.concurrent.CompletableFuture;

/**
 * Lets Ctrl-C, SIGTERM and SIGHUP end what is under way in good order, instead of the process: what
 * runs is asked to stop, and the process ends when {@link #exit} is called, with that exit code.
 *
 * <p>It is a shutdown hook, as the JDK has no supported way to handle a signal.
 */
final class Ending {
  private static final CompletableFuture<Integer> EXIT_CODE = new CompletableFuture<>();

  private Ending() {}

  /** While {@code work} is done, a signal calls {@code stop}, from another thread. */
  static void onSignal(Runnable stop, Runnable work) {
    Thread hook =
        new Thread(
            () -> {
              stop.run();
              Runtime.getRuntime().halt(EXIT_CODE.join());
            });
    try {
      Runtime.getRuntime().addShutdownHook(hook);
    } catch (IllegalStateException e) {
      return; // a signal came before: the process is ending
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
      // The signal has come: the hook waits for the exit code.
    }
  }

  /** Ends the process, whether a signal has come or not. Everything must have been written. */
  static void exit(int code) {
    EXIT_CODE.complete(code);
    // Not System.exit, which looks for a logger first, and that takes milliseconds. There is
    // nothing left for hooks to do, and if one waits for this code, both end with it.
    Runtime.getRuntime().halt(code);
  }
}

package io.github.procfs4j.cli.options;

import java.lang.reflect.Proxy;
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
    try {
      // By name, because javac warns about these classes, and the warning cannot be suppressed.
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object halt =
          Proxy.newProxyInstance(
              Ending.class.getClassLoader(),
              new Class<?>[] {handler},
              (proxy, method, arguments) -> {
                Runtime.getRuntime().halt(code);
                return null;
              });
      for (String name : List.of("INT", "TERM", "HUP")) {
        Object one = signal.getConstructor(String.class).newInstance(name);
        signal.getMethod("handle", signal, handler).invoke(null, one, halt);
      }
    } catch (ReflectiveOperationException e) {
      // This JVM does not support it, or does not handle signals because of -Xrs: then nothing
      // changes.
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

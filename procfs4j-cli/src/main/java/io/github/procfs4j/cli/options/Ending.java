package io.github.procfs4j.cli.options;

import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Lets Ctrl-C, SIGTERM and SIGHUP end what is under way in good order, instead of the process: what
 * runs is asked to stop, and the process ends when {@link #exit} is called, with that exit code.
 *
 * <p>It is a shutdown hook, as the JDK has no supported way to handle a signal. Once that waits,
 * the JDK does nothing at a second signal, so that one is handled in the way that is not supported.
 */
public final class Ending {
  private static final CompletableFuture<Integer> EXIT_CODE = new CompletableFuture<>();

  private Ending() {}

  /** While {@code work} is done, a signal calls {@code stop}, from another thread. */
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

  /**
   * From now on Ctrl-C, SIGTERM and SIGHUP, the first or a second one, end the process at once,
   * with this exit code: its task is done, and what follows is not worth waiting for.
   */
  public static void atOnceOnSignal(int code) {
    try {
      // By their names, as javac warns of these classes and cannot be told not to.
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
      // This JVM cannot, or leaves signals alone by -Xrs: then they do what they did before.
    }
  }

  /** Ends the process, whether a signal has come or not. Everything must have been written. */
  public static void exit(int code) {
    EXIT_CODE.complete(code);
    // Not System.exit, which looks for a logger first, and that takes milliseconds. There is
    // nothing left for hooks to do, and if one waits for this code, both end with it.
    Runtime.getRuntime().halt(code);
  }
}

package io.github.procfs4j.cli.options;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/** Signals, which the JDK lets a program handle only in an unsupported way. */
public final class Signals {
  private Signals() {}

  /**
   * Calls an action, in a thread of the JVM, at each signal with this name from now on.
   *
   * @param name the name, without SIG
   * @return false if this is not possible: the JVM needs the signal itself, handles none because of
   *     {@code -Xrs}, or does not support it
   */
  public static boolean handle(String name, Runnable action) {
    try {
      // By name, because javac warns about these classes, and the warning cannot be suppressed.
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object proxy =
          Proxy.newProxyInstance(
              Signals.class.getClassLoader(),
              new Class<?>[] {handler},
              (self, method, arguments) -> {
                action.run();
                return null;
              });
      Object one = signal.getConstructor(String.class).newInstance(name);
      signal.getMethod("handle", signal, handler).invoke(null, one, proxy);
      return true;
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof IllegalArgumentException) {
        return false;
      }
      throw new IllegalStateException(e.getCause());
    } catch (ReflectiveOperationException e) {
      return false;
    }
  }
}

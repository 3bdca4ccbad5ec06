package io.github.procfs4j.cli.options;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.OptionalInt;

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
      Class<?> signal = signal();
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object proxy =
          Proxy.newProxyInstance(
              Signals.class.getClassLoader(),
              new Class<?>[] {handler},
              (self, method, arguments) -> {
                action.run();
                return null;
              });
      Object one = named(name);
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

  /**
   * Lets the kernel handle a signal again.
   *
   * @param name the name, without SIG, of a signal that is {@linkplain #handle handled}
   */
  public static void restoreDefault(String name) {
    try {
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object ignored =
          signal()
              .getMethod("handle", signal(), handler)
              .invoke(null, named(name), handler.getField("SIG_DFL").get(null));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Returns the number of a signal on this architecture.
   *
   * @param name the name, without SIG
   * @return empty if there is no such signal
   */
  public static OptionalInt number(String name) {
    try {
      return OptionalInt.of((int) signal().getMethod("getNumber").invoke(named(name)));
    } catch (ReflectiveOperationException e) {
      return OptionalInt.empty();
    }
  }

  /** By name, because javac warns about these classes, and the warning cannot be suppressed. */
  private static Class<?> signal() throws ClassNotFoundException {
    return Class.forName("sun.misc.Signal");
  }

  private static Object named(String name) throws ReflectiveOperationException {
    return signal().getConstructor(String.class).newInstance(name);
  }
}

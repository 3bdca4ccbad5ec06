package io.github.procfs4j.cli.options;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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

  /**
   * Whether this process, or the calling thread, still has to receive a signal that was sent to it.
   *
   * @param number the number of the signal
   */
  public static boolean isPending(int number) throws IOException {
    for (String line :
        Files.readAllLines(Path.of("/proc/thread-self/status"), StandardCharsets.ISO_8859_1)) {
      if (line.startsWith("SigPnd:") || line.startsWith("ShdPnd:")) {
        long pending = Long.parseUnsignedLong(line.substring(line.indexOf(':') + 1).strip(), 16);
        if ((pending >>> (number - 1) & 1) != 0) {
          return true;
        }
      }
    }
    return false;
  }

  /** By name, because javac warns about these classes, and the warning cannot be suppressed. */
  private static Class<?> signal() throws ClassNotFoundException {
    return Class.forName("sun.misc.Signal");
  }

  private static Object named(String name) throws ReflectiveOperationException {
    return signal().getConstructor(String.class).newInstance(name);
  }
}

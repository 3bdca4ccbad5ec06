package io.github.procfs4j.fuzz;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Calls everything that an object offers. */
final class Accessors {
  /** The greatest number of elements that are used of many. */
  private static final int MOST = 2;

  private static final int DEPTH = 2;
  private static final Map<Class<?>, List<Method>> KNOWN = new ConcurrentHashMap<>();

  private Accessors() {}

  /**
   * Calls each public method without arguments, and those of what they return, except those that
   * open a file, which would not be closed.
   *
   * @param expected what they may throw
   */
  static void call(Object object, List<Class<? extends RuntimeException>> expected) {
    call(object, expected, DEPTH);
  }

  private static void call(
      Object object, List<Class<? extends RuntimeException>> expected, int depth) {
    if (depth == 0) {
      return;
    }
    switch (object) {
      case Optional<?> optional -> optional.ifPresent(value -> call(value, expected, depth));
      case Collection<?> all ->
          all.stream().limit(MOST).forEach(value -> call(value, expected, depth));
      case Map<?, ?> map -> call(map.values(), expected, depth);
      default -> {
        for (Method method : KNOWN.computeIfAbsent(object.getClass(), Accessors::methods)) {
          Object value = call(object, method, expected);
          if (value != null) {
            call(value, expected, depth - 1);
          }
        }
      }
    }
  }

  private static @Nullable Object call(
      Object object, Method method, List<Class<? extends RuntimeException>> expected) {
    try {
      return method.invoke(object);
    } catch (InvocationTargetException e) {
      if (expected.stream().noneMatch(type -> type.isInstance(e.getCause()))) {
        throw new AssertionError(method + " threw " + e.getCause(), e.getCause());
      }
      return null;
    } catch (IllegalAccessException e) {
      throw new AssertionError(e);
    }
  }

  private static List<Method> methods(Class<?> type) {
    if (!type.getName().startsWith("io.github.procfs4j.")
        || !Modifier.isPublic(type.getModifiers())) {
      return List.of();
    }
    return Arrays.stream(type.getMethods())
        .filter(method -> method.getParameterCount() == 0)
        .filter(method -> !Modifier.isStatic(method.getModifiers()))
        .filter(method -> method.getDeclaringClass() != Object.class)
        .filter(method -> !List.of("reading", "sampler", "close").contains(method.getName()))
        .toList();
  }
}

package io.github.procfs4j;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.procfs4j.sampling.Recorder;
import io.github.procfs4j.sampling.View;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What each public method does if it is called too early, too late, on another thread, or with
 * arguments that do not belong to its object: {@code src/test/resources/misuse.txt}. A method that
 * is not in that table fails the test.
 */
class MisuseTest {
  private static final Path TABLE = Path.of("src/test/resources/misuse.txt");

  /**
   * Immutable values, interfaces whose implementations are in the table, and what is read below a
   * root, which {@code RootVanishedTest} takes away.
   */
  private static final Set<String> WITHOUT_STATE =
      Set.of(
          "Cgroups",
          "Chunks", // RelationsTest
          "CommandLine",
          "CpuInfo",
          "Descriptions",
          "Fact",
          "Figure",
          "FileLock",
          "FileReading",
          "Gathering$LineParser",
          "KernelCommandLine",
          "KernelConfig",
          "KernelVersion",
          "Limits",
          "LockGraph",
          "MarkInbox$Receiver",
          "MemorySizes",
          "OwnThread",
          "OwnUsage",
          "ProcessDirectory",
          "ProcessEntry",
          "ProcessFilter",
          "ProcessRow",
          "Processes",
          "Processor",
          "Procfs",
          "Reading",
          "Recorder$Listener",
          "RecordingFacts",
          "RecordingSink",
          "Relation",
          "Relations",
          "Rows", // RelationsTest
          "Sample",
          "SampledFile$Parser",
          "Self$OfSource",
          "SystemCallTable",
          "ThreadNames", // ThreadNamesTest
          "WaitTable$OfThread",
          "Waits");

  /** Called by parsers, while they read a text. */
  private static final Set<String> INTERNAL =
      Set.of("Cursor", "Layout$Builder", "Layout$Builder$RowBuilder");

  private static final Set<String> ACTS =
      Set.of(
          "abandon",
          "abandoned",
          "append",
          "build",
          "close",
          "failed",
          "gap",
          "idleUntil",
          "late",
          "measure",
          "next",
          "period",
          "point",
          "read",
          "rowChanges",
          "run",
          "sample",
          "sampled",
          "stop",
          "value", // of a shared reader: it moves to the next interval
          "writes");

  @TempDir private Path directory;

  /** The lines of the table, by method. */
  private static Map<String, List<String>> table() throws IOException {
    Map<String, List<String>> lines = new LinkedHashMap<>();
    for (String line : Files.readAllLines(TABLE)) {
      if (!line.isBlank() && !line.startsWith("#")) {
        List<String> words = List.of(line.strip().split(" +"));
        assertThat(lines.put(words.getFirst(), words.subList(1, words.size())))
            .as("one line for %s", words.getFirst())
            .isNull();
      }
    }
    return lines;
  }

  static Stream<MisusedObjects.Kind> kinds() {
    return Stream.of(MisusedObjects.Kind.values());
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void isAsInTheTable(MisusedObjects.Kind kind) throws Exception {
    Map<String, List<String>> table = table();
    List<String> wrong = new ArrayList<>();
    Map<String, List<String>> seen = new TreeMap<>();
    for (MisusedObjects.State state : MisusedObjects.State.values()) {
      try (MisusedObjects objects = new MisusedObjects(directory)) {
        Object object = objects.make(kind, state); // for all methods that do not change it
        for (Method method : methods(kind.type())) {
          String outcome =
              object == null || !MisusedObjects.concerns(state, method)
                  ? "-"
                  : isAct(method)
                      ? outcomeAlone(kind, state, method)
                      : outcome(objects, object, kind, state, method);
          seen.computeIfAbsent(name(kind, method), name -> new ArrayList<>()).add(outcome);
        }
      }
    }
    seen.forEach(
        (name, outcomes) -> {
          if (!isAsExpected(table.getOrDefault(name, List.of()), outcomes)) {
            wrong.add("%-59s %s".formatted(name, line(outcomes)));
          }
        });
    assertThat(wrong).as("methods that do not do what %s states", TABLE).isEmpty();
  }

  /** Objects of some kinds cannot be brought into some states. */
  private static boolean isAsExpected(List<String> expected, List<String> seen) {
    if (expected.size() != seen.size()) {
      return false;
    }
    for (int i = 0; i < seen.size(); i++) {
      if (!seen.get(i).equals("-") && !List.of(expected.get(i).split("/")).contains(seen.get(i))) {
        return false;
      }
    }
    return true;
  }

  @Test
  void eachLineIsOfAMethod() throws IOException {
    Set<String> methods =
        kinds()
            .flatMap(kind -> methods(kind.type()).stream().map(method -> name(kind, method)))
            .collect(Collectors.toSet());
    assertThat(methods).containsAll(table().keySet());
  }

  @Test
  void eachTypeWithAStateIsInTheTable() {
    Set<Class<?>> misused = kinds().map(MisusedObjects.Kind::type).collect(Collectors.toSet());
    Set<String> missing = new TreeSet<>();
    Api.types()
        .filter(type -> !type.isRecord() && !type.isEnum() && !type.isAnnotation())
        .filter(type -> !Throwable.class.isAssignableFrom(type))
        .filter(type -> !View.class.isAssignableFrom(type) || type == View.class)
        .filter(type -> !methods(type).isEmpty() && !misused.contains(type))
        .forEach(type -> missing.add(type.getName().replaceFirst(".*\\.", "")));
    missing.removeAll(INTERNAL);
    assertThat(missing).containsExactlyInAnyOrderElementsOf(WITHOUT_STATE);
  }

  /** The methods of an object that a user can call, in the order of their names. */
  private static Collection<Method> methods(Class<?> type) {
    Map<String, Method> methods = new TreeMap<>();
    for (Method method : type.getMethods()) {
      if (!Modifier.isStatic(method.getModifiers())
          && method.getDeclaringClass() != Object.class
          && method.getDeclaringClass().getName().startsWith("io.github.procfs4j")
          && !method.isSynthetic()
          && !Set.of("equals", "hashCode").contains(method.getName())) {
        methods.put(method.getName() + Arrays.toString(method.getParameterTypes()), method);
      }
    }
    return methods.values();
  }

  private static String name(MisusedObjects.Kind kind, Method method) {
    return kind.type().getName().replaceFirst(".*\\.", "").replace('$', '.') + "." + name(method);
  }

  private static String name(Method method) {
    return method.getName()
        + Arrays.stream(method.getParameterTypes())
            .map(Class::getSimpleName)
            .collect(Collectors.joining(",", "(", ")"));
  }

  private static String line(List<String> outcomes) {
    return outcomes.stream().map("%-7s"::formatted).collect(Collectors.joining(" ")).strip();
  }

  /** Whether a method changes its object, or closes it. */
  private static boolean isAct(Method method) {
    return ACTS.contains(method.getName());
  }

  private String outcomeAlone(MisusedObjects.Kind kind, MisusedObjects.State state, Method method)
      throws Exception {
    try (MisusedObjects objects = new MisusedObjects(directory)) {
      return outcome(
          objects, Objects.requireNonNull(objects.make(kind, state)), kind, state, method);
    }
  }

  private static String outcome(
      MisusedObjects objects,
      Object object,
      MisusedObjects.Kind kind,
      MisusedObjects.State state,
      Method method)
      throws Exception {
    Set<String> outcomes = new TreeSet<>();
    for (Object[] arguments : objects.arguments(kind, state, method)) {
      outcomes.add(
          state == MisusedObjects.State.USED
              ? objects.whileInUse(() -> outcome(object, method, arguments))
              : outcome(object, method, arguments));
    }
    return String.join("|", outcomes);
  }

  private static String outcome(Object object, Method method, Object[] arguments) {
    try {
      method.setAccessible(true); // its class may not be public
      if (method.getDeclaringClass() == Recorder.class && name(method).equals("run()")) {
        Thread.currentThread().interrupt(); // otherwise it would not return
      }
      Object returned = method.invoke(object, arguments);
      return method.getReturnType() == void.class ? "ok" : shown(returned);
    } catch (InvocationTargetException e) {
      return shown(Objects.requireNonNull(e.getCause()), arguments);
    } catch (IllegalAccessException e) {
      throw new AssertionError(e);
    } finally {
      Thread.interrupted();
    }
  }

  private static String shown(@Nullable Object returned) {
    return switch (returned) {
      case null -> "null";
      case Boolean truth -> truth.toString();
      case Double number -> number.isNaN() ? "absent" : number == 0 ? "0" : "ok";
      case Number number -> number.longValue() == 0 ? "0" : "ok";
      case Optional<?> value -> value.isEmpty() ? "absent" : "ok";
      case OptionalLong value -> value.isEmpty() ? "absent" : "ok";
      case OptionalInt value -> value.isEmpty() ? "absent" : "ok";
      case OptionalDouble value -> value.isEmpty() ? "absent" : "ok";
      case Collection<?> values -> values.isEmpty() ? "absent" : "ok";
      case Stream<?> values -> values.findAny().isEmpty() ? "absent" : "ok";
      case double[] values -> values.length == 0 ? "absent" : "ok";
      case long[] values -> values.length == 0 ? "absent" : "ok";
      default -> "ok";
    };
  }

  /** An exception of the right type, whose message says what is wrong. */
  private static String shown(Throwable thrown, Object[] arguments) {
    String message = String.valueOf(thrown.getMessage());
    String type = thrown.getClass().getSimpleName();
    boolean namesArguments =
        Arrays.stream(arguments)
            .anyMatch(
                argument -> argument != null && message.contains(MisusedObjects.named(argument)));
    return switch (type) {
      case "IllegalStateException" ->
          message.contains("closed")
              ? "closed"
              : message.contains("in use by") ? "used" : message.isEmpty() ? type : "state";
      case "IllegalArgumentException" -> namesArguments ? "refused" : type + ":" + message;
      case "IndexOutOfBoundsException" -> message.contains("out of bounds") ? "index" : type;
      case "NoSuchElementException" -> message.length() > 10 ? "none" : type;
      case "ConcurrentModificationException" -> "changed";
      case "UnreadableException" -> "unread";
      default -> type + ":" + message;
    };
  }
}

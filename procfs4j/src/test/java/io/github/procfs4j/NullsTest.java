package io.github.procfs4j;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.procfs4j.model.Layout;
import io.github.procfs4j.processes.ProcessTable;
import io.github.procfs4j.replay.LearnedText;
import io.github.procfs4j.sampling.Gathering;
import io.github.procfs4j.sampling.Outcome;
import io.github.procfs4j.sampling.Recorder;
import io.github.procfs4j.sampling.SampledFile;
import io.github.procfs4j.sampling.UnreadableException;
import io.github.procfs4j.system.Stat;
import io.github.procfs4j.system.StatColumns;
import io.github.procfs4j.text.Cursor;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.BiPredicate;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;
import java.util.function.ToDoubleBiFunction;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every method and constructor rejects null with an exception that names the parameter, before it
 * does anything.
 */
class NullsTest {
  /** Methods of a playback and of a recorder's listener that the library calls for every sample. */
  private static final Set<String> UNCHECKED_METHODS =
      Set.of("abandoned", "changed", "copyTo", "failed", "matches", "sampled");

  @TempDir private Path directory;

  private final Map<Class<?>, Object> values = new HashMap<>();
  private final Set<String> faults = new TreeSet<>();
  private int refused;

  @Test
  void nullIsRefused() throws IOException, ReflectiveOperationException {
    Instances instances = new Instances(directory.resolve("instances"));
    prepare(instances);
    for (Class<?> type : Api.types().toList()) {
      if (!Modifier.isAbstract(type.getModifiers())) {
        for (Constructor<?> constructor : type.getConstructors()) {
          check(null, constructor);
        }
      }
      for (Method method : type.getDeclaredMethods()) {
        if (Modifier.isStatic(method.getModifiers()) && Modifier.isPublic(method.getModifiers())) {
          check(null, method);
        }
      }
    }
    for (Map.Entry<Class<?>, Object> instance : instances.byClass().entrySet()) {
      for (Method method : methods(instance.getKey())) {
        check(instance.getValue(), method);
      }
    }
    for (Class<?> tool :
        List.of(Cursor.class, Layout.Builder.class, Layout.Builder.RowBuilder.class)) {
      for (Method method : methods(tool)) {
        check(values.get(tool), method);
      }
    }
    assertThat(faults).isEmpty();
    assertThat(refused).as("parameters that refuse null").isGreaterThan(300);
    try (Stream<Path> made = Files.list(directory)) {
      assertThat(made).as("nothing was done").containsExactly(directory.resolve("instances"));
    }
  }

  /**
   * The methods that a user can call on an object of a class, whichever of its types declares them.
   */
  private static Set<Method> methods(Class<?> type) {
    Set<Method> methods = new LinkedHashSet<>();
    for (Class<?> c = type; c != null && c != Object.class; c = c.getSuperclass()) {
      List<Class<?>> declaring = new ArrayList<>(List.of(c.getInterfaces()));
      declaring.add(c);
      for (Class<?> d : declaring) {
        for (Method method : d.getDeclaredMethods()) {
          if (d.getPackageName().startsWith("io.github.procfs4j")
              && (Modifier.isPublic(d.getModifiers()) || Modifier.isPublic(type.getModifiers()))
              && Modifier.isPublic(method.getModifiers())
              && !Modifier.isStatic(method.getModifiers())
              && (type.isInterface() || !Modifier.isAbstract(method.getModifiers()))
              && !method.isSynthetic()
              && !method.getName().equals("equals")
              && !UNCHECKED_METHODS.contains(method.getName())) {
            methods.add(method);
          }
        }
      }
    }
    return methods;
  }

  private void prepare(Instances instances) throws IOException {
    Layout.Builder layout = new Layout.Builder();
    Layout.Builder.RowBuilder row = layout.row(Stat.cpu(0));
    Cursor[] cursor = new Cursor[1];
    new LearnedText()
        .learn(
            "a text",
            ByteBuffer.wrap("1\n".getBytes(US_ASCII)),
            2,
            in -> {
              cursor[0] = in;
              in.unsigned();
              in.endLine();
            });
    instances.byClass().forEach(values::put);
    Stream.of(
            Stat.FILE,
            StatColumns.CPU_USER,
            Stat.cpu(0),
            ProcessTable.PROCESS,
            layout,
            row,
            "text",
            new byte[] {'1', '\n'},
            new long[] {1},
            new double[] {1},
            new String[] {"cpu"},
            Duration.ofSeconds(1),
            Pattern.compile("x"),
            OutputStream.nullOutputStream(),
            new Exception("made up"),
            new UnreadableException(Outcome.ABSENT, "made up"))
        .forEach(value -> values.put(value.getClass(), value));
    values.put(Path.class, directory.resolve("made"));
    values.put(List.class, List.of());
    values.put(Collection.class, List.of());
    values.put(Map.class, Map.of());
    values.put(NavigableMap.class, new TreeMap<>());
    values.put(Optional.class, Optional.empty());
    values.put(OptionalInt.class, OptionalInt.empty());
    values.put(OptionalLong.class, OptionalLong.empty());
    values.put(ByteBuffer.class, ByteBuffer.allocate(8));
    values.put(BiFunction.class, (BiFunction<Object, Object, Object>) (a, b) -> a);
    values.put(BiPredicate.class, (BiPredicate<Object, Object>) (a, b) -> false);
    values.put(BooleanSupplier.class, (BooleanSupplier) () -> false);
    values.put(Consumer.class, (Consumer<Object>) a -> {});
    values.put(Function.class, (Function<Object, Object>) a -> a);
    values.put(IntConsumer.class, (IntConsumer) a -> {});
    values.put(LongFunction.class, (LongFunction<Object>) a -> Optional.empty());
    values.put(LongSupplier.class, (LongSupplier) () -> 0);
    values.put(ToDoubleBiFunction.class, (ToDoubleBiFunction<Object, Object>) (a, b) -> 0);
    values.put(ToDoubleFunction.class, (ToDoubleFunction<Object>) a -> 0);
    values.put(UnaryOperator.class, UnaryOperator.identity());
    values.put(int[].class, new int[0]);
    values.put(Cursor.class, cursor[0]);
    values.put(Recorder.Listener.class, (Recorder.Listener) (source, sampler) -> {});
    values.put(Gathering.LineParser.class, (Gathering.LineParser) (directory, file, line) -> {});
    values.put(SampledFile.Parser.class, (SampledFile.Parser) (in, out) -> {});
  }

  private @Nullable Object value(Parameter parameter) {
    Class<?> type = parameter.getType();
    if (type == boolean.class) {
      return false;
    } else if (type == double.class) {
      return 1.0;
    } else if (type == long.class) {
      return 1L;
    } else if (type == int.class) {
      return 0;
    } else if (type.isEnum()) {
      return type.getEnumConstants()[0];
    }
    Object exact = values.get(type);
    if (exact != null) {
      return exact;
    }
    return values.values().stream().filter(type::isInstance).findFirst().orElse(null);
  }

  /**
   * The name of a parameter, or of its type: a view rejects a null {@code zone} where all rows are
   * looked up.
   */
  private static String name(Parameter parameter) {
    String type = parameter.getType().getSimpleName();
    return parameter.getName()
        + (type.equals("Row") || type.equals("Column") ? "|" + type.toLowerCase(Locale.ROOT) : "");
  }

  /** Calls it once for each parameter, with null for that one. */
  private void check(@Nullable Object on, Executable code) {
    Parameter[] parameters = code.getParameters();
    for (int i = 0; i < parameters.length; i++) {
      if (parameters[i].getType().isPrimitive()
          || parameters[i].getAnnotatedType().isAnnotationPresent(Nullable.class)
          || code.getName().equals("valueOf")
          || code.isSynthetic()) {
        continue;
      }
      @Nullable Object[] arguments = new Object[parameters.length];
      for (int j = 0; j < arguments.length; j++) {
        arguments[j] = j == i ? null : value(parameters[j]);
        if (j != i
            && arguments[j] == null
            && !parameters[j].getAnnotatedType().isAnnotationPresent(Nullable.class)) {
          faults.add("the test has no " + parameters[j].getType().getName());
        }
      }
      String what =
          code.getDeclaringClass().getName().replaceFirst(".*procfs4j\\.", "")
              + "."
              + code.getName().replaceFirst(".*\\.", "")
              + "("
              + parameters[i].getType().getSimpleName()
              + " "
              + parameters[i].getName()
              + ")";
      String before = String.valueOf(on);
      try {
        code.setAccessible(true); // a non-public class may declare it for public ones
        Object returned =
            code instanceof Method method
                ? method.invoke(on, arguments)
                : ((Constructor<?>) code).newInstance(arguments);
        faults.add(
            what
                + " takes null and returns "
                + (returned == null ? "" : returned.getClass().getSimpleName()));
      } catch (InvocationTargetException e) {
        if (e.getCause() instanceof NullPointerException refusal
            && String.valueOf(refusal.getMessage())
                .matches("(?s).*\\b(" + name(parameters[i]) + ")\\b.*")) {
          refused++;
        } else {
          faults.add(what + " throws " + e.getCause());
        }
      } catch (ReflectiveOperationException e) {
        faults.add(what + " cannot be called: " + e);
      }
      if (!String.valueOf(on).equals(before)) {
        faults.add(what + " has changed " + on);
      }
    }
  }
}

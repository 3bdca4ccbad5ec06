package io.github.procfs4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The library reports absence by the single rule in docs/api.md. */
class AbsenceTest {
  private static final String NO_GARBAGE =
      "asked for each figure of each row of each interval, without garbage";
  private static final String NO_GARBAGE_OF_ROWS = "asked for each value of each row";

  /** The methods that return null nevertheless, and why. */
  private static final Map<String, String> NULLABLE =
      Map.of(
          "Interval.lack", NO_GARBAGE,
          "Interval.lackingColumn", NO_GARBAGE,
          "Interval.leftOutColumn", NO_GARBAGE,
          "Rows.decimal", NO_GARBAGE_OF_ROWS,
          "Rows.text", NO_GARBAGE_OF_ROWS);

  private static final Pattern MINUS_ONE =
      Pattern.compile(
          "/\\*\\*((?!\\*/).)*\\W-1\\W+(if|where|when|unless)\\b((?!\\*/).)*\\*/\\s*(@\\S+\\s+)*public"
              + " [^;{]*",
          Pattern.DOTALL);

  @Test
  void nothingReturnsNull() {
    Set<String> nullable = new TreeSet<>();
    Api.types()
        .forEach(
            type -> {
              for (Method method : type.getDeclaredMethods()) {
                if (Modifier.isPublic(method.getModifiers())
                    && method.getAnnotatedReturnType().isAnnotationPresent(Nullable.class)) {
                  nullable.add(type.getSimpleName() + "." + method.getName());
                }
              }
            });
    assertThat(nullable).containsExactlyInAnyOrderElementsOf(NULLABLE.keySet());
  }

  @Test
  void nothingReturnsMinusOne() throws IOException {
    Set<String> found = new TreeSet<>();
    for (String exported : Api.packages()) {
      Path directory = Path.of("src/main/java").resolve(exported.replace('.', '/'));
      try (Stream<Path> files = Files.list(directory)) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          MINUS_ONE
              .matcher(Files.readString(file))
              .results()
              .forEach(result -> found.add(file.getFileName() + ": " + result.group()));
        }
      }
    }
    assertThat(found).isEmpty();
  }
}

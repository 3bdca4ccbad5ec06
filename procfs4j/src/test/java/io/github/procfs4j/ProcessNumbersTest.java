package io.github.procfs4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The numbers of processes and threads are {@code long} in the whole library. */
class ProcessNumbersTest {
  private static final Set<String> NAMES = Set.of("pid", "tid", "ppid", "tgid");

  @Test
  void areLong() {
    Set<String> others = new TreeSet<>();
    int[] seen = new int[1];
    Api.types()
        .forEach(
            type -> {
              for (Method method : type.getDeclaredMethods()) {
                if (!Modifier.isPublic(method.getModifiers())) {
                  continue;
                }
                if (NAMES.contains(method.getName())) {
                  seen[0]++;
                  if (method.getReturnType() != long.class
                      && method.getReturnType() != OptionalLong.class) {
                    others.add(method.toString());
                  }
                }
                for (Parameter parameter : method.getParameters()) {
                  if (NAMES.contains(parameter.getName())) {
                    seen[0]++;
                    if (parameter.getType() != long.class) {
                      others.add(method + ": " + parameter);
                    }
                  }
                }
              }
            });
    assertThat(others).isEmpty();
    assertThat(seen[0]).as("numbers of processes in the API").isGreaterThan(5);
  }
}

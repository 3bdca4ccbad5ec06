package io.github.procfs4j.system;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.procfs4j.Procfs;
import io.github.procfs4j.testing.Corpus;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The methods with the names of keys of meminfo and vmstat return the value of that key. */
class AccessorsTest {
  private static final Pattern LINE = Pattern.compile("([^ :]+):? +([0-9]+)( kB)?");

  /**
   * The keys that vmstat counts in kB without printing the unit. mm/vmstat.c halves sectors;
   * kernel/fork.c.
   */
  private static final Set<String> KILOBYTES =
      Set.of("pgpgin", "pgpgout", "nr_kernel_stack", "nr_shadow_call_stack");

  static Stream<Corpus.Text> texts() {
    return Corpus.texts().filter(text -> List.of("meminfo", "vmstat").contains(text.file()));
  }

  @ParameterizedTest
  @MethodSource("texts")
  void sayWhatStandsUnderTheirKey(Corpus.Text text) throws ReflectiveOperationException {
    Procfs procfs = Procfs.at(text.tree());
    Object view = text.file().equals("meminfo") ? procfs.memInfo() : procfs.vmStat();
    Map<String, Long> printed = printed(text);
    Map<String, String> keyOfMethod = keyOfMethod(text.file());
    int compared = 0;
    for (Method method : accessors(view)) {
      String key =
          Objects.requireNonNull(
              keyOfMethod.get(plain(method.getName())), () -> "no key for " + method);
      Long amount = printed.get(key);
      if (amount == null && method.getReturnType() == long.class) {
        assertThatThrownBy(() -> method.invoke(view))
            .as(key)
            .cause()
            .isInstanceOf(NoSuchElementException.class)
            .hasMessageContaining(key);
      } else if (amount == null) {
        assertThat(method.invoke(view)).as(key).isEqualTo(OptionalLong.empty());
      } else {
        Object expected =
            method.getReturnType() == long.class ? amount : (Object) OptionalLong.of(amount);
        assertThat(method.invoke(view)).as(key).isEqualTo(expected);
        compared++;
      }
    }
    assertThat(compared).as("keys compared").isGreaterThan(5);
  }

  @ParameterizedTest
  @MethodSource("texts")
  void everyKeyIsThereByName(Corpus.Text text) {
    Procfs procfs = Procfs.at(text.tree());
    printed(text)
        .forEach(
            (key, amount) ->
                assertThat(
                        text.file().equals("meminfo")
                            ? procfs.memInfo().amount(key)
                            : procfs.vmStat().amount(key))
                    .as(key)
                    .hasValue(amount));
  }

  private static Map<String, Long> printed(Corpus.Text text) {
    Map<String, Long> printed = new HashMap<>();
    for (String line : new String(text.bytes(), ISO_8859_1).lines().toList()) {
      var matcher = LINE.matcher(line);
      assertThat(matcher.matches()).as(line).isTrue();
      long number = Long.parseUnsignedLong(matcher.group(2));
      boolean isKilobytes = matcher.group(3) != null || KILOBYTES.contains(matcher.group(1));
      printed.put(matcher.group(1), isKilobytes ? number * 1024 : number);
    }
    return printed;
  }

  private static List<Method> accessors(Object view) {
    return Arrays.stream(view.getClass().getDeclaredMethods())
        .filter(
            method ->
                java.lang.reflect.Modifier.isPublic(method.getModifiers())
                    && method.getParameterCount() == 0
                    && (method.getReturnType() == long.class
                        || method.getReturnType() == OptionalLong.class))
        .toList();
  }

  /** Methods are named like their keys, without what Java does not allow in names. */
  private static Map<String, String> keyOfMethod(String file) {
    Map<String, String> keyOfMethod = new HashMap<>();
    (file.equals("meminfo") ? MemInfoColumns.COLUMNS : VmStatColumns.COLUMNS)
        .forEach(column -> keyOfMethod.put(plain(column.name()), column.name()));
    return keyOfMethod;
  }

  private static String plain(String name) {
    return name.replaceAll("[^A-Za-z0-9]", "").toLowerCase(Locale.ROOT);
  }
}

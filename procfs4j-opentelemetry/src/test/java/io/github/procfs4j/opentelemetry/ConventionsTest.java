package io.github.procfs4j.opentelemetry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.procfs4j.Procfs;
import io.github.procfs4j.testing.CorpusCopy;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.data.MetricDataType;
import io.opentelemetry.semconv.incubating.CpuIncubatingAttributes;
import io.opentelemetry.semconv.incubating.DiskIncubatingAttributes;
import io.opentelemetry.semconv.incubating.NetworkIncubatingAttributes;
import io.opentelemetry.semconv.incubating.ProcessIncubatingAttributes;
import io.opentelemetry.semconv.incubating.ProcessIncubatingMetrics;
import io.opentelemetry.semconv.incubating.SystemIncubatingAttributes;
import io.opentelemetry.semconv.incubating.SystemIncubatingMetrics;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Field;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What is exported against the semantic conventions 1.44: the list of their instruments, and the
 * constants for Java of version 1.43, to which 1.44 adds four instruments of {@code system.*} and
 * {@code process.*}.
 */
class ConventionsTest {
  private static final Set<String> ADDED_IN_1_44 =
      Set.of(
          "process.disk.operations",
          "process.memory.utilization",
          "process.signals_pending",
          "system.process.limit");

  @TempDir private static Path directory;

  /** Every file of a tree of texts, this process, and the processes of this machine. */
  private static final Map<String, MetricData> EXPORTED = new TreeMap<>();

  @BeforeAll
  static void collect() throws IOException {
    CorpusCopy texts = CorpusCopy.of(directory, "s0");
    Collected tree = new Collected();
    Collected machine = new Collected();
    try (ProcfsTelemetry telemetry =
            ProcfsTelemetry.builder()
                .procfs(Procfs.at(texts.root()))
                .greatestAge(Duration.ZERO)
                .files(Procfs.sampledFiles())
                .eachCpu()
                .withoutOwnProcess()
                .export(tree.openTelemetry());
        ProcfsTelemetry own =
            ProcfsTelemetry.builder()
                .files(List.of())
                .busiestProcesses(3)
                .greatestAge(Duration.ZERO)
                .export(machine.openTelemetry())) {
      telemetry.refresh();
      own.refresh();
      machine.metrics(); // the second collection has shares of the time since the first one
      texts.goTo("s1");
      EXPORTED.putAll(machine.metrics());
      EXPORTED.putAll(tree.metrics());
    }
  }

  private static boolean isOfConventions(String name) {
    return name.startsWith("system.") || name.startsWith("process.");
  }

  /** A line for each instrument: name, kind, unit, attributes. */
  private static Map<String, List<String>> published() throws IOException {
    Map<String, List<String>> published = new HashMap<>();
    try (InputStream in = ConventionsTest.class.getResourceAsStream("conventions-1.44.txt")) {
      new String(Objects.requireNonNull(in).readAllBytes(), UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> Arrays.asList(line.split(" ", -1)))
          .forEach(words -> published.put(words.getFirst(), words.subList(1, words.size())));
    }
    return published;
  }

  static String kind(MetricData metric) {
    MetricDataType type = metric.getType();
    return switch (type) {
      case LONG_GAUGE, DOUBLE_GAUGE -> "gauge";
      case LONG_SUM -> metric.getLongSumData().isMonotonic() ? "counter" : "updowncounter";
      case DOUBLE_SUM -> metric.getDoubleSumData().isMonotonic() ? "counter" : "updowncounter";
      default -> type.name();
    };
  }

  @Test
  void namesKindsUnitsAndAttributesAreThoseOfTheConventions() throws IOException {
    Map<String, List<String>> published = published();
    Set<String> found = new HashSet<>();
    EXPORTED.forEach(
        (name, metric) -> {
          if (isOfConventions(name)) {
            found.add(name);
            List<String> words = published.getOrDefault(name, List.of("not in 1.44", ""));
            assertThat(List.of(kind(metric), metric.getUnit()))
                .as(name)
                .isEqualTo(words.subList(0, 2));
            Set<String> keys = new HashSet<>();
            metric
                .getData()
                .getPoints()
                .forEach(
                    point -> point.getAttributes().forEach((key, value) -> keys.add(key.getKey())));
            assertThat(keys)
                .as(name)
                .containsExactlyInAnyOrderElementsOf(words.subList(2, words.size()));
          }
        });
    assertThat(found)
        .contains(
            "system.cpu.time",
            "system.cpu.utilization",
            "system.paging.usage",
            "system.disk.operation_time",
            "system.process.count",
            "process.cpu.time",
            "process.cpu.utilization",
            "process.memory.utilization",
            "process.disk.io")
        .hasSizeGreaterThan(35);
  }

  @Test
  void doublesAreSecondsAndShares() {
    EXPORTED.forEach(
        (name, metric) -> {
          if (isOfConventions(name)) {
            boolean isDouble =
                metric.getType() == MetricDataType.DOUBLE_GAUGE
                    || metric.getType() == MetricDataType.DOUBLE_SUM;
            assertThat(isDouble)
                .as(name)
                .isEqualTo(metric.getUnit().equals("s") || metric.getUnit().equals("1"));
          }
        });
  }

  /** {@code X_NAME} and {@code X_UNIT} of these classes. */
  private static Map<String, String> unitsOfConstants() throws ReflectiveOperationException {
    Map<String, String> units = new HashMap<>();
    for (Class<?> constants :
        List.of(SystemIncubatingMetrics.class, ProcessIncubatingMetrics.class)) {
      for (Field field : constants.getFields()) {
        if (field.getName().endsWith("_NAME") && !field.isAnnotationPresent(Deprecated.class)) {
          String unit = field.getName().replaceAll("_NAME$", "_UNIT");
          units.put((String) field.get(null), (String) constants.getField(unit).get(null));
        }
      }
    }
    return units;
  }

  @Test
  void namesAndUnitsAreTheConstantsForJava() throws ReflectiveOperationException, IOException {
    Map<String, String> units = unitsOfConstants();
    EXPORTED.forEach(
        (name, metric) -> {
          if (isOfConventions(name) && !ADDED_IN_1_44.contains(name)) {
            assertThat(units).as(name).containsEntry(name, metric.getUnit());
          }
        });
    // The list of this test is complete, too.
    Map<String, String> listed = new HashMap<>();
    published().forEach((name, words) -> listed.put(name, words.get(1)));
    assertThat(listed.keySet()).containsAll(ADDED_IN_1_44);
    listed.keySet().removeAll(ADDED_IN_1_44);
    assertThat(listed).isEqualTo(units);
  }

  @Test
  void attributesAreTheConstantsForJava() throws ReflectiveOperationException {
    Set<AttributeKey<?>> keys = new HashSet<>();
    Map<String, Set<Object>> values = new HashMap<>();
    for (Class<?> constants :
        List.of(
            SystemIncubatingAttributes.class,
            ProcessIncubatingAttributes.class,
            CpuIncubatingAttributes.class,
            DiskIncubatingAttributes.class,
            NetworkIncubatingAttributes.class)) {
      for (Field field : constants.getFields()) {
        if (field.get(null) instanceof AttributeKey<?> key
            && !field.isAnnotationPresent(Deprecated.class)) {
          keys.add(key);
        }
      }
      for (Class<?> enumeration : constants.getClasses()) {
        Set<Object> ofOne = new HashSet<>();
        for (Field field : enumeration.getFields()) {
          ofOne.add(field.get(null));
        }
        values.put(enumeration.getSimpleName().replace("IncubatingValues", ""), ofOne);
      }
    }
    List<Attributes> all = new ArrayList<>();
    EXPORTED.forEach(
        (name, metric) -> {
          if (isOfConventions(name)) {
            metric.getData().getPoints().forEach(point -> all.add(point.getAttributes()));
          }
        });
    for (Attributes attributes : all) {
      attributes.forEach(
          (key, value) -> {
            assertThat(keys).as(key.getKey()).contains(key);
            Set<Object> allowed = values.get(camelCase(key.getKey()));
            if (allowed != null) {
              assertThat(allowed).as(key.getKey()).contains(value);
            }
          });
    }
    assertThat(values).containsKeys("CpuMode", "SystemMemoryState", "ProcessState");
  }

  private static String camelCase(String key) {
    StringBuilder name = new StringBuilder();
    for (String word : key.split("[._]", -1)) {
      name.append(Character.toUpperCase(word.charAt(0))).append(word.substring(1));
    }
    return name.toString();
  }

  @Test
  void everythingElseIsUnderLinux() {
    assertThat(EXPORTED.keySet())
        .allMatch(name -> isOfConventions(name) || name.startsWith("linux."))
        .allMatch(name -> name.matches("[a-z][a-z0-9_.]{0,254}"))
        .contains(
            "linux.pressure.cpu.total",
            "linux.interrupts.count",
            "linux.softirqs.count",
            "linux.schedstat.cpu.run_delay",
            "linux.buddyinfo.free.order0");
  }
}

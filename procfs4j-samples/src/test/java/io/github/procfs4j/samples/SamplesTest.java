package io.github.procfs4j.samples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs each sample, and looks for what its comment promises in what it prints. */
class SamplesTest {
  private static final Path SOURCES = Path.of("src/main/java/io/github/procfs4j/samples");

  /** What a program with this argument must print. Machines may lack disks, pressure or IPv6. */
  private record Promise(String argument, String regex) {}

  private static final Map<String, Promise> PROMISES =
      new TreeMap<>(
          Map.ofEntries(
              promise("Sample01OneReading", "", "kernel +\\d+\\.\\d+.*[\\d,]+ of [\\d,]+ bytes"),
              promise("Sample02Mpstat", "1", "^all +[\\d.]+ % busy +[\\d.]+ % iowait\n\\d+ "),
              promise("Sample03Iostat", "1", "^device +r/s +rB/s .*%util|^\\S*/diskstats: "),
              promise(
                  "Sample04MemoryAlert", "1", "(fine|ALERT): \\d+ % of memory available, \\S+ %"),
              promise(
                  "Sample05TopWithJavaThreads",
                  "300",
                  "pid +CPU %  process\n.*tid  CPU ms  thread of this JVM\n.*  main\n"),
              promise(
                  "Sample06OneKilohertz",
                  "300",
                  "\\d+ samples, \\d+ late ticks, \\d+ bytes\n"
                      + "context switches/s: min \\d+, median"),
              promise(
                  "Sample07RecordAndReadBack",
                  "",
                  "Linux version.*\n\\d{4}-\\S+Z  [\\d,]+ bytes available\n.*[\\d,]+ bytes in "),
              promise(
                  "Sample08RecordingAsSeries",
                  "",
                  "^\\d+ points in .*\ncontext switches/s: mean \\d+.*\nCPUs busy: [\\d.]+ %"),
              promise("Sample09Containers", "", "\\d+ processes +[\\d,]+ bytes  [/(]"),
              promise(
                  "Sample10SharedScrape",
                  "",
                  "# new: lo\n.*receive_bytes_total\\{device=\"lo\"} \\d+\n.*read the same sample"),
              promise("Sample11OwnFile", "", "TCP6 +\\d+ sockets\n|^\\S+/net/sockstat6: "),
              promise("Sample12NativeAccess", "1000", "native access: .*\n[\\d,]+ ns for"),
              promise(
                  "Sample14Jfr",
                  "target/sample.jfr 3000",
                  "procfs4j.jvm.*[\\d.]+ s  a thread that works hard\n.*jfr view"),
              promise("Sample13Jmh", "200", "\\d of 3 iterations (was|were) disturbed\n.*Score"),
              promise(
                  "Sample15Micrometer",
                  "",
                  "linux_cpu_time_seconds_total\\{mode=\"user\"} [\\d.]+"),
              promise(
                  "Sample16OpenTelemetry",
                  "",
                  "system\\.cpu\\.time\\{cpu\\.mode=\"user\"} [\\d.]+ s")));

  private static Map.Entry<String, Promise> promise(String name, String argument, String regex) {
    return Map.entry(name, new Promise(argument, regex));
  }

  static List<String> names() {
    return List.copyOf(PROMISES.keySet());
  }

  @ParameterizedTest
  @MethodSource("names")
  void printsWhatItPromises(String name) throws Exception {
    Promise promise = PROMISES.get(name);
    String[] arguments =
        Stream.of(promise.argument.split(" ")).filter(a -> !a.isEmpty()).toArray(String[]::new);
    PrintStream terminal = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    try (PrintStream out = new PrintStream(printed, true, UTF_8)) {
      System.setOut(out);
      Class.forName(SamplesTest.class.getPackageName() + "." + name)
          .getMethod("main", String[].class)
          .invoke(null, (Object) arguments);
    } finally {
      System.setOut(terminal);
    }
    assertThat(printed.toString(UTF_8))
        .containsPattern(Pattern.compile(promise.regex, Pattern.DOTALL));
  }

  /** Each is listed by {@code ./sample} with the first sentence of its comment, and tested here. */
  @Test
  void allAreListed() throws Exception {
    Process process = new ProcessBuilder("../sample").redirectErrorStream(true).start();
    List<String> lines =
        new String(process.getInputStream().readAllBytes(), UTF_8).lines().toList();
    assertThat(process.waitFor()).isZero();
    assertThat(lines).allMatch(line -> line.matches("Sample\\d\\d\\w+ +[A-Z].* .*[^.]"));
    assertThat(lines).map(line -> line.split(" ", 2)[0]).isEqualTo(files()).isEqualTo(names());
  }

  private static List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(SOURCES)) {
      return files
          .map(file -> file.getFileName().toString().replace(".java", ""))
          .filter(name -> name.startsWith("Sample"))
          .sorted()
          .toList();
    }
  }

  /** Each sample is linked from the section that it shows. */
  @Test
  void theGuideLeadsToAll() throws IOException {
    List<String> links =
        Pattern.compile("\\]\\(\\.\\./procfs4j-samples/(src/main/\\S*/(Sample\\w+)\\.java)\\)")
            .matcher(Files.readString(Path.of("../docs/guide.md")))
            .results()
            .peek(link -> assertThat(Path.of(link.group(1))).exists())
            .map(link -> link.group(2))
            .toList();
    assertThat(links).containsExactlyInAnyOrderElementsOf(names());
  }

  @Test
  void aNameThatFitsNoneOrSeveralIsAnsweredByTheList() throws Exception {
    for (String name : List.of("nothing", "record", "0")) {
      Process process = new ProcessBuilder("../sample", name).redirectErrorStream(true).start();
      String text = new String(process.getInputStream().readAllBytes(), UTF_8);
      assertThat(process.waitFor()).isEqualTo(2);
      assertThat(text).startsWith("sample: ").contains("«" + name + "»").contains("Sample01");
    }
  }
}

package io.github.procfs4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jdk.jfr.EventType;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The agent as users have it, a single jar, in programs that do not know of it. The module that it
 * belongs to is packaged before these tests run.
 */
class AgentTest {
  private static final int JAVA_21 = 65;

  /** Runs long enough for three samples, and then as long as its argument says. */
  private static final String PROGRAM =
      """
      package program;

      public class Program {
        public static void main(String[] arguments) throws Exception {
          long end = System.nanoTime() + Long.parseLong(arguments[0]) * 1_000_000;
          while (System.nanoTime() < end) {
            Thread.onSpinWait();
          }
          System.out.println("done");
        }
      }
      """;

  @TempDir private Path directory;
  private Path agent = Path.of("");
  private Path recording = Path.of("");

  @BeforeEach
  void findAgent() throws IOException {
    try (Stream<Path> built = Files.list(Path.of("..", "procfs4j-jfr", "target"))) {
      agent =
          built.filter(file -> file.toString().endsWith("-agent.jar")).findFirst().orElse(agent);
    }
    assumeTrue(Files.exists(agent.resolveSibling("classes")), "the agent has not been packaged");
    recording = directory.resolve("out.jfr");
  }

  private Path compile() throws Exception {
    Path source = Files.createDirectories(directory.resolve("source/program"));
    Files.writeString(source.resolve("Program.java"), PROGRAM);
    Files.writeString(source.resolveSibling("module-info.java"), "module program {}");
    Path classes = directory.resolve("classes");
    ConsumerTest.jdk(
        "javac",
        List.of(
            "-d",
            classes.toString(),
            source.resolveSibling("module-info.java").toString(),
            source.resolve("Program.java").toString()));
    return classes;
  }

  private Run run(List<String> options, String... program) throws Exception {
    List<String> words =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xlog:disable"));
    words.addAll(options);
    words.addAll(List.of(program));
    ProcessBuilder builder = new ProcessBuilder(words);
    builder.environment().keySet().removeIf(name -> name.endsWith("JAVA_OPTIONS"));
    Run run = Command.end(builder.start());
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).isEqualTo("done\n");
    return run;
  }

  private String agent(String argument) {
    return "-javaagent:" + agent + argument;
  }

  private String record() {
    return "-XX:StartFlightRecording:filename=" + recording;
  }

  private Set<String> recorded() throws IOException {
    try (RecordingFile file = new RecordingFile(recording)) {
      return file.readEventTypes().stream()
          .map(EventType::getName)
          .filter(name -> name.startsWith("procfs4j."))
          .collect(Collectors.toSet());
    }
  }

  @Test
  void recordsInAProgramOnTheClassPathAndSaysWhatItDoesNotKnow() throws Exception {
    Path classes = compile();
    String argument =
        "=stat@50ms,nothing,uptime@soon,self-threads@50ms,pid:*@100ms,pid:0,pid:java,cells";
    List<String> options =
        List.of(agent(argument), agent("=stat,meminfo@50ms"), record(), "-cp", classes.toString());
    Run run = run(options, "program.Program", "1500");
    assertThat(run.err().lines())
        .satisfiesExactly(
            line ->
                assertThat(line).startsWith("procfs4j-jfr: unknown source «nothing»; the sources"),
            line ->
                assertThat(line).startsWith("procfs4j-jfr: uptime@soon: «soon» is not a duration"),
            line -> assertThat(line).startsWith("procfs4j-jfr: pid:0: «0» is not the number of a"),
            line ->
                assertThat(line)
                    .isEqualTo(
                        "procfs4j-jfr: procfs4j.stat: events of this source are registered"
                            + " already"));
    assertThat(recorded())
        .contains(
            "procfs4j.stat.cpu",
            "procfs4j.jvm.thread",
            "procfs4j.meminfo.meminfo",
            "procfs4j.pid.process",
            "procfs4j.pid_java.process");
    List<RecordedEvent> events = RecordingFile.readAllEvents(recording);
    assertThat(events)
        .filteredOn(event -> event.getEventType().getName().equals("procfs4j.stat.cpu"))
        .isNotEmpty()
        .allMatch(event -> event.hasField("cell_user"));
    assertThat(events)
        .filteredOn(event -> event.getEventType().getName().equals("procfs4j.jvm.thread"))
        .anyMatch(
            event ->
                event.getThread("thread") != null
                    && event.getThread("thread").getJavaName().equals("main"));
  }

  @Test
  void recordsInAProgramOfModulesWithoutNativeAccess() throws Exception {
    Path classes = compile();
    for (String option :
        List.of("--illegal-native-access=deny", "-Djdk.util.jar.enableMultiRelease=false")) {
      Files.deleteIfExists(recording);
      List<String> options = List.of(option, agent("=uptime@50ms"), record());
      String[] program = {"-p", classes.toString(), "-m", "program/program.Program", "500"};
      assertThat(run(options, program).err()).as(option).isEmpty();
      assertThat(recorded()).as(option).containsExactly("procfs4j.uptime.uptime");
    }
  }

  @Test
  void aProgramWithoutJfrStartsAllTheSame() throws Exception {
    Path classes = compile();
    String[] program = {"-p", classes.toString(), "-m", "program/program.Program", "0"};
    List<String> options =
        List.of("--limit-modules=program,java.instrument", agent("=uptime@50ms"));
    assertThat(run(options, program).err())
        .isEqualTo(
            "procfs4j-jfr: no events: this program does without the module jdk.jfr; --add-modules"
                + " jdk.jfr adds it\n");
    // The jar that is a library, without the one that it needs.
    Path library = Path.of(agent.toString().replace("-agent", ""));
    assertThat(run(List.of("-javaagent:" + library), program).err())
        .startsWith("procfs4j-jfr: no events: the library procfs4j is not on the class path;");
  }

  @Test
  void whatJava21LoadsIsOfJava21() throws IOException {
    try (JarFile jar = new JarFile(agent.toFile())) {
      assertThat(jar.getEntry("META-INF/LICENSE")).isNotNull();
      assertThat(jar.isMultiRelease()).isTrue();
      for (JarEntry entry :
          jar.stream().filter(each -> each.getName().endsWith(".class")).toList()) {
        boolean isForLater = entry.getName().startsWith("META-INF/versions/22/");
        try (DataInputStream in = new DataInputStream(jar.getInputStream(entry))) {
          in.skipNBytes(Integer.BYTES + Short.BYTES);
          assertThat(in.readUnsignedShort() > JAVA_21).as(entry.getName()).isEqualTo(isForLater);
        }
      }
    }
  }
}

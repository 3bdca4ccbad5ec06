package io.github.procfs4j.cli;

import static java.lang.module.ModuleDescriptor.Requires.Modifier.STATIC;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.procfs4j.Procfs;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The first experience with the library: a program compiles against only its jar and runs, without
 * a single warning of the compiler or the JVM.
 */
class ConsumerTest {
  /** Makes the jar look as in Java 21, without the classes that only later versions can load. */
  private static final String AS_OF_JAVA_21 = "-Djdk.util.jar.enableMultiRelease=false";

  /** The version of class files of Java 21. */
  private static final int JAVA_21 = 65;

  @TempDir Path directory;
  private String library;

  @BeforeEach
  void findLibrary() throws URISyntaxException {
    library = library();
  }

  /** The location of the library: its jar, or its classes. */
  static String library() throws URISyntaxException {
    return Path.of(Procfs.class.getProtectionDomain().getCodeSource().getLocation().toURI())
        .toString();
  }

  /** Unpacks a file of the program. */
  private Path source(String name) throws IOException {
    Path file = directory.resolve("source").resolve(name);
    Files.createDirectories(file.getParent());
    try (var in = ConsumerTest.class.getResourceAsStream("consumer/" + name)) {
      Files.copy(in, file);
    }
    return file;
  }

  /** Compiles with every warning on, each an error. */
  private String compile(String pathOption, Path... sources) throws Exception {
    String classes = directory.resolve("classes").toString();
    List<String> words = new ArrayList<>(List.of("-Xlint:all", "-Werror", pathOption, library));
    words.addAll(List.of("-d", classes));
    for (Path file : sources) {
      words.add(file.toString());
    }
    assertThat(jdk("javac", words).out()).isEmpty();
    return classes;
  }

  /** Runs a tool of the JDK, which must print nothing on standard error. */
  static Run jdk(String tool, List<String> arguments) throws Exception {
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home"), "bin", tool).toString());
    // It runs once and briefly.
    for (String option : List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")) {
      words.add(tool.equals("java") ? option : "-J" + option);
    }
    words.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(words);
    // The JVM prints a message about such options.
    builder.environment().keySet().removeIf(name -> name.endsWith("JAVA_OPTIONS"));
    return Command.end(builder.start()).isDone();
  }

  private static void runs(String ofThreads, String option, String... program) throws Exception {
    List<String> words = new ArrayList<>(option.isEmpty() ? List.of() : List.of(option));
    words.addAll(List.of(program));
    assertThat(jdk("java", words).out())
        .as(option)
        .matches("context switches \\d+\nbusy [0-9.]+ %\nprocesses 1\n" + ofThreads + "\n");
  }

  @Test
  void onTheClassPath() throws Exception {
    String classes = compile("-cp", source("consumer/Main.java"));
    for (String option :
        List.of(
            "",
            AS_OF_JAVA_21,
            "--illegal-native-access=deny",
            "--enable-native-access=ALL-UNNAMED")) {
      runs("main is named", option, "-cp", library + ":" + classes, "consumer.Main");
    }
  }

  @Test
  void onTheModulePath() throws Exception {
    String classes = compile("-p", source("module-info.java"), source("consumer/Main.java"));
    String[] program = {"-p", library + ":" + classes, "-m", "consumer/consumer.Main"};
    for (String option :
        List.of(
            "",
            AS_OF_JAVA_21,
            "--illegal-native-access=deny",
            "--enable-native-access=io.github.procfs4j")) {
      runs("main is named", option, program);
    }
    runs(
        ".* add it with --add-modules jdk.management",
        "--limit-modules=java.base,io.github.procfs4j,consumer",
        program);
  }

  /** Its sources are compiled against the API of Java 21; these are the resulting classes. */
  @Test
  void whatJava21LoadsIsOfJava21() throws IOException {
    assumeTrue(Files.isRegularFile(Path.of(library)), "the library has not been packaged");
    try (JarFile jar = new JarFile(library)) {
      List<JarEntry> classes =
          jar.stream().filter(entry -> entry.getName().endsWith(".class")).toList();
      for (JarEntry entry : classes) {
        boolean isForLater = entry.getName().startsWith("META-INF/versions/22/");
        try (DataInputStream in = new DataInputStream(jar.getInputStream(entry))) {
          in.skipNBytes(Integer.BYTES + Short.BYTES);
          assertThat(in.readUnsignedShort() > JAVA_21).as(entry.getName()).isEqualTo(isForLater);
        }
      }
      assertThat(classes).anyMatch(entry -> entry.getName().startsWith("META-INF/versions/22/"));
      assertThat(jar.isMultiRelease()).isTrue();
    }
  }

  @Test
  void nothingElseIsNeededAtRunTime() {
    assertThat(Procfs.class.getModule().getDescriptor().requires())
        .filteredOn(required -> !required.modifiers().contains(STATIC))
        .extracting(required -> required.name())
        .containsExactly("java.base");
  }
}

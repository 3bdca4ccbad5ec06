package io.github.procfs4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The programs in the README, the guide, docs/api.md, the pages of the files and the module's
 * javadoc compile, except those marked as planned. The variables that they use are declared here.
 */
class DocumentedProgramsTest {
  private static final List<Path> DOCUMENTS =
      List.of(Path.of("../docs/api.md"), Path.of("../docs/guide.md"), Path.of("../README.md"));

  private static final Path FILE_PAGES = Path.of("../docs/files");

  private static final Pattern PROGRAM = Pattern.compile("```java\n(.*?)\n```", Pattern.DOTALL);

  private static final Path MODULE = Path.of("../procfs4j/src/main/java/module-info.java");

  private static final Pattern SNIPPET =
      Pattern.compile("\\{@snippet :\n(.*?)\n \\* }\n *\\*\n", Pattern.DOTALL);

  private static final String BEGIN =
      """
      package programs;

      import io.github.procfs4j.*;
      import io.github.procfs4j.machine.*;
      import io.github.procfs4j.model.*;
      import io.github.procfs4j.process.*;
      import io.github.procfs4j.processes.*;
      import io.github.procfs4j.recording.*;
      import io.github.procfs4j.sampling.*;
      import io.github.procfs4j.system.*;
      import java.nio.file.Path;
      import java.time.Duration;
      import java.util.List;
      import java.util.Map;
      import java.util.Optional;
      import java.util.OptionalLong;
      import java.util.concurrent.locks.LockSupport;
      import java.util.function.DoubleSupplier;

      abstract class NAME {
        interface Histogram {
          void recordValue(long number);
        }

        Procfs proc;
        Sampler<Stat> stat;
        Sampler<DiskStats> disks;
        Sampler<MemInfo> memory;
        Interval interval;
        Recording recording;
        Map<Row, DoubleSupplier> meters;
        Figure utilization;
        Histogram histogram;
        boolean isRunning;
        long limit;

        abstract void alert();

        void program() throws Exception {
      """;

  private static final String END =
      """

        }
      }
      """;

  @TempDir Path directory;

  /** The sources of the programs of a document that are not planned. */
  private List<String> programs(String document) throws IOException {
    List<String> programs = new ArrayList<>();
    Matcher found = PROGRAM.matcher(document);
    while (found.find()) {
      if (!isPlanned(document, found.start())) {
        String name = "Program" + programs.size();
        Path file = directory.resolve(name + ".java");
        String program = found.group(1).replace("\u2026", "");
        programs.add(
            Files.writeString(file, BEGIN.replace("NAME", name) + program + END).toString());
      }
    }
    return programs;
  }

  /** Whether the program or the paragraph before it says so. */
  private static boolean isPlanned(String document, int begin) {
    int paragraph = document.lastIndexOf("\n\n", begin - 3);
    int end = document.indexOf("\n```\n", begin);
    return document.substring(Math.max(paragraph, 0), end).contains("lanned");
  }

  private void compile(List<String> programs) throws Exception {
    List<String> words = new ArrayList<>(List.of("-proc:none", "-cp", ConsumerTest.library()));
    words.addAll(List.of("-d", directory.resolve("classes").toString()));
    words.addAll(programs);
    assertThat(ConsumerTest.jdk("javac", words).out()).isEmpty();
  }

  @Test
  void compile() throws Exception {
    StringBuilder documents = new StringBuilder();
    for (Path document : DOCUMENTS) {
      String text = Files.readString(document);
      assertThat(programs(text)).as("programs in %s", document).isNotEmpty();
      documents.append(text).append('\n');
    }
    try (Stream<Path> pages = Files.list(FILE_PAGES)) {
      for (Path page : pages.sorted().toList()) {
        documents.append(Files.readString(page)).append('\n');
      }
    }
    compile(programs(documents.toString()));
  }

  @Test
  void theModulePageCompiles() throws Exception {
    String programs =
        SNIPPET
            .matcher(Files.readString(MODULE))
            .results()
            .map(snippet -> "{\n" + snippet.group(1).replaceAll("(?m)^ \\*", "") + "\n}\n")
            .collect(Collectors.joining("\n```\n\n```java\n", "```java\n", "\n```\n"));
    List<String> sources = programs(programs);
    assertThat(sources).hasSize(4);
    compile(sources);
  }

  @Test
  void whatDoesNotCompileIsNoticed() throws IOException {
    List<String> programs = programs("**1. No.**\n\n```java\nproc.none();\n```\n");
    assertThatThrownBy(() -> compile(programs))
        .hasMessageContaining("cannot find symbol")
        .hasMessageContaining("none()");
  }
}

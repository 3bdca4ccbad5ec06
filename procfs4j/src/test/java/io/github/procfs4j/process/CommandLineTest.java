package io.github.procfs4j.process;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CommandLineTest {
  private static CommandLine of(String text) {
    return CommandLine.of(text.getBytes(ISO_8859_1));
  }

  private static CommandLine of(String text, long length) {
    return CommandLine.of(text.getBytes(ISO_8859_1), OptionalLong.of(length));
  }

  @Test
  void argumentsAreAList() {
    CommandLine line = of("/bin/sh\0-c\0echo  a b\0");
    assertThat(line.arguments()).containsExactly("/bin/sh", "-c", "echo  a b");
    assertThat(line.title()).isEmpty();
    assertThat(line.displayName("sh")).isEqualTo("/bin/sh -c echo  a b");
    assertThat(line).hasToString("[/bin/sh, -c, echo  a b]");
  }

  @Test
  void argumentsMayBeEmpty() {
    assertThat(of("a\0\0b\0\0").arguments()).containsExactly("a", "", "b", "");
    assertThat(of("a\0\0b\0\0").displayName("x")).isEqualTo("a  b");
    assertThat(of("\0").arguments()).containsExactly("");
    assertThat(of("\0\0\0").arguments()).containsExactly("", "", "");
    assertThat(of("\0\0\0").displayName("zeroed")).isEqualTo("[zeroed]");
  }

  @Test
  void theLastByteMayBeMissing() {
    // Kernels before 4.2 truncate it to a page.
    assertThat(of("a\0bc").arguments()).containsExactly("a", "bc");
    assertThat(of("a\0bc").title()).isEmpty();
  }

  @Test
  void nothingIsThatOfAKernelThreadOrAZombie() {
    CommandLine line = of("");
    assertThat(line.arguments()).isEmpty();
    assertThat(line.title()).isEmpty();
    assertThat(line.displayName("kthreadd")).isEqualTo("[kthreadd]");
    assertThat(of("", 0)).isEqualTo(line);
  }

  @Test
  void withoutAByteZeroItIsATitle() {
    CommandLine line = of("server: idle ");
    assertThat(line.title()).contains("server: idle ");
    assertThat(line.arguments()).isEmpty();
    assertThat(line.displayName("server")).isEqualTo("server: idle");
    assertThat(line).hasToString("server: idle ");
  }

  @Test
  void whatIsNotAsLongAsTheArgumentsWereIsATitle() {
    assertThat(of("server: busy\0", 9).title()).as("longer").contains("server: busy");
    assertThat(of("server: busy\0", 20).title()).as("shorter").contains("server: busy");
    assertThat(of("server: busy\0", 9).arguments()).isEmpty();
    assertThat(of("server: busy\0", 13).title()).as("as long").isEmpty();
    assertThat(of("server: busy\0").title()).as("not known").isEmpty();
  }

  @Test
  void whatHoldsMoreBytesZeroIsNone() {
    // The kernel prints a title up to the first NUL, so here the length differs because the process
    // has executed another program meanwhile.
    assertThat(of("a\0b\0", 9).arguments()).containsExactly("a", "b");
    assertThat(of("server: idle\0\0\0\0", 16).title()).isEmpty();
    assertThat(of("server: idle\0\0\0\0", 16).displayName("x")).isEqualTo("server: idle");
  }

  @Test
  void bytesMayBeAny() {
    assertThat(of("odd\u00ff\u00fe\0caf\u00c3\u00a9\0li\nne\0").arguments())
        .containsExactly("odd\\xff\\xfe", "caf\u00e9", "li\nne");
  }

  private static ProcessDirectory process(String variant, String role, Path root) {
    ProcessTrees processes = ProcessTrees.of(variant);
    String pid = processes.pid(role);
    processes.unpack("s0/" + pid, root.resolve(pid));
    return ProcessDirectory.of(root, Long.parseLong(pid));
  }

  static java.util.stream.Stream<String> variants() {
    return ProcessTrees.variants();
  }

  @ParameterizedTest
  @MethodSource("variants")
  void ofRealProcesses(String variant, @TempDir Path root) {
    assertThat(process(variant, "argv_title", root).commandLine().title())
        .as("it runs on into the environment")
        .contains("server: worker process 3                       SHLVL=1");
    assertThat(process(variant, "argv_zeroed", root).commandLine().arguments())
        .isEqualTo(Collections.nCopies(15, ""));
    assertThat(process(variant, "argv_zeroed", root).displayName()).isEqualTo("[argv-zeroed]");
    assertThat(process(variant, "argv_spaces", root).commandLine().arguments())
        .containsExactly(
            "my prog", "", "arg with  space", "", "line\nbreak", "tab\ttab", "last", "");
    assertThat(process(variant, "argv_long", root).commandLine().arguments()).hasSize(3);
    assertThat(process(variant, "argv_long", root).commandLine().arguments().get(1))
        .hasSizeGreaterThan(10_000);
    assertThat(process(variant, "threads", root).commandLine().arguments())
        .containsExactly("java", "-Xmx1g", "-cp", "/opt/my app/lib.jar:.", "com.example.Main", "");
    assertThat(process(variant, "zombie", root).displayName()).isEqualTo("[zombie) kid]");
    assertThat(process(variant, "kthreadd", root).displayName()).isEqualTo("[kthreadd]");
    assertThat(process(variant, "odd_bytes", root).displayName())
        .isEqualTo("odd\\xff\\xfe caf\u00e9");
  }

  /** For all other processes, the kernel printed the arguments with which they were started. */
  @ParameterizedTest
  @MethodSource("variants")
  void noOtherProcessHasATitle(String variant, @TempDir Path root) {
    ProcessTrees processes = ProcessTrees.of(variant);
    int read = 0;
    for (String directory : processes.directories("cmdline")) {
      if (directory.startsWith("s0/")) {
        String pid = directory.substring(3);
        for (String file : List.of("/stat", "/cmdline")) {
          ProcessTrees.write(root.resolve(pid + file), processes.bytes(directory + file));
        }
        CommandLine line = ProcessDirectory.of(root, Long.parseLong(pid)).commandLine();
        assertThat(line.title().isPresent())
            .as(pid)
            .isEqualTo(pid.equals(processes.pid("argv_title")));
        read++;
      }
    }
    assertThat(read).isGreaterThan(50);
  }
}

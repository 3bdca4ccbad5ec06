package io.github.procfs4j.machine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.procfs4j.text.MalformedTextException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class KernelVersionTest {
  private static KernelVersion parse(String text) {
    return KernelVersion.parse("/proc/version", text.getBytes(UTF_8));
  }

  /** Made up, except the release. */
  private static KernelVersion release(String release) {
    return parse("Linux version " + release + " (a@b) (gcc (X) 1, GNU ld 2) #1 SMP now\n");
  }

  @Test
  void readsDebian() {
    KernelVersion version =
        KernelVersion.parse("version", Corpus.bytes("amd64-6.12-smp4-numa2/s0", "version"));
    assertThat(version.release()).isEqualTo("6.12.107+deb13-amd64");
    assertThat(version.major()).isEqualTo(6);
    assertThat(version.minor()).isEqualTo(12);
    assertThat(version.patch()).isEqualTo(107);
    assertThat(version.extra()).isEqualTo("+deb13-amd64");
    assertThat(version.releaseCandidate()).isEmpty();
    assertThat(version.builder()).contains("debian-kernel@lists.debian.org");
    assertThat(version.compiler())
        .contains(
            "x86_64-linux-gnu-gcc-14 (Debian 14.2.0-19) 14.2.0, GNU ld (GNU Binutils for Debian)"
                + " 2.44");
    assertThat(version.build()).contains("#1 SMP PREEMPT_DYNAMIC Debian 6.12.107-1 (2026-08-29)");
    assertThat(version).hasToString("6.12.107+deb13-amd64");
  }

  @ParameterizedTest
  @MethodSource("io.github.procfs4j.machine.Corpus#trees")
  void readsEveryTree(String tree) {
    KernelVersion version = KernelVersion.parse("version", Corpus.bytes(tree, "version"));
    assertThat(version.text() + "\n").isEqualTo(Corpus.text(tree, "version"));
    String numbers = version.major() + "." + version.minor() + "." + version.patch();
    assertThat(numbers).isEqualTo(tree.contains("6.12-") ? "6.12.107" : "6.1.0");
    // The three parts and the fixed text between them form the complete line: nothing was lost.
    assertThat(version.text())
        .isEqualTo(
            "Linux version %s%s (%s) (%s) %s",
            numbers,
            version.extra(),
            version.builder().orElseThrow(),
            version.compiler().orElseThrow(),
            version.build().orElseThrow());
  }

  @Test
  void buildTellsThePreemption() {
    assertThat(
            KernelVersion.parse("version", Corpus.bytes("amd64-6.1rt-smp4/s0", "version")).build())
        .hasValueSatisfying(build -> assertThat(build).startsWith("#1 SMP PREEMPT_RT "));
  }

  @ParameterizedTest
  @CsvSource({
    "6.1.0-50-amd64, 6, 1, 0, -50-amd64",
    "4.18.0-553.el8.x86_64, 4, 18, 0, -553.el8.x86_64",
    "5.14.0-611.5.1.el9_7.x86_64, 5, 14, 0, -611.5.1.el9_7.x86_64",
    "5.10.43-android12-9-00031-g02d62d5cece1-ab7792588, 5, 10, 43,"
        + " -android12-9-00031-g02d62d5cece1-ab7792588",
    "5.15.153.1-microsoft-standard-WSL2, 5, 15, 153, .1-microsoft-standard-WSL2",
    "6.18.44-fc-v595, 6, 18, 44, -fc-v595",
    "5.14.21-150500.55.19-default, 5, 14, 21, -150500.55.19-default",
    "5.15.0-91-generic, 5, 15, 0, -91-generic",
    "2.6.32.60, 2, 6, 32, .60",
    "4.14.336, 4, 14, 336, ''",
    "3.10.0, 3, 10, 0, ''",
    "6.12-rc6-amd64, 6, 12, 0, -rc6-amd64",
    "6.1custom, 6, 1, 0, custom",
  })
  void readsTheReleasesOfVendors(String release, int major, int minor, int patch, String extra) {
    KernelVersion version = release(release);
    assertThat(version.release()).isEqualTo(release);
    assertThat(version.major()).isEqualTo(major);
    assertThat(version.minor()).isEqualTo(minor);
    assertThat(version.patch()).isEqualTo(patch);
    assertThat(version.extra()).isEqualTo(extra);
  }

  @ParameterizedTest
  @CsvSource({
    "6.6.0-rc1, 1",
    "6.6.0-rc1+, 1",
    "6.6.0-rc12-00012-gabcdef, 12",
    "6.6.0-rc3-next-20230921, 3",
    "6.6-rc6-amd64, 6",
    "6.6.0-0.rc3.20230921gitaed8aee11130.26.fc40.x86_64, 3",
    "6.6.0-060600rc3-generic, 3",
  })
  void knowsReleaseCandidates(String release, int candidate) {
    assertThat(release(release).releaseCandidate()).hasValue(candidate);
    assertThat(release(release)).isLessThan(release("6.6.0"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "6.6.0-rc",
        "6.6.0-rc1st",
        "6.6.0-arc1",
        "6.6.0-custom-rc1",
        "6.6.0-rc99999999999",
        "6.6.0+rc1"
      })
  void isNotTakenInByOtherNames(String release) {
    assertThat(release(release).releaseCandidate()).isEmpty();
    assertThat(release(release)).isEqualTo(release("6.6.0"));
  }

  @Test
  void isOrderedByNumbersAndCandidates() {
    List<KernelVersion> ascending =
        List.of(
            release("2.6.39"),
            release("3.10.0-1160.el7.x86_64"),
            release("6.1.0-50-amd64"),
            release("6.6.0-rc1"),
            release("6.6.0-rc2"),
            release("6.6.0-rc10+"),
            release("6.6.0"),
            release("6.6.1-rc1"),
            release("6.6.1"),
            release("6.6.10"),
            release("6.12.0"),
            release("10.0.0"));
    List<KernelVersion> shuffled = new ArrayList<>(ascending);
    Collections.shuffle(shuffled, new Random(1));
    assertThat(shuffled.stream().sorted()).containsExactlyElementsOf(ascending);
  }

  @Test
  void equalsByNumbersAndCandidateOnly() {
    assertThat(release("6.6.0-1-amd64"))
        .isEqualTo(release("6.6.0-fc40"))
        .hasSameHashCodeAs(release("6.6.0-fc40"))
        .isEqualByComparingTo(release("6.6.0-fc40"))
        .isNotEqualTo(release("6.6.0-rc1"))
        .isNotEqualTo(release("6.6.1-1-amd64"))
        .isNotEqualTo("6.6.0-1-amd64");
    assertThat(release("6.6.0-rc1-x")).isEqualTo(release("6.6.0-0.rc1.fc40"));
  }

  @Test
  void atLeastComparesTheNumbers() {
    KernelVersion version = release("6.1.5-50-amd64");
    assertThat(version.atLeast(6, 1)).isTrue();
    assertThat(version.atLeast(6, 0)).isTrue();
    assertThat(version.atLeast(5, 19)).isTrue();
    assertThat(version.atLeast(6, 2)).isFalse();
    assertThat(version.atLeast(7, 0)).isFalse();
    assertThat(version.atLeast(6, 1, 5)).isTrue();
    assertThat(version.atLeast(6, 1, 6)).isFalse();
    assertThat(version.atLeast(6, 0, 9)).isTrue();
    assertThat(version.atLeast(5, 19, 99)).isTrue();
    assertThat(version.atLeast(6, 2, 0)).isFalse();
  }

  @Test
  void atLeastCountsACandidateAsItsVersion() {
    assertThat(release("6.6.0-rc1").atLeast(6, 6)).isTrue();
    assertThat(release("6.6.0-rc1").atLeast(6, 6, 1)).isFalse();
  }

  @Test
  void readsNestedParentheses() {
    // As Android and Red Hat print them; shortened.
    KernelVersion android =
        parse(
            "Linux version 5.10.43-android12 (build-user@build-host) (Android (7284624, based on"
                + " r416183b) clang version 12.0.5 (https://x/y c935d99), LLD 12.0.5 (/z d02))"
                + " #1 SMP PREEMPT Thu\n");
    assertThat(android.builder()).contains("build-user@build-host");
    assertThat(android.compiler())
        .contains(
            "Android (7284624, based on r416183b) clang version 12.0.5 (https://x/y c935d99), LLD"
                + " 12.0.5 (/z d02)");
    assertThat(android.build()).contains("#1 SMP PREEMPT Thu");
    KernelVersion redHat =
        parse(
            "Linux version 3.10.0 (m@k) (gcc version 4.8.5 (Red Hat 4.8.5-44) (GCC) ) #1 SMP x\n");
    assertThat(redHat.compiler()).contains("gcc version 4.8.5 (Red Hat 4.8.5-44) (GCC) ");
    assertThat(redHat.build()).contains("#1 SMP x");
  }

  @Test
  void whatTheLineDoesNotSayIsAbsent() {
    // As gVisor prints it.
    KernelVersion imitation = parse("Linux version 4.4.0 #1 SMP Sun Jan 10 15:06:54 PST 2016\n");
    assertThat(imitation.atLeast(4, 4)).isTrue();
    assertThat(imitation.builder()).isEmpty();
    assertThat(imitation.compiler()).isEmpty();
    assertThat(imitation.build()).contains("#1 SMP Sun Jan 10 15:06:54 PST 2016");
    // Made up.
    KernelVersion unbalanced = parse("Linux version 4.4.0 (a@b) (gcc (x #1 SMP now\n");
    assertThat(unbalanced.builder()).contains("a@b");
    assertThat(unbalanced.compiler()).isEmpty();
    assertThat(unbalanced.build()).isEmpty();
    KernelVersion odd = parse("Linux version 4.4.0 (a)b@c) (gcc) #1 SMP now\n");
    assertThat(odd.builder()).isEmpty();
    assertThat(odd.build()).isEmpty();
  }

  @Test
  void saysWhatIsWrongWhere() {
    assertThatThrownBy(() -> parse("Darwin version 6.1.0 x\n"))
        .isInstanceOf(MalformedTextException.class)
        .hasMessage(
            "/proc/version:1:1: expected \"Linux version \", found «Darwin version 6.1.0 x»");
    assertThatThrownBy(() -> parse("Linux version six (a@b)\n"))
        .hasMessage(
            "/proc/version:1:15: expected a release such as 6.1.0 and a space,"
                + " found «six (a@b)»");
    assertThatThrownBy(() -> release("6.99999999999.1"))
        .hasMessageStartingWith(
            "/proc/version:1:17: expected a number up to 2147483647, found «99999999999.1 (a@b)");
    assertThatThrownBy(() -> parse("\u001b[2J" + "x".repeat(100) + "\n"))
        .hasMessageEndingWith(", found «\\x1b[2J" + "x".repeat(36) + "»");
    assertThatThrownBy(() -> parse("\n")).hasMessageEndingWith(", found «end of line»");
    assertThatThrownBy(() -> parse("Linux version 6.1.0"))
        .hasMessage("/proc/version:1:20: expected a newline, found «end of text»");
    assertThatThrownBy(() -> parse("Linux version 6.1.0 x\ny\n"))
        .hasMessage("/proc/version:2:1: expected the end of the text, found «y»");
  }

  @ParameterizedTest
  @MethodSource("io.github.procfs4j.machine.Corpus#trees")
  void refusesACutText(String tree) {
    byte[] text = Corpus.bytes(tree, "version");
    for (int length = 0; length < text.length; length++) {
      byte[] cut = Arrays.copyOf(text, length);
      assertThatThrownBy(() -> KernelVersion.parse("version", cut))
          .isInstanceOf(MalformedTextException.class);
      // Even if a newline is appended, no truncated number may be accepted.
      byte[] ended = Arrays.copyOf(text, length + 1);
      ended[length] = '\n';
      try {
        assertThat(KernelVersion.parse("version", ended))
            .isEqualTo(KernelVersion.parse("version", text));
      } catch (MalformedTextException expected) {
        // The text was truncated within the release.
      }
    }
  }

  @Test
  void isReadBelowARoot(@TempDir Path root) throws IOException {
    byte[] text = Corpus.bytes("s390x-6.1-smp3/s0", "version");
    Files.write(root.resolve("version"), text);
    KernelVersion version = KernelVersion.FILE.read(root);
    assertThat(version.release()).isEqualTo("6.1.0-50-s390x");
    Files.write(root.resolve("version"), Arrays.copyOf(text, text.length - 1));
    assertThatThrownBy(() -> KernelVersion.FILE.read(root))
        .isInstanceOf(MalformedTextException.class)
        .hasMessageStartingWith(root.resolve("version") + ":");
  }

  @Test
  void survivesAnyBytes() {
    Corpus.spoilt(Corpus.bytes("amd64-6.1-smp1/s0", "version"))
        .forEach(
            bytes -> {
              try {
                KernelVersion version = KernelVersion.parse("version", bytes);
                assertThat(version.text()).startsWith("Linux version " + version.major());
              } catch (MalformedTextException expected) {
                assertThat(expected).hasMessageStartingWith("version:");
              }
            });
  }
}

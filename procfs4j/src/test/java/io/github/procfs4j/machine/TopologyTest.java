package io.github.procfs4j.machine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.procfs4j.machine.Topology.Core;
import io.github.procfs4j.machine.Topology.CpuPackage;
import io.github.procfs4j.text.MalformedTextException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TopologyTest {
  private static Optional<Topology> parse(String text) {
    return CpuInfo.parse("cpuinfo", text.getBytes(UTF_8)).topology();
  }

  private static Optional<Topology> tree(String tree) {
    return CpuInfo.parse("cpuinfo", Corpus.bytes(tree, "cpuinfo")).topology();
  }

  /** A processor of x86, made up: the lines with the topology, and those around them. */
  private static String x86(int number, int physicalId, int siblings, int coreId, int cores) {
    return """
    processor\t: %d
    vendor_id\t: GenuineIntel
    cpu family\t: 6
    physical id\t: %d
    siblings\t: %d
    core id\t\t: %d
    cpu cores\t: %d
    power management:

    """
        .formatted(number, physicalId, siblings, coreId, cores);
  }

  private static String x86WithoutIds(int number) {
    return x86(number, 0, 1, 0, 1)
        .replaceAll("(?m)^(physical id|siblings|core id|cpu cores).*\n", "");
  }

  @Test
  void readsTwoPackages() {
    Topology topology = tree("amd64-6.1-smp8-numa2/s0").orElseThrow();
    assertThat(topology.packages()).extracting(CpuPackage::id).containsExactly(0, 1);
    assertThat(topology.packages().get(1).cores())
        .containsExactly(
            new Core(1, 0, List.of(4)),
            new Core(1, 1, List.of(5)),
            new Core(1, 2, List.of(6)),
            new Core(1, 3, List.of(7)));
    assertThat(topology.cores()).hasSize(8);
    assertThat(topology.core(6)).contains(new Core(1, 2, List.of(6)));
    assertThat(topology.core(8)).isEmpty();
    assertThat(topology.drawers()).isZero();
    assertThat(topology.books()).isZero();
  }

  /** Made up like arch/ia64/kernel/setup.c, which prints siblings but no number of cores. */
  @Test
  void ia64HasTheNumberOfSiblingsOnly() {
    String text =
        """
        processor  : 0
        arch       : IA-64
        features   : branchlong, 16-byte atomic ops
        siblings   : 2
        physical id: 0
        core id    : 3
        thread id  : 0

        processor  : 1
        arch       : IA-64
        features   : branchlong, 16-byte atomic ops
        siblings   : 2
        physical id: 0
        core id    : 3
        thread id  : 1

        """;
    assertThat(parse(text).orElseThrow().packages())
        .containsExactly(new CpuPackage(0, List.of(new Core(0, 3, List.of(0, 1)))));
    assertThat(parse(text.replace("siblings   : 2", "siblings   : 4"))).isEmpty();
    assertThat(CpuInfo.parse("cpuinfo", text.getBytes(UTF_8)).processors().getFirst().flags())
        .contains(Set.of("branchlong", "16-byte atomic ops"));
  }

  /** Made up like arch/parisc/kernel/processor.c. */
  @Test
  void pariscHasTheNumberOfSiblingsOnly() {
    String text =
        """
        processor\t: 0
        cpu family\t: PA-RISC 2.0
        cpu\t\t: PA8700 (PCX-W2)
        physical id\t: 1
        siblings\t: 1
        core id\t\t: 0

        """;
    assertThat(parse(text).orElseThrow().packages())
        .containsExactly(new CpuPackage(1, List.of(new Core(1, 0, List.of(0)))));
  }

  @Test
  void knowsAProcessorByItsNumberWhenOthersAreOffline() {
    Topology topology = tree("amd64-6.1-smp8-numa2/s2").orElseThrow();
    assertThat(topology.packages().getFirst().cores())
        .containsExactly(
            new Core(0, 0, List.of(0)), new Core(0, 2, List.of(2)), new Core(0, 3, List.of(3)));
    assertThat(topology.core(1)).isEmpty();
    assertThat(topology.cores()).hasSize(7);
  }

  @ParameterizedTest
  @CsvSource({
    "amd64-6.1-smp1/s0, 1, 1",
    "amd64-6.1-smp1/s2, 1, 1",
    "amd64-6.1-smp8-numa2/s1, 2, 8",
    "amd64-6.1rt-smp4/s0, 1, 4",
    "amd64-6.1rt-smp4/s2, 1, 3",
    "amd64-6.12-smp4-numa2/s0, 2, 4",
    "amd64-6.12-smp4-numa2/s2, 2, 3",
    "i686-6.1-smp2/s0, 1, 2",
    "i686-6.1-smp2/s2, 1, 1",
    "s390x-6.1-smp3/s0, 3, 3",
    "s390x-6.1-smp3/s2, 2, 2",
    "reported/s390x-z15-zvm, 2, 2"
  })
  void countsPackagesAndCores(String tree, int packages, int cores) {
    Topology topology = tree(tree).orElseThrow();
    assertThat(topology.packages()).hasSize(packages);
    assertThat(topology.cores()).hasSize(cores);
    assertThat(topology.cores()).allMatch(core -> core.processors().size() == 1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "arm64-6.1-smp4/s0",
        "arm64-6.1-smp4/s2",
        "reported/ppc64-power8-powernv",
        "reported/ppc64-power8-pseries",
        "reported/riscv64-u74-6.6",
        "reported/microblaze-virtex5",
        "reported/arm64-raspberrypi5-emulated"
      })
  void isAbsentOnOtherArchitectures(String tree) {
    assertThat(tree(tree)).isEmpty();
  }

  @Test
  void isAbsentOnArm64WithOneProcessor() {
    String text = Corpus.text("arm64-6.1-smp4/s0", "cpuinfo");
    assertThat(parse(text.substring(0, text.indexOf("processor\t: 1")))).isEmpty();
  }

  /** lscpu(1) on the same machine: 8 CPUs, 2 threads per core, 4 cores per socket, 1 socket. */
  @Test
  void readsPackageAndCoreOfLoongarch() {
    Topology topology = tree("reported/loongarch64-3a6000-6.6").orElseThrow();
    assertThat(topology.packages()).hasSize(1);
    assertThat(topology.threads()).isEqualTo(8);
    assertThat(topology.cores())
        .containsExactly(
            new Core(0, 0, List.of(0, 1)),
            new Core(0, 1, List.of(2, 3)),
            new Core(0, 2, List.of(4, 5)),
            new Core(0, 3, List.of(6, 7)));
  }

  @Test
  void joinsTheThreadsOfACore() {
    // Two packages, each of two cores with the same ids and a gap between them, two threads each;
    // numbered as usual: first all first threads, then all second ones.
    StringBuilder text = new StringBuilder();
    for (int n = 0; n < 8; n++) {
      text.append(x86(n, n / 2 % 2, 4, n % 2 * 8, 2));
    }
    Topology topology = parse(text.toString()).orElseThrow();
    assertThat(topology.cores())
        .containsExactly(
            new Core(0, 0, List.of(0, 4)),
            new Core(0, 8, List.of(1, 5)),
            new Core(1, 0, List.of(2, 6)),
            new Core(1, 8, List.of(3, 7)));
    assertThat(topology.core(5)).contains(new Core(0, 8, List.of(1, 5)));
  }

  /** A processor of s390x, made up after a z17: the lines with the topology. */
  private static String s390x(
      int number, int drawer, int book, int physicalId, int siblings, int coreId, int cores) {
    return """

    cpu number      : %d
    physical id     : %d
    core id         : %d
    book id         : %d
    drawer id       : %d
    siblings        : %d
    cpu cores       : %d
    """
        .formatted(number, physicalId, coreId, book, drawer, siblings, cores);
  }

  @Test
  void aPackageOfS390xIsKnownByItsBookAndDrawer() {
    Topology topology =
        parse(
                s390x(0, 1, 2, 7, 2, 40, 1)
                    + s390x(1, 1, 2, 7, 2, 40, 1)
                    + s390x(2, 1, 3, 7, 1, 41, 1)
                    + s390x(3, 0, 2, 7, 1, 42, 1))
            .orElseThrow();
    assertThat(topology.packages())
        .containsExactly(
            new CpuPackage(
                OptionalInt.of(0), OptionalInt.of(2), 7, List.of(new Core(7, 42, List.of(3)))),
            new CpuPackage(
                OptionalInt.of(1), OptionalInt.of(2), 7, List.of(new Core(7, 40, List.of(0, 1)))),
            new CpuPackage(
                OptionalInt.of(1), OptionalInt.of(3), 7, List.of(new Core(7, 41, List.of(2)))));
    assertThat(topology.core(1)).contains(new Core(7, 40, List.of(0, 1)));
    assertThat(topology.drawers()).isEqualTo(2);
    assertThat(topology.books()).isEqualTo(3);
    assertThat(topology.threads()).isEqualTo(4);
  }

  @Test
  void isAbsentOnS390xWhereCoresAreNotToldThoughTheyHaveThreads() {
    // Without information about the topology the core id is the processor's number; the count of
    // cores is correct nevertheless.
    assertThat(parse(s390x(0, 0, 0, 0, 2, 0, 1) + s390x(1, 0, 0, 0, 2, 1, 1))).isEmpty();
  }

  @Test
  void isAbsentOnS390xThatTellsNoIds() {
    // As a z13 with Linux 4.9 prints it.
    assertThat(parse("cpu number      : 0\ncpu MHz dynamic : 5000\ncpu MHz static  : 5000\n"))
        .isEmpty();
    assertThat(parse(s390x(0, 0, 0, 0, 1, 0, 1).replaceAll("(?m)^drawer id.*\n", ""))).isEmpty();
    assertThat(parse(s390x(0, 0, 0, 0, 1, 0, 1).replaceAll("(?m)^core id.*\n", ""))).isEmpty();
  }

  @Test
  void sortsByIdAndNumber() {
    Topology topology =
        parse(x86(3, 7, 1, 2, 1) + x86(2, 1, 3, 10, 2) + x86(1, 1, 3, 9, 2) + x86(0, 1, 3, 10, 2))
            .orElseThrow();
    assertThat(topology.cores())
        .containsExactly(
            new Core(1, 9, List.of(1)), new Core(1, 10, List.of(0, 2)), new Core(7, 2, List.of(3)));
  }

  @Test
  void acceptsCoresWithDifferentNumbersOfThreads() {
    // As a hybrid processor prints it.
    Topology topology =
        parse(x86(0, 0, 3, 0, 2) + x86(1, 0, 3, 0, 2) + x86(2, 0, 3, 8, 2)).orElseThrow();
    assertThat(topology.cores()).extracting(c -> c.processors().size()).containsExactly(2, 1);
  }

  @Test
  void isAbsentWhereTwoCoresOfAPackageHaveOneId() {
    // As kernels before 6.9 print an AMD Opteron 6100: two nodes in a package use the same core
    // numbers. Taken literally, this would be two cores with two threads each.
    assertThat(
            parse(
                x86(0, 0, 4, 0, 4) + x86(1, 0, 4, 1, 4) + x86(2, 0, 4, 0, 4) + x86(3, 0, 4, 1, 4)))
        .isEmpty();
  }

  @Test
  void isAbsentWhereOneCoreHasTwoIds() {
    assertThat(parse(x86(0, 0, 2, 0, 1) + x86(1, 0, 2, 1, 1))).isEmpty();
  }

  @Test
  void isAbsentWhereProcessorsAreMissing() {
    assertThat(parse(x86(0, 0, 2, 0, 2))).isEmpty();
    assertThat(parse(x86(0, 0, 2, 0, 1))).isEmpty();
    assertThat(parse(x86(0, 0, 1, 0, 1) + x86(1, 1, 2, 0, 1))).isEmpty();
  }

  @Test
  void isAbsentWhereAnIdIsMissing() {
    String complete = x86(0, 0, 2, 0, 2) + x86(1, 0, 2, 1, 2);
    assertThat(parse(complete)).isPresent();
    for (String name : List.of("physical id", "siblings", "core id\t", "cpu cores")) {
      assertThat(parse(complete.replaceAll("(?m)^" + name + ".*\n", ""))).isEmpty();
      assertThat(parse(complete.replaceFirst("(?m)^" + name + ".*\n", ""))).isEmpty();
    }
  }

  @Test
  void aKernelWithoutSmpUsesOneThread() {
    Topology topology = parse(x86WithoutIds(0)).orElseThrow();
    assertThat(topology.packages())
        .containsExactly(new CpuPackage(0, List.of(new Core(0, 0, List.of(0)))));
    // With several of these lines, the text comes from an old kernel, or not from Linux.
    assertThat(parse(x86WithoutIds(0) + x86WithoutIds(1))).isEmpty();
  }

  @Test
  void aBadIdIsAnError() {
    assertThatThrownBy(() -> parse(x86(0, 0, 1, 0, 1).replace("core id\t\t: 0", "core id\t\t: x")))
        .isInstanceOf(MalformedTextException.class)
        .hasMessageStartingWith("cpuinfo:6:")
        .hasMessageEndingWith("«x»");
  }

  @Test
  void aCutTextGivesNoWrongPackage() {
    for (String tree : List.of("amd64-6.1-smp8-numa2/s0", "amd64-6.12-smp4-numa2/s2")) {
      Topology whole = tree(tree).orElseThrow();
      byte[] text = Corpus.bytes(tree, "cpuinfo");
      for (int length = 1; length < text.length; length++) {
        if (text[length - 1] == '\n') {
          CpuInfo.parse("cpuinfo", Arrays.copyOf(text, length))
              .topology()
              .ifPresent(cut -> assertThat(whole.packages()).containsAll(cut.packages()));
        }
      }
    }
  }
}

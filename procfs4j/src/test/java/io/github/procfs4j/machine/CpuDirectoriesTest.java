package io.github.procfs4j.machine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.github.procfs4j.Procfs;
import io.github.procfs4j.machine.Topology.Core;
import io.github.procfs4j.machine.Topology.CpuPackage;
import io.github.procfs4j.text.MalformedTextException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The topology from sysfs. What processors share is as reported for real machines if a test says
 * so; the trees around it are made up.
 */
class CpuDirectoriesTest {
  @TempDir private Path directory;

  /** What a container may see of its host. */
  private Path root;

  @BeforeEach
  void makeRoot() throws IOException {
    root = Files.createDirectories(directory.resolve("host/proc"));
  }

  private Path cpus() {
    return directory.resolve("host/sys/devices/system/cpu");
  }

  /** One file of the topology of a processor. */
  private void write(int cpu, String name, String text) throws IOException {
    Path topology = Files.createDirectories(cpus().resolve("cpu" + cpu + "/topology"));
    Files.writeString(topology.resolve(name), text + "\n");
  }

  private void cpu(int cpu, String packageId, String coreId, String inPackage, String inCore)
      throws IOException {
    write(cpu, "physical_package_id", packageId);
    write(cpu, "core_id", coreId);
    write(cpu, "core_siblings_list", inPackage);
    write(cpu, "thread_siblings_list", inCore);
  }

  /** A text of arm64, ppc64 or riscv with processors of these numbers, shortened. */
  private static CpuInfo processors(int from, int to) {
    StringBuilder text = new StringBuilder();
    for (int cpu = from; cpu <= to; cpu++) {
      text.append("processor\t: ").append(cpu).append("\nBogoMIPS\t: 50.00\n\n");
    }
    return CpuInfo.parse("cpuinfo", text.toString().getBytes(UTF_8));
  }

  private Optional<Topology> topology(int processors) {
    return Topology.of(processors(0, processors - 1), root);
  }

  @Test
  void isBesideTheRoot() throws IOException {
    Files.writeString(root.resolve("cpuinfo"), processors(0, 1).text());
    assertThat(Procfs.at(root).topology()).isEmpty();
    cpu(0, "0", "0", "0-1", "0-1");
    cpu(1, "0", "0", "0-1", "0-1");
    Topology expected =
        new Topology(List.of(new CpuPackage(0, List.of(new Core(0, 0, List.of(0, 1))))));
    assertThat(Procfs.at(root).topology()).contains(expected);
    assertThat(Procfs.at(root.resolve("../proc/.")).topology()).contains(expected);
  }

  @Test
  void cpuInfoIsBelievedFirst() throws IOException {
    CpuInfo x86 = CpuInfo.parse("cpuinfo", Corpus.bytes("amd64-6.1-smp8-numa2/s0", "cpuinfo"));
    cpu(0, "0", "0", "0", "0");
    assertThat(Topology.of(x86, root)).isEqualTo(x86.topology()).isPresent();
  }

  /** POWER9 with 4 threads in each core, with Linux 6: the cores are real, the packages are not. */
  @Test
  void ppc64() throws IOException {
    for (int cpu = 0; cpu < 64; cpu++) {
      int core = cpu / 4 * 4;
      String inPackage = cpu < 32 ? "0-31" : "32-63";
      cpu(cpu, cpu < 32 ? "0" : "8", "" + core, inPackage, core + "-" + (core + 3));
    }
    Topology topology = topology(64).orElseThrow();
    assertThat(topology.packages()).extracting(CpuPackage::id).containsExactly(0, 8);
    assertThat(topology.cores()).hasSize(16);
    assertThat(topology.threads()).isEqualTo(64);
    assertThat(topology.core(14)).contains(new Core(0, 12, List.of(12, 13, 14, 15)));
  }

  /**
   * POWER7 of 64 CPUs in a partition. lscpu(1): 4 threads per core, 1 core per socket, 16 sockets;
   * cores 0, 4, 8 and so on, in sockets without a number.
   */
  @Test
  void packagesThatTheKernelHasNoIdsForAreToldApart() throws IOException {
    for (int cpu = 0; cpu < 64; cpu++) {
      int core = cpu / 4 * 4;
      String threads = core + "-" + (core + 3);
      cpu(cpu, "-1", "" + core, threads, threads);
    }
    Topology topology = topology(64).orElseThrow();
    assertThat(topology.packages()).hasSize(16);
    assertThat(topology.packages()).allMatch(p -> p.id() == CpuPackage.UNKNOWN);
    assertThat(topology.cores()).hasSize(16);
    assertThat(topology.core(63)).contains(new Core(-1, 60, List.of(60, 61, 62, 63)));
  }

  /** T-Head TH1520: core_id is -1 for each. */
  @Test
  void riscv() throws IOException {
    for (int cpu = 0; cpu < 4; cpu++) {
      cpu(cpu, "-1", "-1", "0-3", "" + cpu);
    }
    Topology topology = topology(4).orElseThrow();
    assertThat(topology.packages()).hasSize(1);
    assertThat(topology.cores())
        .hasSize(4)
        .allMatch(core -> core.id() == CpuPackage.UNKNOWN && core.processors().size() == 1);
  }

  /**
   * Masks instead of lists, as in kernels before 2.6.26 and in copies, from an arm64 with 4 threads
   * in a core: 0, 56, 112 and 168.
   */
  @Test
  void masks() throws IOException {
    String mask = "00000000,00000100,00000000,00010000,00000000,01000000,00000001";
    for (int cpu : new int[] {0, 56, 112, 168}) {
      write(cpu, "thread_siblings", mask);
      write(cpu, "core_siblings", mask);
    }
    CpuInfo four =
        CpuInfo.parse(
            "cpuinfo",
            "processor : 0\nprocessor : 56\nprocessor : 112\nprocessor : 168\n".getBytes(UTF_8));
    assertThat(Topology.of(four, root).orElseThrow().cores())
        .containsExactly(new Core(-1, -1, List.of(0, 56, 112, 168)));
  }

  @Test
  void newNames() throws IOException {
    for (int cpu = 0; cpu < 2; cpu++) {
      write(cpu, "core_cpus_list", "0-1");
      write(cpu, "package_cpus_list", "0-1");
    }
    assertThat(topology(2).orElseThrow().cores()).containsExactly(new Core(-1, -1, List.of(0, 1)));
  }

  /** Cores and sockets of a real logical partition of s390x; books and drawers made up. */
  @Test
  void s390xHasBooksAndDrawers() throws IOException {
    for (int cpu = 0; cpu < 8; cpu++) {
      boolean isFirst = cpu < 3;
      cpu(cpu, isFirst ? "1" : "2", "" + cpu, isFirst ? "0-2" : "3-7", "" + cpu);
      write(cpu, "book_id", isFirst ? "4" : "5");
      write(cpu, "drawer_id", "6");
    }
    String text = "vendor_id       : IBM/S390\n# processors    : 8\n";
    Files.writeString(cpus().resolve("online"), "0-7\n");
    Topology topology =
        Topology.of(CpuInfo.parse("cpuinfo", text.getBytes(UTF_8)), root).orElseThrow();
    assertThat(topology.packages()).hasSize(2);
    assertThat(topology.packages().getFirst().book()).isEqualTo(OptionalInt.of(4));
    assertThat(topology.books()).isEqualTo(2);
    assertThat(topology.drawers()).isEqualTo(1);
    assertThat(topology.cores()).hasSize(8);
  }

  /** lxcfs shows a container the lines of its own processors, while sysfs is that of the host. */
  @Test
  void knowsTheProcessorsOfCpuInfoOnly() throws IOException {
    for (int cpu = 0; cpu < 8; cpu++) {
      cpu(cpu, "0", "" + cpu / 2, "0-7", cpu / 2 * 2 + "-" + (cpu / 2 * 2 + 1));
    }
    assertThat(Topology.of(processors(1, 3), root).orElseThrow().cores())
        .containsExactly(new Core(0, 0, List.of(1)), new Core(0, 1, List.of(2, 3)));
  }

  @Test
  void isAbsentWhereSomeAreNotTold() throws IOException {
    cpu(0, "0", "0", "0-1", "0");
    assertThat(topology(2)).isEmpty();
    cpu(1, "0", "1", "0-1", "1");
    assertThat(topology(2)).isPresent();
    Files.delete(cpus().resolve("cpu1/topology/core_siblings_list"));
    assertThat(topology(2)).isEmpty();
  }

  @Test
  void aProcessorOfAnImpossibleNumberTakesNoMemory() {
    CpuInfo impossible = processors(Integer.MAX_VALUE - 1, Integer.MAX_VALUE - 1);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    assertThat(Topology.of(impossible, root)).isEmpty();
    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(50L << 20);
  }

  /** As if one processor goes offline between reading the files of two others. */
  @Test
  void isAbsentWhereFilesContradictEachOther() throws IOException {
    cpu(0, "0", "0", "0-2", "0-1");
    cpu(1, "0", "0", "0-2", "1");
    cpu(2, "0", "2", "0-2", "2");
    assertThat(topology(3)).isEmpty();
    cpu(1, "0", "0", "0-2", "0");
    assertThat(topology(3)).as("not among its own").isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x",
        "0-",
        "-1",
        "1-0",
        "0,,1",
        "0-4294967295",
        "0-99999999",
        "18446744073709551615"
      })
  void aBadListIsAnError(String list) throws IOException {
    cpu(0, "0", "0", list, "0");
    assertThatThrownBy(() -> topology(1))
        .isInstanceOf(MalformedTextException.class)
        .hasMessageContaining("cpu0/topology/core_siblings_list:1:1");
  }

  @Test
  void aBadNumberOrMaskIsAnError() throws IOException {
    cpu(0, "zero", "0", "0", "0");
    assertThatThrownBy(() -> topology(1)).hasMessageContaining("physical_package_id:1:1");
    Files.delete(cpus().resolve("cpu0/topology/core_siblings_list"));
    write(0, "core_siblings", "0000000g");
    assertThatThrownBy(() -> topology(1)).hasMessageContaining("core_siblings:1:1");
    write(0, "core_siblings", "f".repeat(20_000));
    assertThatThrownBy(() -> topology(1)).hasMessageContaining("core_siblings:1:1");
  }

  /** On the machine that runs the tests, both show the same. */
  @Test
  void sysfsAgreesWithCpuInfo() {
    CpuInfo here = Procfs.mounted().cpuInfo();
    Optional<Topology> own = here.topology();
    Optional<Topology> sysfs = CpuDirectories.beside(Path.of("/proc")).topology(here.processors());
    if (own.isPresent() && sysfs.isPresent()) {
      assertThat(sysfs.get().threads()).isEqualTo(own.get().threads());
      assertThat(sysfs.get().cores()).hasSameSizeAs(own.get().cores());
      assertThat(sysfs.get().packages()).hasSameSizeAs(own.get().packages());
    }
  }
}

package io.github.procfs4j.system;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.procfs4j.Procfs;
import io.github.procfs4j.model.Interval;
import io.github.procfs4j.model.Lack;
import io.github.procfs4j.model.Row;
import io.github.procfs4j.sampling.Outcome;
import io.github.procfs4j.sampling.SampledFile;
import io.github.procfs4j.sampling.Sampler;
import io.github.procfs4j.sampling.Snapshot;
import io.github.procfs4j.sampling.UnreadableException;
import io.github.procfs4j.text.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Copied trees of control groups that real kernels printed, and groups that the test makes: real
 * ones if it may, in the tree of version 1 or of version 2.
 */
class CgroupsTest {
  private static final Path TREES = Path.of("src/test/resources/cgroups");
  private static final Path VERSION_1 = TREES.resolve("version1-6.18");
  private static final Path PROC = Path.of("/proc");

  @TempDir Path root;

  static Stream<Path> trees() throws IOException {
    try (Stream<Path> paths = Files.walk(TREES, 2)) {
      return paths
          .filter(path -> path.getFileName().toString().matches("s[0-9]"))
          .sorted()
          .toList()
          .stream();
    }
  }

  private static Cgroups all(Path tree) {
    return Cgroups.named("/").withDescendants().at(tree);
  }

  private static Map<String, Long> cells(Snapshot reading) {
    return new TreeMap<>(Tree.cells(reading));
  }

  private Path write(String path, String text) throws IOException {
    Path file = root.resolve(path);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text, ISO_8859_1);
  }

  /** Splits the lines of all files of a tree whose names begin with a word. */
  private static Map<String, Long> naive(Path tree, String resource) throws IOException {
    Map<String, Long> cells = new TreeMap<>();
    try (Stream<Path> files = Files.walk(tree)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path parent = tree.relativize(file).getParent();
        String group = "/" + (parent == null ? "" : parent);
        String name = file.getFileName().toString();
        String key = name.substring(name.indexOf('.') + 1);
        boolean isPressure = key.equals("pressure");
        if (isPressure == resource.equals("pressure")
            && (isPressure || name.startsWith(resource))) {
          for (String line : Files.readAllLines(file)) {
            naive(cells, group, name, line);
          }
        }
      }
    }
    return cells;
  }

  private static void naive(Map<String, Long> cells, String group, String name, String line) {
    String[] words = line.split(" ", -1);
    String row = "cgroup[cgroup=" + group + "].";
    switch (name) {
      case "cpu.stat" -> cells.put(row + words[0], Long.parseLong(words[1]));
      case "cpu.max" -> cells.put(row + "period", Long.parseLong(words[1]));
      case "memory.stat", "memory.events", "pids.events" ->
          cells.put(
              row + name.substring(name.indexOf('.') + 1) + "." + words[0],
              Long.parseLong(words[1]));
      case "io.stat" -> {
        for (int i = 1; i < words.length; i++) {
          if (!words[i].isEmpty()) {
            String[] pair = words[i].split("=", -1);
            cells.put(
                "device[cgroup=" + group + " device=" + words[0] + "]." + pair[0],
                Long.parseLong(pair[1]));
          }
        }
      }
      case "cpu.pressure", "memory.pressure", "io.pressure", "irq.pressure" -> {
        for (int i = 1; i < words.length; i++) {
          String[] pair = words[i].split("=", -1);
          cells.put(
              "pressure[cgroup=%s resource=%s stall=%s].%s"
                  .formatted(group, name.split("[.]", -1)[0], words[0], pair[0]),
              Long.parseLong(pair[1].replace(".", "")));
        }
      }
      default -> {
        if (!line.equals("max")) {
          cells.put(row + name.substring(name.indexOf('.') + 1), Long.parseLong(line));
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("trees")
  void eachNumberIsWhereANaiveParserPutsIt(Path tree) throws IOException {
    Map<String, SampledFile<?>> files =
        Map.of(
            "cpu", CgroupCpu.FILE,
            "memory", CgroupMemory.FILE,
            "io", CgroupIo.FILE,
            "pids", CgroupPids.FILE,
            "pressure", CgroupPressure.FILE);
    for (Map.Entry<String, SampledFile<?>> file : files.entrySet()) {
      Snapshot reading = Snapshot.of(all(tree).place(file.getValue()), PROC);
      assertThat(reading.problems()).as(file.getKey()).isEmpty();
      assertThat(cells(reading)).as(file.getKey()).isEqualTo(naive(tree, file.getKey()));
    }
  }

  @Test
  void processesOfEachGroup() throws IOException {
    Path tree = TREES.resolve("amd64-6.1-smp8-numa2/s1");
    CgroupProcs procs = all(tree).place(CgroupProcs.FILE).read(PROC);
    assertThat(procs.processes("/wl grp/inner").boxed())
        .containsExactlyElementsOf(
            Files.readAllLines(tree.resolve("wl grp/inner/cgroup.procs")).stream()
                .map(Long::valueOf)
                .toList());
    assertThat(procs.processes("/").count())
        .isEqualTo(Files.readAllLines(tree.resolve("cgroup.procs")).size());
    assertThat(procs.processes("/nothing")).isEmpty();
  }

  @Test
  void aProcessThatStartsIsInTheNextSample() throws Exception {
    try (Sampler<CgroupProcs> sampler = Procfs.mounted().sampler(CgroupProcs.FILE)) {
      assumeTrue(sampler.sample() == Outcome.SAMPLED, () -> sampler.problem().orElse(""));
      sampler.sample();
      Process process = new ProcessBuilder("sleep", "60").start();
      try {
        sampler.sample();
        assertThat(sampler.view().members())
            .anyMatch(row -> row.label("pid").equals(Long.toString(process.pid())));
      } finally {
        process.destroyForcibly().waitFor();
      }
    }
  }

  @Test
  void oneGroupByItsPath() {
    Cgroups groups = Cgroups.named("wl grp/").at(TREES.resolve("amd64-6.1-smp8-numa2/s1"));
    CgroupCpu cpu = groups.place(CgroupCpu.FILE).read(PROC);
    Row group = cpu.groups().getFirst();
    assertThat(cpu.groups()).hasSize(1);
    assertThat(group.label("cgroup")).isEqualTo("/wl grp");
    assertThat(cpu.amount(group, CgroupCpuColumns.USAGE_USEC)).hasValue(16_315_699);
    assertThat(cpu.limit(group)).isEmpty();
    assertThat(cpu.throttled(group)).hasValue(0);
    CgroupPids pids = groups.place(CgroupPids.FILE).read(PROC);
    assertThat(pids.tasks(group)).hasValue(21);
    assertThat(pids.limit(group)).isEmpty();
    assertThatThrownBy(
            () ->
                Cgroups.named("/none")
                    .at(TREES.resolve("amd64-6.1-smp8-numa2/s1"))
                    .place(CgroupCpu.FILE)
                    .read(PROC))
        .isInstanceOf(UnreadableException.class)
        .hasMessage(
            TREES.resolve("amd64-6.1-smp8-numa2/s1/none").toAbsolutePath() + ": no such directory");
  }

  /** Groups that a real kernel of version 1 throttled and limited. */
  @Test
  void version1WhereItsFilesSayTheSame() {
    Cgroups groups = Cgroups.named("/limited").at(VERSION_1);
    CgroupCpu cpu = groups.place(CgroupCpu.FILE).read(PROC);
    Row group = cpu.groups().getFirst();
    assertThat(cpu.limit(group)).hasValue(0.2);
    assertThat(cpu.periods(group)).hasValue(32);
    assertThat(cpu.throttled(group)).hasValue(12);
    assertThat(cpu.amount(group, CgroupCpuColumns.THROTTLED_TIME)).hasValue(358_851_047);
    CgroupMemory memory = groups.place(CgroupMemory.FILE).read(PROC);
    assertThat(memory.used(group)).hasValue(389_120);
    assertThat(memory.limit(group)).hasValue(20 << 20);
    assertThat(memory.oomKills(group)).hasValue(0);
    assertThat(memory.amount(group, CgroupMemoryColumns.FAILCNT)).hasValue(6_246);
    assertThat(groups.place(CgroupPids.FILE).read(PROC).limit(group)).hasValue(10);
    for (SampledFile<?> file : List.of(CgroupCpu.FILE, CgroupMemory.FILE, CgroupIo.FILE)) {
      assertThat(Snapshot.of(groups.place(file), PROC).problems()).isEmpty();
    }
    CgroupCpu unlimited = Cgroups.named("/").at(VERSION_1).place(CgroupCpu.FILE).read(PROC);
    assertThat(unlimited.limit(unlimited.groups().getFirst())).isEmpty();
  }

  /** Made up: version 1 prints its greatest number of pages if there is no limit. */
  @Test
  void noLimitInVersion1IsNone() throws IOException {
    write("memory/a/memory.limit_in_bytes", "9223372036854771712\n");
    write("memory/a/memory.usage_in_bytes", "4096\n");
    SampledFile<CgroupMemory> file = Cgroups.named("/a").at(root).place(CgroupMemory.FILE);
    CgroupMemory memory = file.read(PROC);
    assertThat(memory.limit(memory.groups().getFirst())).isEmpty();
    try (Sampler<CgroupMemory> sampler = file.sampler(PROC)) {
      Interval interval = sampler.intervals();
      sampler.sample();
      interval.next();
      sampler.sample();
      assertThat(interval.next()).isTrue();
      Row row = sampler.view().groups().getFirst();
      assertThat(file.figure("cgroup", "of limit").value(interval, row)).isNaN();
      assertThat(file.figure("cgroup", "used").value(interval, row)).isEqualTo(4096);
    }
  }

  /** blkio counts by operation, and prints a sum last. Made up after block/blk-cgroup.c. */
  @Test
  void devicesOfVersion1() throws IOException {
    write(
        "blkio/a/blkio.throttle.io_service_bytes",
        "8:0 Read 4096\n8:0 Write 8192\n8:0 Discard 0\n8:0 Total 12288\nTotal 12288\n");
    write("blkio/a/blkio.throttle.io_serviced", "8:0 Read 1\n8:0 Write 2\nTotal 3\n");
    CgroupIo io = Cgroups.named("/a").at(root).place(CgroupIo.FILE).read(PROC);
    assertThat(io.devices()).hasSize(1);
    Row device = io.devices().getFirst();
    assertThat(io.amount(device, CgroupIoColumns.IO_SERVICE_BYTES_READ)).hasValue(4096);
    assertThat(io.amount(device, CgroupIoColumns.IO_SERVICED_WRITE)).hasValue(2);
  }

  /** The value of a figure between two texts, a second apart or nearly so. */
  private double figure(SampledFile<?> file, String name, Map<String, String> later)
      throws IOException {
    try (Sampler<?> sampler = file.sampler(PROC)) {
      Interval interval = sampler.intervals();
      assertThat(sampler.sample()).isEqualTo(Outcome.SAMPLED);
      interval.next();
      for (Map.Entry<String, String> text : later.entrySet()) {
        write(text.getKey(), text.getValue());
      }
      assertThat(sampler.sample()).isEqualTo(Outcome.SAMPLED);
      assertThat(interval.next()).isTrue();
      Row row = sampler.layout().tables().getFirst().rows().getFirst();
      return file.figure(row.table().name(), name).value(interval, row);
    }
  }

  @Test
  void figuresOfCpu() throws IOException {
    SampledFile<?> file = Cgroups.named("/a").at(root).place(CgroupCpu.FILE);
    write("a/cpu.max", "150000 100000\n");
    write("a/cpu.stat", "usage_usec 0\nnr_periods 10\nnr_throttled 5\nthrottled_usec 0\n");
    Map<String, String> later =
        Map.of("a/cpu.stat", "usage_usec 9\nnr_periods 20\nnr_throttled 8\nthrottled_usec 9\n");
    assertThat(figure(file, "throttled", later)).isCloseTo(30, within(1e-9));
    assertThat(figure(file, "limit", later)).isCloseTo(1.5, within(1e-9));
    assertThat(figure(file, "throttled", later)).isNaN(); // no period has passed
  }

  @Test
  void figuresOfMemory() throws IOException {
    SampledFile<?> file = Cgroups.named("/a").at(root).place(CgroupMemory.FILE);
    write("a/memory.current", "600\n");
    write("a/memory.max", "1000\n");
    write("a/memory.high", "800\n");
    write("a/memory.events", "oom_kill 1\nmax 5\n");
    assertThat(figure(file, "of limit", Map.of())).isCloseTo(75, within(1e-9));
    assertThat(figure(file, "headroom", Map.of())).isEqualTo(200);
    write("a/memory.high", "max\n");
    assertThat(figure(file, "headroom", Map.of())).isEqualTo(400);
    write("a/memory.max", "max\n");
    assertThat(figure(file, "headroom", Map.of())).isNaN();
    Map<String, String> killed = Map.of("a/memory.events", "oom_kill 2\nmax 5\n");
    assertThat(figure(file, "OOM kills", killed)).isPositive();
    assertThat(figure(file, "at limit", killed)).isZero();
  }

  @Test
  void figuresOfPids() throws IOException {
    SampledFile<?> file = Cgroups.named("/a").at(root).place(CgroupPids.FILE);
    write("a/pids.current", "5\n");
    write("a/pids.max", "20\n");
    write("a/pids.events", "max 0\n");
    assertThat(figure(file, "of limit", Map.of())).isCloseTo(25, within(1e-9));
    assertThat(figure(file, "refused", Map.of("a/pids.events", "max 3\n"))).isPositive();
  }

  /** Nothing is missing where there is no limit; where the controller is off, it is. */
  @Test
  void aGroupWithoutLimit() throws IOException {
    write("a/cpu.stat", "usage_usec 1\n");
    write("a/memory.current", "4096\n");
    write("a/pids.current", "1\n");
    write("b/cpu.stat", "usage_usec 1\n");
    write("b/memory.events", "max 0\n");
    write("b/pids.events", "max 0\n");
    write("a/cpu.max", "max 100000\n");
    write("a/memory.max", "max\n");
    write("a/memory.high", "max\n");
    write("a/pids.max", "max\n");
    for (SampledFile<?> file : List.of(CgroupCpu.FILE, CgroupMemory.FILE, CgroupPids.FILE)) {
      assertThat(lack(file, "/a", "of limit")).as("%s", file).isEqualTo(Lack.INAPPLICABLE);
      assertThat(lack(file, "/b", "of limit")).as("%s", file).isEqualTo(Lack.NOT_PRINTED);
    }
    assertThat(lack(CgroupCpu.FILE, "/a", "limit")).isEqualTo(Lack.INAPPLICABLE);
    assertThat(lack(CgroupMemory.FILE, "/a", "headroom")).isEqualTo(Lack.INAPPLICABLE);
  }

  private @Nullable Lack lack(SampledFile<?> file, String group, String figure) {
    SampledFile<?> placed = Cgroups.named(group).at(root).place(file);
    try (Sampler<?> sampler = placed.sampler(PROC)) {
      Interval interval = sampler.intervals();
      sampler.sample();
      interval.next();
      sampler.sample();
      assertThat(interval.next()).isTrue();
      Row row = sampler.layout().tables().getFirst().rows().getFirst();
      assertThat(placed.figure(row.table().name(), figure).value(interval, row)).isNaN();
      return interval.lack();
    }
  }

  @Test
  void theOwnGroupIsThatOfSelf() throws IOException {
    write("proc/self/cgroup", "0::/slice/app\n");
    write("sys/fs/cgroup/cgroup.controllers", "cpu memory pids\n");
    write("sys/fs/cgroup/slice/app/pids.current", "7\n");
    write("sys/fs/cgroup/pids.current", "70\n");
    CgroupPids pids = CgroupPids.FILE.read(root.resolve("proc"));
    assertThat(pids.groups()).extracting(row -> row.label("cgroup")).containsExactly("/slice/app");
    assertThat(pids.tasks(pids.groups().getFirst())).hasValue(7);
    // In a container, only its own part of the tree is mounted.
    write("proc/self/cgroup", "0::/docker/1234\n");
    pids = CgroupPids.FILE.read(root.resolve("proc"));
    assertThat(pids.tasks(pids.groups().getFirst())).hasValue(70);
    // A group outside of the namespace of this program is not another one.
    write("proc/self/cgroup", "0::/../other\n");
    assertThatThrownBy(() -> CgroupPids.FILE.read(root.resolve("proc")))
        .isInstanceOf(UnreadableException.class);
  }

  @Test
  void bothVersionsAtOnce() throws IOException {
    write("proc/self/cgroup", "4:cpu,cpuacct:/one\n3:pids:/p\n0::/two\n");
    write("sys/fs/cgroup/unified/cgroup.controllers", "\n");
    write(
        "sys/fs/cgroup/unified/two/cpu.pressure",
        "some avg10=0.00 avg60=0.00 avg300=0.00 total=5\n");
    write("sys/fs/cgroup/cpu,cpuacct/one/cpu.stat", "nr_periods 3\n");
    write("sys/fs/cgroup/cpu,cpuacct/one/cpuacct.usage", "17\n");
    Files.createSymbolicLink(root.resolve("sys/fs/cgroup/cpu"), Path.of("cpu,cpuacct"));
    write("sys/fs/cgroup/pids/p/pids.current", "7\n");
    Path proc = root.resolve("proc");
    CgroupCpu cpu = CgroupCpu.FILE.read(proc);
    Row one = cpu.groups().getFirst();
    assertThat(one.label("cgroup")).isEqualTo("/one");
    assertThat(cpu.periods(one)).hasValue(3);
    assertThat(cpu.amount(one, CgroupCpuColumns.CPUACCT_USAGE)).hasValue(17);
    CgroupPids pids = CgroupPids.FILE.read(proc);
    assertThat(pids.tasks(pids.groups().getFirst())).hasValue(7);
    CgroupPressure pressure = CgroupPressure.FILE.read(proc);
    assertThat(pressure.totalMicros(pressure.stall("/two", "cpu", "some"))).hasValue(5);
  }

  /** Each controller of version 1 is mounted apart. Made up. */
  @Test
  void cpuTimeOfVersion1IsInTheTreeOfAnotherController() throws IOException {
    write("cpu/a/cpu.stat", "nr_periods 3\n");
    write("cpu/a/cpu.cfs_quota_us", "50000\n");
    write("cpu/a/cpu.cfs_period_us", "100000\n");
    write("cpu/a/b/cpu.stat", "nr_periods 4\n");
    write("cpu/a/c/cpu.stat", "nr_periods 5\n");
    write("cpuacct/cpuacct.usage", "9000\n");
    write("cpuacct/a/cpuacct.usage", "800\n");
    write("cpuacct/a/b/cpuacct.usage", "70\n");
    Cgroups groups = Cgroups.named("/a").at(root);
    CgroupCpu cpu = groups.withDescendants().place(CgroupCpu.FILE).read(PROC);
    assertThat(cpu.groups())
        .extracting(row -> row.label("cgroup"))
        .containsExactly("/a", "/a/b", "/a/c");
    assertThat(cpu.amount(cpu.groups().get(0), CgroupCpuColumns.CPUACCT_USAGE)).hasValue(800);
    assertThat(cpu.amount(cpu.groups().get(1), CgroupCpuColumns.CPUACCT_USAGE)).hasValue(70);
    assertThat(cpu.amount(cpu.groups().get(2), CgroupCpuColumns.CPUACCT_USAGE)).isEmpty();
    SampledFile<CgroupCpu> file = groups.place(CgroupCpu.FILE);
    try (Sampler<CgroupCpu> sampler = file.sampler(PROC)) {
      Interval interval = sampler.intervals();
      sampler.sample();
      interval.next();
      write("cpuacct/a/cpuacct.usage", "5000800\n");
      sampler.sample();
      assertThat(interval.next()).isTrue();
      Row row = sampler.view().groups().getFirst();
      double used = file.figure("cgroup", "used").value(interval, row);
      assertThat(used).isCloseTo(5e-3 / interval.seconds(), within(1e-9));
      assertThat(file.figure("cgroup", "of limit").value(interval, row))
          .isCloseTo(200 * used, within(1e-6));
    }
  }

  /** As the kernel prints it for a group that has not used any device, and without CONFIG_PSI. */
  @Test
  void noDevicesAndNoPressure() throws IOException {
    write("cgroup.controllers", "cpu io memory pids\n");
    write("a/cgroup.controllers", "cpu io memory pids\n");
    write("a/io.stat", "");
    Cgroups groups = Cgroups.named("/a").at(root);
    CgroupIo io = groups.place(CgroupIo.FILE).read(PROC);
    assertThat(io.devices()).isEmpty();
    assertThatThrownBy(() -> groups.place(CgroupPressure.FILE).read(PROC))
        .isInstanceOfSatisfying(
            UnreadableException.class, e -> assertThat(e.outcome()).isEqualTo(Outcome.ABSENT))
        .hasMessage(
            root.resolve("a")
                + ": has none of the files cpu.pressure, memory.pressure, io.pressure,"
                + " irq.pressure; it exists since Linux 4.20; it depends on CONFIG_PSI,"
                + " CONFIG_CGROUPS");
    write("a/io.stat", "8:0 rbytes=1 wbytes=2 rios=3 wios=4 dbytes=5 dios=6\n7:0 \n254:0 rios=9\n");
    assertThat(cells(Snapshot.of(groups.place(CgroupIo.FILE), PROC)))
        .hasSize(7)
        .containsEntry("device[cgroup=/a device=8:0].dios", 6L)
        .containsEntry("device[cgroup=/a device=254:0].rios", 9L);
  }

  private String reason(SampledFile<?> file, String group) {
    try {
      return Snapshot.of(Cgroups.named(group).at(root).place(file), PROC).toString();
    } catch (UnreadableException e) {
      return String.valueOf(e.getMessage());
    }
  }

  /** Neither the version of the kernel nor its options are to blame. Made up. */
  @Test
  void reasonsWhyAGroupHasNoFiles() throws IOException {
    write("pids/cgroup.procs", "");
    write("pids/release_agent", "");
    write("cpu/cgroup.procs", "");
    write("cpu/cpu.stat", "nr_periods 0\n");
    String ofRoot = ": this is the root group, for which the kernel has no such file";
    assertThat(reason(CgroupPids.FILE, "/")).endsWith("pids.events" + ofRoot);
    String version1 = ": this is version 1 of control groups, without ";
    assertThat(reason(CgroupPressure.FILE, "/"))
        .endsWith("irq.pressure" + version1 + "pressure stall information");
    assertThat(reason(CgroupMemory.FILE, "/")).endsWith(version1 + "the controller memory");
    write("pids/a/cgroup.procs", "");
    assertThat(reason(CgroupPids.FILE, "/a")).endsWith(version1 + "the controller pids");
    write("cgroup.controllers", "io pids\n");
    assertThat(reason(CgroupPids.FILE, "/")).endsWith("pids.events" + ofRoot);
    write("a/cgroup.controllers", "io memory\n");
    assertThat(reason(CgroupPids.FILE, "/a"))
        .endsWith(
            ": the controller pids is not enabled for this group, as cgroup.controllers shows");
    assertThat(reason(CgroupIo.FILE, "/a")).endsWith("CONFIG_BLK_CGROUP");
  }

  @Test
  void rowsComeAndGo() throws IOException {
    write("cgroup.controllers", "\n");
    write("a/pids.current", "1\n");
    try (Sampler<CgroupPids> sampler = all(root).place(CgroupPids.FILE).sampler(PROC)) {
      assertThat(sampler.sample()).isEqualTo(Outcome.SAMPLED);
      Row a = sampler.view().groups().getFirst();
      write("b/c/pids.current", "2\n");
      assertThat(sampler.sample()).isEqualTo(Outcome.SAMPLED);
      assertThat(sampler.view().groups())
          .extracting(row -> row.label("cgroup"))
          .containsExactly("/a", "/b/c");
      Files.delete(root.resolve("a/pids.current"));
      Files.delete(root.resolve("a"));
      assertThat(sampler.sample()).isEqualTo(Outcome.SAMPLED);
      assertThat(sampler.view().groups())
          .extracting(row -> row.label("cgroup"))
          .containsExactly("/b/c");
      assertThat(sampler.view().tasks(a)).isEmpty();
    }
  }

  /** No kernel permits a newline; a copied tree may have any name. */
  @Test
  void namesWithNewlines() throws IOException {
    write("a\nb 9\n/pids.current", "1\n");
    write("a\\012b/pids.current", "2\n");
    Snapshot reading = Snapshot.of(all(root).place(CgroupPids.FILE), PROC);
    assertThat(reading.problems()).isEmpty();
    CgroupPids pids = all(root).place(CgroupPids.FILE).read(PROC);
    assertThat(pids.groups())
        .extracting(row -> row.label("cgroup"))
        .containsExactlyInAnyOrder("/a\nb 9\n", "/a\\012b");
    assertThat(pids.toString()).doesNotContain("b 9\n");
  }

  /** mkdir and rm of coreutils work with paths that are longer than the kernel accepts. */
  @Test
  void nestedTenThousandDeep() throws Exception {
    write("top/pids.current", "1\n");
    write("top/" + "d/".repeat(100) + "pids.current", "2\n");
    write("top/" + "d/".repeat(101) + "pids.current", "3\n");
    write("top/" + "d/".repeat(100) + "cgroup.procs", "12\n");
    run("mkdir", "-p", "top/" + "d/".repeat(10_000));
    try {
      Snapshot reading = Snapshot.of(all(root.resolve("top")).place(CgroupPids.FILE), PROC);
      assertThat(cells(reading).values()).containsExactly(1L, 2L);
      String tooMuch =
          ": at most 10000 directories, 100 levels and paths of 3838 bytes are read: 1 directory"
              + " and all below it are left out";
      assertThat(reading.problems())
          .extracting(Problem::toString)
          .containsExactly(root.toRealPath().resolve("top") + tooMuch);
      try (Sampler<CgroupProcs> procs =
          all(root.resolve("top")).place(CgroupProcs.FILE).sampler(PROC)) {
        assertThat(procs.sample()).as(procs.problem().orElse("")).isEqualTo(Outcome.SAMPLED);
        assertThat(procs.view().members())
            .extracting(row -> row.label("pid"))
            .containsExactly("12");
        assertThat(procs.problems()).singleElement().asString().endsWith(tooMuch);
      }
      try (Sampler<CgroupPids> pids =
          all(root.resolve("top")).place(CgroupPids.FILE).sampler(PROC)) {
        assertThat(pids.sample()).isEqualTo(Outcome.SAMPLED);
        write("top/pids.current", "2\n"); // replayed, not read again
        assertThat(pids.sample()).isEqualTo(Outcome.SAMPLED);
        assertThat(pids.problems()).singleElement().asString().endsWith(tooMuch);
      }
    } finally {
      run("rm", "-rf", "top");
    }
  }

  /** As the kernel permits any bytes but a newline. Only a shell can name the group. */
  @Test
  void aNameThatIsNotOfTheEncodingIsSaid() throws Exception {
    write("a/pids.current", "1\n");
    run("sh", "-c", "d=$(printf 'b\\377') && mkdir -p \"$d/c\" && echo 2 > \"$d/pids.current\"");
    try {
      Snapshot reading = Snapshot.of(all(root).place(CgroupPids.FILE), PROC);
      assertThat(cells(reading).values()).containsExactly(1L);
      assertThat(reading.problems())
          .extracting(Problem::toString)
          .containsExactly(
              root.toRealPath()
                  + ": 1 directory and all below it are left out: not a name in "
                  + System.getProperty("sun.jnu.encoding")
                  + ", this program's encoding of file names");
    } finally {
      run("sh", "-c", "rm -r b*");
    }
  }

  /** One group whose list cannot be read does not cost the lists of the others. */
  @Test
  void aListOfProcessesThatCannotBeRead() throws IOException {
    write("a/cgroup.procs", "12\n");
    Files.createDirectories(root.resolve("b/cgroup.procs"));
    try (Sampler<CgroupProcs> procs = all(root).place(CgroupProcs.FILE).sampler(PROC)) {
      assertThat(procs.sample()).isEqualTo(Outcome.SAMPLED);
      assertThat(procs.view().processes("/a").boxed()).containsExactly(12L);
      assertThat(procs.problems())
          .extracting(Problem::toString)
          .containsExactly(root.toRealPath() + ": cgroup.procs cannot be read: is a directory");
      Files.delete(root.resolve("a/cgroup.procs"));
      assertThat(procs.sample()).isEqualTo(Outcome.MALFORMED);
      assertThat(procs.problem().orElseThrow()).endsWith("cannot be read: is a directory");
    }
  }

  private void run(String... command) throws Exception {
    Process process =
        new ProcessBuilder(command).directory(root.toFile()).redirectErrorStream(true).start();
    String text = new String(process.getInputStream().readAllBytes(), ISO_8859_1);
    assertThat(process.waitFor()).as(text.substring(0, Math.min(200, text.length()))).isZero();
  }

  @Test
  void linksThatLeaveTheTree() throws IOException {
    write("outside/pids.current", "1\n");
    write("top/a/pids.current", "2\n");
    Files.createSymbolicLink(root.resolve("top/b"), root.resolve("outside"));
    assertThatThrownBy(
            () -> Cgroups.named("/b").at(root.resolve("top")).place(CgroupPids.FILE).read(PROC))
        .isInstanceOf(UnreadableException.class)
        .hasMessageContaining("leads out of the tree");
    assertThat(all(root.resolve("top")).place(CgroupPids.FILE).read(PROC).groups()).hasSize(1);
  }

  @Test
  void pathsThatLeaveTheTree() {
    for (String path : List.of("..", "/a/../..", "/a\0")) {
      assertThatThrownBy(() -> Cgroups.named(path))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("leave its tree");
    }
    assertThatThrownBy(() -> Cgroups.own().place(Uptime.FILE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("uptime");
  }

  /** A tree in which this test may make groups with the controller cpu. */
  private static Path writableTree() {
    Path mount = Path.of("/sys/fs/cgroup");
    Path version1 = mount.resolve("cpu");
    Path tree = Files.isDirectory(version1) ? version1 : mount;
    Assumptions.assumeTrue(Files.isWritable(tree), "control groups may not be made here");
    return tree;
  }

  /** The tree in which the CPU time of groups is counted: that of cpuacct, if it is apart. */
  private static Path accounting(Path tree) {
    Path apart = Path.of("/sys/fs/cgroup/cpuacct");
    return tree.endsWith("cpu") && Files.isDirectory(apart) ? apart : tree;
  }

  /**
   * A real group with a quota of a tenth of a CPU, in which a shell is busy until it is removed.
   */
  @Test
  void aRealGroupIsThrottledAndThenRemoved() throws Exception {
    Path tree = writableTree();
    String name = "procfs4j-test-" + ProcessHandle.current().pid();
    Path group;
    try {
      group = Files.createDirectory(tree.resolve(name));
    } catch (IOException e) {
      Assumptions.abort("control groups may not be made here: " + e.getMessage());
      return;
    }
    Path accounting = accounting(tree).resolve(name);
    Process busy = null;
    Cgroups groups = Cgroups.named("/" + name);
    try (Sampler<CgroupCpu> sampler = groups.place(CgroupCpu.FILE).sampler(PROC)) {
      Path quota = group.resolve("cpu.cfs_quota_us");
      Path max = group.resolve("cpu.max");
      Assumptions.assumeTrue(Files.exists(quota) || Files.exists(max), "no controller cpu");
      if (Files.exists(quota)) {
        Files.writeString(quota, "10000");
      } else {
        Files.writeString(max, "10000 100000");
      }
      Files.createDirectories(accounting);
      busy =
          new ProcessBuilder(
                  "sh",
                  "-c",
                  "echo $$ > \"$1\" && echo $$ > \"$0\" && while :; do :; done",
                  group + "/cgroup.procs",
                  accounting + "/cgroup.procs")
              .start();
      Row row;
      do {
        Thread.sleep(20);
        assertThat(busy.isAlive()).isTrue();
        assertThat(sampler.sample()).isEqualTo(Outcome.SAMPLED);
        assertThat(sampler.problems()).isEmpty();
        row = sampler.view().groups().getFirst();
      } while (sampler.view().throttled(row).orElse(0) < 3);
      assertThat(row.label("cgroup")).isEqualTo("/" + name);
      assertThat(sampler.view().limit(row)).hasValue(0.1);
      boolean isVersion1 = Files.exists(quota);
      assertThat(
              sampler
                  .view()
                  .amount(
                      row,
                      isVersion1 ? CgroupCpuColumns.CPUACCT_USAGE : CgroupCpuColumns.USAGE_USEC)
                  .orElseThrow())
          .isPositive();
      assertThat(sampler.view().periods(row).orElseThrow())
          .isGreaterThanOrEqualTo(sampler.view().throttled(row).orElseThrow());
      assertThat(groups.place(CgroupProcs.FILE).read(PROC).processes("/" + name).boxed())
          .containsExactly(busy.pid());
      busy.destroyForcibly().waitFor();
      remove(group);
      assertThat(sampler.sample()).isEqualTo(Outcome.ABSENT);
      assertThat(sampler.problem()).hasValue(group + ": the directory has been removed");
    } finally {
      if (busy != null) {
        busy.destroyForcibly().waitFor();
      }
      remove(group);
      remove(accounting);
    }
  }

  /** The tree of version 2, if this test may make groups in it. */
  private static Path treeOfVersion2() {
    Path mount = Path.of("/sys/fs/cgroup");
    Path unified = mount.resolve("unified");
    Path tree = Files.exists(unified.resolve("cgroup.controllers")) ? unified : mount;
    Assumptions.assumeTrue(
        Files.exists(tree.resolve("cgroup.controllers")), "there is no tree of version 2");
    Assumptions.assumeTrue(Files.isWritable(tree), "control groups may not be made here");
    return tree;
  }

  /**
   * Real groups of version 2, one in the other, with those controllers that this machine has there.
   * A busy shell is in the inner one.
   */
  @Test
  void realGroupsOfVersion2() throws Exception {
    Path tree = treeOfVersion2();
    String name = "procfs4j-test-" + ProcessHandle.current().pid() + "-2";
    Path outer = tree.resolve(name);
    Path inner = outer.resolve("inner");
    try {
      Files.createDirectory(outer);
    } catch (IOException e) {
      Assumptions.abort("control groups may not be made here: " + e.getMessage());
    }
    Process busy = null;
    try {
      List<String> controllers = new ArrayList<>();
      for (String known : List.of("cpu", "memory", "io", "pids")) {
        if (words(outer.resolve("cgroup.controllers")).contains(known)) {
          Files.writeString(outer.resolve("cgroup.subtree_control"), "+" + known);
          controllers.add(known);
        }
      }
      Files.createDirectory(inner);
      limit(inner, controllers);
      busy =
          new ProcessBuilder(
                  "sh", "-c", "echo $$ > \"$0\" && while :; do :; done", inner + "/cgroup.procs")
              .start();
      Cgroups groups = Cgroups.named("/" + name).withDescendants().at(tree);
      while (groups.place(CgroupProcs.FILE).read(PROC).processes("/" + name + "/inner").count()
          == 0) {
        assertThat(busy.isAlive()).isTrue();
        Thread.sleep(5);
      }
      isAsLimited(groups, "/" + name + "/inner", controllers);
      Assumptions.assumeTrue(
          controllers.containsAll(List.of("cpu", "memory", "pids")),
          "CPU time and pressure were as expected; the tree of version 2 has only these of the"
              + " controllers cpu, memory, io and pids: "
              + controllers
              + ", as version 1 has the others");
    } finally {
      if (busy != null) {
        busy.destroyForcibly().waitFor();
      }
      remove(inner);
      remove(outer);
    }
  }

  private static List<String> words(Path file) throws IOException {
    return List.of(Files.readString(file).strip().split(" ", -1));
  }

  private static void limit(Path group, List<String> controllers) throws IOException {
    if (controllers.contains("cpu")) {
      Files.writeString(group.resolve("cpu.max"), "10000 100000");
    }
    if (controllers.contains("memory")) {
      Files.writeString(group.resolve("memory.max"), Integer.toString(64 << 20));
    }
    if (controllers.contains("pids")) {
      Files.writeString(group.resolve("pids.max"), "20");
    }
  }

  private static void isAsLimited(Cgroups groups, String name, List<String> controllers)
      throws Exception {
    try (Sampler<CgroupCpu> sampler = groups.place(CgroupCpu.FILE).sampler(PROC)) {
      Row inner;
      CgroupCpu cpu;
      do {
        Thread.sleep(20);
        assertThat(sampler.sample()).isEqualTo(Outcome.SAMPLED);
        assertThat(sampler.problems()).isEmpty();
        cpu = sampler.view();
        assertThat(cpu.groups()).hasSize(2);
        inner = row(cpu.groups(), name);
      } while (cpu.amount(inner, CgroupCpuColumns.USAGE_USEC).orElseThrow() < 30_000
          || (controllers.contains("cpu") && cpu.throttled(inner).orElseThrow() < 3));
      if (controllers.contains("cpu")) {
        assertThat(cpu.limit(inner)).hasValue(0.1);
      }
    }
    if (Files.exists(PROC.resolve("pressure/cpu"))) {
      CgroupPressure pressure = groups.place(CgroupPressure.FILE).read(PROC);
      assertThat(pressure.totalMicros(pressure.stall(name, "cpu", "some"))).isPresent();
    }
    if (controllers.contains("memory")) {
      CgroupMemory memory = groups.place(CgroupMemory.FILE).read(PROC);
      Row inner = row(memory.groups(), name);
      assertThat(memory.limit(inner)).hasValue(64 << 20);
      assertThat(memory.used(inner).orElseThrow()).isPositive();
      assertThat(memory.oomKills(inner)).hasValue(0);
    }
    if (controllers.contains("pids")) {
      CgroupPids pids = groups.place(CgroupPids.FILE).read(PROC);
      assertThat(pids.limit(row(pids.groups(), name))).hasValue(20);
      assertThat(pids.tasks(row(pids.groups(), name))).hasValue(1);
    }
  }

  private static Row row(List<Row> groups, String name) {
    return groups.stream()
        .filter(row -> row.label("cgroup").equals(name))
        .findFirst()
        .orElseThrow();
  }

  /** The kernel lets a group go when its last process has been reaped. */
  private static void remove(Path group) throws Exception {
    while (Files.exists(group)) {
      try {
        Files.delete(group);
      } catch (IOException e) {
        Thread.sleep(10);
      }
    }
  }
}

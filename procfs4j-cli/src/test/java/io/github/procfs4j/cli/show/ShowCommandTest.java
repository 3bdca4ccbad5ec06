package io.github.procfs4j.cli.show;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.procfs4j.cli.Main;
import io.github.procfs4j.cli.Run;
import io.github.procfs4j.cli.Tree;
import io.github.procfs4j.cli.options.CommandException;
import io.github.procfs4j.cli.terminal.Output;
import io.github.procfs4j.cli.terminal.Streams;
import io.github.procfs4j.printable.Printable;
import io.github.procfs4j.testing.Corpus;
import io.github.procfs4j.testing.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code procfs show}, with texts of real kernels, or with made-up ones if stated. */
class ShowCommandTest {
  @TempDir private Path directory;

  private static Run real(String... arguments) {
    List<String> all = new ArrayList<>(List.of("show", "--root", Tree.REAL.toString()));
    all.addAll(List.of(arguments));
    return Run.of(all.toArray(String[]::new));
  }

  /** Shows made-up text. */
  private Run madeUp(String source, String text, String... arguments) throws IOException {
    return madeUp(source, text.getBytes(StandardCharsets.UTF_8), arguments);
  }

  private Run madeUp(String source, byte[] text, String... arguments) throws IOException {
    Files.write(directory.resolve(source), text);
    List<String> all = new ArrayList<>(List.of("show", source, "--root", directory.toString()));
    all.addAll(List.of(arguments));
    return Run.of(all.toArray(String[]::new));
  }

  private static Object json(Run run) {
    run.isDone();
    assertThat(run.out()).endsWith("\n").hasLineCount(1);
    return Json.parse(run.out());
  }

  @Test
  void locksNameTheirProcesses() throws IOException {
    Files.createDirectories(directory.resolve("7"));
    Files.writeString(directory.resolve("7/comm"), "java\n");
    Files.writeString(directory.resolve("7/cmdline"), "java\0-jar\0/opt/holder.jar\0");
    String text =
        """
        1: POSIX  ADVISORY  WRITE 7 08:01:5 0 EOF
        1: -> POSIX  ADVISORY  WRITE 8 08:01:5 0 EOF
        """;
    assertThat(madeUp("locks", text).isDone().out())
        .contains("process", "holder.jar", "chain", "?(8) <- holder.jar(7)");
  }

  /** Groups that a real kernel printed. */
  private static Run ofGroups(String source, String... arguments) {
    Path tree = Corpus.RESOURCES.resolve("cgroups/amd64-6.12-smp4-numa2/s1");
    List<String> all = new ArrayList<>(List.of("show", source, "--cgroup-root", tree.toString()));
    all.addAll(List.of(arguments));
    return Run.of(all.toArray(String[]::new));
  }

  @Test
  void aControlGroupByItsPath() {
    assertThat(ofGroups("cgroup/cpu", "--cgroup", "/wl grp").isDone().out())
        .contains("/wl grp", "usage_usec", "nr_throttled")
        .doesNotContain("/wl grp/inner");
    assertThat(ofGroups("cgroup/cpu", "--cgroup", "/wl grp/**").isDone().out())
        .contains("/wl grp", "/wl grp/inner");
    assertThat(ofGroups("cgroup/pids", "--cgroup", "/**").isDone().out()).contains("/wl grp");
  }

  @Test
  void aControlGroupThatIsNotThere() {
    String lists = "; procfs show cgroup/cpu --cgroup '/**' lists those that exist";
    for (String path : List.of("none", "/none", "/none/**", "a\nb\u001b[2J", "/sys/fs/cgroup/x")) {
      Run none = ofGroups("cgroup/cpu", "cgroup/pids", "--cgroup", path);
      assertThat(none.code()).isEqualTo(CommandException.ENVIRONMENT);
      assertThat(none.out()).isEmpty();
      assertThat(none.err().lines())
          .singleElement(InstanceOfAssertFactories.STRING)
          .startsWith("procfs: --cgroup " + Printable.line(path) + ": no such group in ")
          .endsWith("/s1" + lists);
    }
    ofGroups("cgroup/cpu", "--cgroup", "/../etc")
        .failed(CommandException.USAGE, "--cgroup: ", "does not leave its tree");
    ofGroups("cgroup/cpu", "--cgroup", "").failed(CommandException.USAGE, "the path is empty");
    Run.of("show", "uptime", "--cgroup", "/")
        .failed(CommandException.USAGE, "--cgroup: none of the sources is one of cgroup/*");
  }

  @Test
  void noControlGroupsAtAll() {
    String nowhere = directory.resolve("nowhere").toString();
    Run.of("show", "cgroup/cpu", "--cgroup-root", nowhere, "--cgroup", "/a")
        .failed(
            CommandException.ENVIRONMENT,
            "--cgroup /a: no control groups in " + nowhere + "; --cgroup-root names another");
    Run.of("show", "cgroup/cpu", "--cgroup-root", nowhere)
        .failed(CommandException.ENVIRONMENT, nowhere + ": no such directory");
  }

  /** In version 1, each controller has a tree of its own. Made up. */
  @Test
  void aControlGroupThatSomeControllersHave() throws IOException {
    Path groups = directory.resolve("groups");
    Path group = Files.createDirectories(groups.resolve("cpu/a"));
    Files.writeString(group.resolve("cpu.stat"), "nr_periods 12345\n");
    Files.createDirectories(groups.resolve("memory"));
    Run some =
        Run.of(
            "show",
            "cgroup/cpu",
            "cgroup/memory",
            "--cgroup-root",
            groups.toString(),
            "--cgroup",
            "/a");
    assertThat(some.code()).isEqualTo(CommandException.ENVIRONMENT);
    assertThat(some.out()).contains("12,345");
    assertThat(some.err().lines())
        .singleElement(InstanceOfAssertFactories.STRING)
        .startsWith("procfs: --cgroup /a: no such group in " + groups.resolve("memory") + ";");
  }

  @Test
  void aControlGroupWithoutTheController() throws IOException {
    Path group = Files.createDirectories(directory.resolve("groups/a"));
    Files.writeString(directory.resolve("groups/cgroup.controllers"), "cpu\n");
    Files.writeString(group.resolve("cgroup.controllers"), "\n");
    Run.of(
            "show",
            "cgroup/pids",
            "--cgroup-root",
            directory.resolve("groups").toString(),
            "--cgroup",
            "/a")
        .failed(
            CommandException.ENVIRONMENT,
            group
                + ": has none of the files pids.current, pids.max, pids.peak, pids.events: the"
                + " controller pids is not enabled for this group");
  }

  /** The root group has few files, and other directories have none: the kernel is not at fault. */
  @Test
  void aDirectoryWithoutFilesOfTheController() throws IOException {
    String root = Corpus.RESOURCES.resolve("cgroups/amd64-6.12-smp4-numa2/s1").toString();
    Run ofRoot = Run.of("show", "cgroup/pids", "--cgroup-root", root, "--cgroup", "/");
    ofRoot.failed(CommandException.ENVIRONMENT, "pids.events: this is the root group, for which");
    assertThat(ofRoot.err()).doesNotContain("CONFIG_", "since Linux");
    String other = directory.resolve("other").toString();
    Files.createDirectories(directory.resolve("other/a"));
    Run none = Run.of("show", "cgroup/pids", "--cgroup-root", other);
    none.failed(CommandException.ENVIRONMENT, "this is not a control group, as it has no cgroup");
    assertThat(none.err()).doesNotContain("CONFIG_", "since Linux");
    Run.of("show", "cgroup/pids", "--cgroup-root", other, "--cgroup", "/**")
        .failed(
            CommandException.ENVIRONMENT,
            other + ": neither it nor a directory below it has any of the files pids.current",
            "this is not a control group");
    Run.of("record", "--cgroup-root", other, "-o", "" + directory.resolve("x"))
        .failed(
            CommandException.ENVIRONMENT,
            "--cgroup-root: no source of control groups can be read in " + other);
  }

  /** Version 1 prints the greatest number of pages if there is no limit. Made up. */
  @Test
  void noLimitIsNotASize() throws IOException {
    Path group = Files.createDirectories(directory.resolve("groups/memory/a"));
    Files.writeString(group.resolve("memory.limit_in_bytes"), "9223372036854771712\n");
    Files.writeString(group.resolve("memory.usage_in_bytes"), "4096\n");
    Files.writeString(
        group.resolve("memory.stat"),
        "rss 8192\npgpgin 3\nhierarchical_memory_limit 9223372036854771712\ntotal_rss 12288\n");
    String root = directory.resolve("groups").toString();
    Run run = Run.of("show", "cgroup/memory", "--cgroup-root", root, "--cgroup", "/a").isDone();
    assertThat(run.out())
        .contains("no limit", "4.0 KiB", "8.0 KiB", "12.0 KiB")
        .doesNotContain("EiB", "9,223");
    assertThat(
            Run.of(
                    "show",
                    "cgroup/memory",
                    "--cgroup-root",
                    root,
                    "--cgroup",
                    "/a",
                    "--format",
                    "json")
                .out())
        .contains("9223372036854771712");
  }

  /** Made up: a kernel that shows how it was built. */
  @Test
  void anOptionThatTheKernelWasBuiltWithoutIsSaid() throws IOException {
    try (OutputStream config =
        new GZIPOutputStream(Files.newOutputStream(directory.resolve("config.gz")))) {
      config.write("# CONFIG_MEM_ALLOC_PROFILING is not set\n".getBytes(StandardCharsets.US_ASCII));
    }
    Run.of("show", "allocinfo", "--root", directory.toString())
        .failed(
            CommandException.ENVIRONMENT,
            "this kernel was built without CONFIG_MEM_ALLOC_PROFILING, as its config.gz says");
    Run.of("record", "allocinfo", "--root", directory.toString(), "-o", directory + "/x")
        .failed(CommandException.ENVIRONMENT, "this kernel was built without CONFIG_MEM_ALLOC");
  }

  @Test
  void jsonOfStatHoldsEachNumberOfTheText() {
    Object json = json(real("stat", "--format", "json"));

    assertThat(Json.at(json, "source")).isEqualTo("stat");
    long start = Long.parseLong((String) Json.at(json, "read_ns", 0));
    long end = Long.parseLong((String) Json.at(json, "read_ns", 1));
    assertThat(end).isGreaterThanOrEqualTo(start);
    assertThat(System.nanoTime() - end).isBetween(0L, 60_000_000_000L);
    assertThat(Json.list(json, "read_ns")).hasSize(2);
    assertThat(Json.at(Json.table(json, "cpu"), "columns", 0))
        .isEqualTo(Map.of("name", "user", "unit", "ticks", "kind", "counter"));

    List<String> modes =
        List.of("user nice system idle iowait irq softirq steal guest guest_nice".split(" ", -1));
    int cpus = 0;
    for (String line : Tree.text("stat").lines().toList()) {
      String[] words = line.split(" +", -1);
      if (words[0].startsWith("cpu")) {
        String cpu = words[0].length() == 3 ? "all" : words[0].substring(3);
        Map<String, String> expected = new LinkedHashMap<>();
        for (int i = 1; i < words.length; i++) {
          expected.put(modes.get(i - 1), words[i]);
        }
        assertThat(Json.values(Json.table(json, "cpu"), Map.of("cpu", cpu))).isEqualTo(expected);
        cpus++;
      } else {
        assertThat(Json.values(Json.table(json, "system"), Map.of()).get(words[0]))
            .isEqualTo(words[1]);
      }
      if (words[0].equals("intr")) {
        List<?> rows = Json.list(Json.table(json, "interrupt"), "rows");
        assertThat(rows).hasSize(words.length - 2);
        for (int i = 2; i < words.length; i++) {
          assertThat(rows.get(i - 2))
              .isEqualTo(
                  Map.of(
                      "labels", Map.of("irq", Integer.toString(i - 2)),
                      "values", Map.of("count", words[i])));
        }
      }
    }
    assertThat(cpus).isEqualTo(9);
    assertThat(Json.list(Json.table(json, "cpu"), "rows")).hasSize(9);
  }

  @Test
  void jsonSaysWhatCouldNotBeRead() throws IOException {
    Run run = madeUp("meminfo", "MemTotal: 1 kB\nMemFree: x kB\n", "--format", "json");
    Object json = Json.parse(run.out());
    assertThat((String) Json.at(json, "problems", 0)).contains("meminfo:2:10: ");
    assertThat(Json.values(Json.table(json, "meminfo"), Map.of())).containsOnlyKeys("MemTotal");
    assertThat(madeUp("meminfo", "MemTotal: 1 kB\n", "--format", "json").out())
        .doesNotContain("problems");
  }

  @Test
  void jsonOfMeminfoIsInBytes() {
    Map<String, Object> values =
        Json.values(Json.table(json(real("meminfo", "--format", "json")), "meminfo"), Map.of());

    List<String> lines = Tree.text("meminfo").lines().toList();
    assertThat(values).hasSize(lines.size());
    for (String line : lines) {
      String[] words = line.split(":? +", -1);
      long factor = words.length == 3 ? 1024 : 1;
      assertThat(values.get(words[0]))
          .as(line)
          .isEqualTo(Long.toString(Long.parseLong(words[1]) * factor));
    }
  }

  @Test
  void jsonOfVmstatHoldsEachLine() {
    Map<String, Object> values =
        Json.values(Json.table(json(real("vmstat", "--format", "json")), "vmstat"), Map.of());

    // The kernel prints these three in KiB.
    Set<String> sizes = Set.of("nr_kernel_stack", "pgpgin", "pgpgout");
    Map<String, String> expected = new LinkedHashMap<>();
    for (String line : Tree.text("vmstat").lines().toList()) {
      String[] words = line.split(" ", -1);
      long factor = sizes.contains(words[0]) ? 1024 : 1;
      expected.put(words[0], Long.toString(Long.parseLong(words[1]) * factor));
    }
    assertThat(values).isEqualTo(expected);
  }

  @Test
  void decimalsAreExact() throws IOException {
    assertThat(real("uptime", "--format", "json").out())
        .contains("\"uptime\":" + Tree.text("uptime").split(" ", -1)[0] + ",");
    // Made up.
    assertThat(madeUp("uptime", "307.80 0.00\n", "--format", "json").out())
        .contains("\"values\":{\"uptime\":307.80,\"idle\":0.00}");
  }

  /** Made up like the text of kernels with a bug. */
  @Test
  void numbersNearTwoToTheSixtyFourAreExact() throws IOException {
    Object stat = json(madeUp("stat", "procs_blocked 18446744073709551615\n", "--format", "json"));
    assertThat(Json.values(Json.table(stat, "system"), Map.of()))
        .isEqualTo(Map.of("procs_blocked", "18446744073709551615"));

    Object memory = json(madeUp("meminfo", "SwapFree:18014398503714728 kB\n", "--format", "json"));
    assertThat(Json.values(Json.table(memory, "meminfo"), Map.of()))
        .isEqualTo(
            Map.of(
                "SwapFree",
                new BigInteger("18014398503714728").multiply(BigInteger.valueOf(1024)).toString()));
  }

  /** Made up: kernels before 4.18 print 14 columns. */
  @Test
  void whatTheKernelDidNotPrintIsAbsent() throws IOException {
    String text =
        " 8 0 sda 1 2 3 4 5 6 7 8 9 10 11\n 8 16 sdb 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15\n";
    Object disks = Json.table(json(madeUp("diskstats", text, "--format", "json")), "disk");

    assertThat(Json.values(disks, Map.of("device", "sda")))
        .hasSize(13)
        .doesNotContainKey("discards_completed");
    assertThat(Json.values(disks, Map.of("device", "sdb")).get("discards_completed"))
        .isEqualTo("12");
    assertThat(madeUp("diskstats", text).isDone().out()).containsPattern("sda .* 11 +- +- +- +-\n");
  }

  /** Made up: two rows that have the same labels. */
  @Test
  void aRowWithTheLabelsOfAnotherSaysSo() throws IOException {
    String text = " 8 0 sda 1 2 3 4 5 6 7 8 9 10 11\n 8 0 sda 2 2 3 4 5 6 7 8 9 10 11\n";
    Object disks = Json.table(json(madeUp("diskstats", text, "--format", "json")), "disk");

    assertThat(Json.members(disks, "rows", 0)).containsOnlyKeys("labels", "values");
    assertThat(Json.at(disks, "rows", 1, "labels")).isEqualTo(Map.of("device", "sda"));
    assertThat(Json.at(disks, "rows", 1, "repeat")).isEqualTo("1");
    assertThat(Json.at(disks, "rows", 1, "values", "reads_completed")).isEqualTo("2");
    assertThat(madeUp("diskstats", text).out()).contains("sda #2");
    assertThat(madeUp("diskstats", text, "--format", "csv").out())
        .contains("diskstats,disk,device=sda #2,reads_completed,2,requests\n");
  }

  /** Made up: no row is left out if rows only have labels and a meaningless number. */
  @Test
  void rowsThatCountNothingAreShown() throws IOException {
    StringBuilder text = new StringBuilder();
    for (int i = 1; i <= 20; i++) {
      text.append(i + ": FLOCK  ADVISORY  WRITE " + 100 * i + " 08:01:5 0 EOF\n");
    }
    assertThat(madeUp("locks", text.toString()).isDone().out())
        .containsPattern("FLOCK +ADVISORY +WRITE +2000 +08:01:5 +0 +EOF +20\n")
        .doesNotContain("zeros");
  }

  @Test
  void severalSourcesAreALineEach() {
    List<String> lines = real("uptime", "version", "stat", "--format", "json").isDone().lines();

    assertThat(lines).hasSize(3);
    assertThat(lines.stream().map(line -> Json.at(Json.parse(line), "source")))
        .containsExactly("uptime", "version", "stat");
  }

  @Test
  void aSourceReadOnceHasItsText() {
    Object json = json(real("version", "--format", "json"));

    assertThat(Json.at(json, "text")).isEqualTo(Tree.text("version"));
    assertThat(Json.members(json)).containsOnlyKeys("source", "read_ns", "facts", "text");
    assertThat(real("version").isDone().out()).endsWith("\n\n" + Tree.text("version"));
  }

  @Test
  void theVersionIsShownInItsParts() {
    assertThat(real("version").isDone().out())
        .startsWith(
            """
            version
              release   6.1.0-50-amd64
              major     6
              minor     1
              patch     0
              extra     -50-amd64
              builder   debian-kernel@lists.debian.org
              compiler  gcc-12\
            """);
    Object json = json(real("version", "--format", "json"));
    assertThat(Json.at(json, "facts", "release")).isEqualTo("6.1.0-50-amd64");
    assertThat(Json.at(json, "facts", "major")).hasToString("6");
    assertThat(real("version", "--format", "csv").isDone().lines())
        .contains("version,facts,,release,6.1.0-50-amd64,", "version,facts,,major,6,");
  }

  /** Made up. */
  @Test
  void theKernelsOptionsAreShownAsAList() throws IOException {
    String text = "root=/dev/sda1 ro dyndbg=\"file a.c +p\" quiet -- single\n";

    assertThat(madeUp("cmdline", text).isDone().out())
        .isEqualTo(
            """
            cmdline
              parameters         root=/dev/sda1
                                 ro
                                 dyndbg=file a.c +p
                                 quiet
              arguments of init  single

            root=/dev/sda1 ro dyndbg="file a.c +p" quiet -- single
            """);
    Object json = json(madeUp("cmdline", text, "--format", "json"));
    assertThat(Json.at(json, "facts", "parameters", 2)).isEqualTo("dyndbg=file a.c +p");
    assertThat(madeUp("cmdline", text, "--format", "csv").isDone().lines())
        .contains("cmdline,facts,,parameters,ro,", "cmdline,facts,,arguments of init,single,");
  }

  /** Made up like a hybrid x86 processor. */
  @Test
  void packagesCoresThreadsAndFeaturesAreShownBeforeCpuInfo() throws IOException {
    String line =
        "processor\t: %d\nvendor_id\t: GenuineIntel\ncpu family\t: 6\nmodel name\t: Made up\n"
            + "physical id\t: 0\nsiblings\t: 3\ncore id\t\t: %d\ncpu cores\t: 2\nflags\t\t: %s\n\n";
    String text =
        line.formatted(0, 0, "fpu vme avx")
            + line.formatted(1, 0, "fpu vme avx")
            + line.formatted(2, 8, "fpu vme");

    assertThat(madeUp("cpuinfo", text).isDone().out())
        .isEqualTo(
            """
            cpuinfo
              packages          1
              cores             2
              threads           3
              threads by core   0,1 2
              topology          from this file
              model             Made up
              features          fpu vme
              features of some  avx

            """
                + text.strip()
                + "\n")
        .as("tabs align, and harm nobody")
        .contains("\nvendor_id\t: GenuineIntel\n");
    Object json = json(madeUp("cpuinfo", text, "--format", "json"));
    assertThat(Json.at(json, "facts", "cores")).hasToString("2");
    assertThat(Json.at(json, "facts", "features", 1)).isEqualTo("vme");
    assertThat(madeUp("cpuinfo", text, "--format", "csv").isDone().lines())
        .contains("cpuinfo,facts,,threads,3,", "cpuinfo,facts,,features,vme,");
  }

  /** Made up. */
  @Test
  void whereNothingTellsTheTopologyThatIsSaid() throws IOException {
    assertThat(madeUp("cpuinfo", "processor\t: 0\nBogoMIPS\t: 50.00\n").isDone().out())
        .contains("\n  threads   1\n  topology  unknown: neither this file nor ")
        .contains("/sys/devices/system/cpu has it\n");
  }

  /** As sparc64 and alpha print it; shortened. */
  @Test
  void processorsWithoutBlocksAreCounted() throws IOException {
    assertThat(madeUp("cpuinfo", "cpu\t\t: UltraSparc T2\nncpus active\t: 64\n").isDone().out())
        .contains("\n  threads   64\n");
    assertThat(madeUp("cpuinfo", "cpu\t\t\t: Alpha\ncpus active\t\t: 4\n").isDone().out())
        .contains("\n  threads   4\n");
  }

  /** Made up: a container that sees one of the sixteen CPUs of a package. */
  @Test
  void aTopologyThatContradictsItselfIsNotSaidToBeAbsent() throws IOException {
    String text =
        "processor\t: 0\nvendor_id\t: GenuineIntel\ncpu family\t: 6\nphysical id\t: 0\n"
            + "siblings\t: 16\ncore id\t\t: 0\ncpu cores\t: 8\n";
    assertThat(madeUp("cpuinfo", text).isDone().out())
        .contains("\n  threads   1\n")
        .contains(
            "unknown: the ids in this file contradict its numbers of siblings and cores, and ")
        .doesNotContain("neither this file");
  }

  /** Made up. */
  @Test
  void whatIsNotUnderstoodIsShownAllTheSame() throws IOException {
    Run run = madeUp("cpuinfo", "processor\t: x\n");
    assertThat(run.code()).isZero();
    assertThat(run.out()).isEqualTo("cpuinfo\nprocessor\t: x\n");
    assertThat(run.err())
        .contains("not understood: ", "cpuinfo:1:13", "\u00abx\u00bb")
        .hasLineCount(1);
  }

  /**
   * Made up: a list of many words is filled into lines on a terminal, and is one line elsewhere.
   */
  @Test
  void featuresFillLines() throws IOException {
    StringBuilder text = new StringBuilder("processor\t: 0\nFeatures\t:");
    for (int i = 0; i < 100; i++) {
      text.append(" feature").append(i);
    }
    List<String> lines = madeUp("cpuinfo", text.append('\n').toString()).isDone().lines();
    assertThat(lines.indexOf("")).isEqualTo(4);
    StringWriter shown = new StringWriter();
    Output terminal = new Output(shown, 200, true);
    String[] arguments = {"show", "cpuinfo", "--root", directory.toString()};
    Main.run(arguments, new Streams(terminal, terminal), () -> false);
    lines = shown.toString().lines().toList();
    List<String> features =
        lines.subList(3, lines.indexOf("")).stream().map(line -> line.substring(12)).toList();
    assertThat(features).hasSizeGreaterThan(10).allMatch(line -> line.length() <= 88);
    assertThat(String.join(" ", features)).startsWith("feature0 feature1 ").endsWith(" feature99");
  }

  /** Made up. */
  @Test
  void bytesThatAreNotUtf8DoNotBreakJson() throws IOException {
    byte[] text = "a=\u00ff\u001b[2J \"\\b\"\n".getBytes(ISO_8859_1);

    assertThat(Json.at(json(madeUp("cmdline", text, "--format", "json")), "text"))
        .isEqualTo("a=\\xff\u001b[2J \"\\b\"\n");
    assertThat(madeUp("cmdline", text).isDone().out())
        .isEqualTo(
            "cmdline\n  parameters  a=\\xff\\x1b[2J\n              \\b\n"
                + "\na=\\xff\\x1b[2J \"\\b\"\n");
  }

  /** Made up: names that would clear the screen, break CSV, or reverse the text. */
  @Test
  void hostileNamesSteerNothing() throws IOException {
    String name = "\u001b[2J,\"\u202ex\u009b\u007f";
    String text = " 8 0 " + name + " 1 2 3 4 5 6 7 8 9 10 11\n";

    String json = madeUp("diskstats", text, "--format", "json").isDone().out();
    assertThat(json.strip()).isPrintable().isASCII();
    assertThat(Json.at(Json.table(Json.parse(json), "disk"), "rows", 0, "labels", "device"))
        .isEqualTo(name);
    assertThat(madeUp("diskstats", text).isDone().out())
        .contains("\\x1b[2J,\"\\u202ex\\x9b\\x7f  ")
        .matches("[ -~\n]*");
    assertThat(madeUp("diskstats", text, "--format", "csv").isDone().out())
        .contains("\ndiskstats,disk,\"device=\u001b[2J,\"\"\u202ex\u009b\u007f\",major,8,");
  }

  /** Made up. */
  @Test
  void noFieldOfCsvIsAFormula() throws IOException {
    assertThat(madeUp("meminfo", "=1+1: 5 kB\n", "--format", "csv").isDone().out())
        .isEqualTo("source,table,labels,column,value,unit\nmeminfo,meminfo,,'=1+1,5120,bytes\n");
    assertThat(madeUp("cmdline", "@SUM(A1)\n", "--format", "csv").isDone().out())
        .endsWith("cmdline,,,text,\"'@SUM(A1)\n\",\n");
  }

  @Test
  void csvHasALineForEachNumber() {
    List<String> lines = real("uptime", "stat", "--format", "csv").isDone().lines();

    String[] uptime = Tree.text("uptime").strip().split(" ", -1);
    assertThat(lines.subList(0, 3))
        .containsExactly(
            "source,table,labels,column,value,unit",
            "uptime,uptime,,uptime," + uptime[0] + ",seconds",
            "uptime,uptime,,idle," + uptime[1] + ",seconds");
    long numbers =
        Tree.text("stat").lines().mapToLong(line -> line.split(" +", -1).length - 1).sum();
    assertThat(lines).hasSize((int) (3 + numbers));
    assertThat(lines).filteredOn(line -> line.startsWith("stat,cpu,cpu=7,user,")).hasSize(1);
  }

  @Test
  void theTableIsAlignedAndLeavesOutZeros() {
    List<String> lines = real("stat").isDone().lines();

    int cpu = lines.indexOf("stat: cpu, in ticks");
    assertThat(lines.get(cpu + 1)).startsWith("  cpu").endsWith("  guest_nice");
    assertThat(lines.subList(cpu + 1, cpu + 11))
        .extracting(String::length)
        .containsOnly(lines.get(cpu + 1).length());
    assertThat(lines.get(cpu + 2)).startsWith("  all ");
    assertThat(lines.get(cpu + 11)).isEmpty();

    String[] interrupts =
        Tree.text("stat")
            .lines()
            .filter(l -> l.startsWith("intr"))
            .findFirst()
            .orElseThrow()
            .split(" ", -1);
    long zeros = List.of(interrupts).stream().filter("0"::equals).count();
    assertThat(zeros).isGreaterThan(10);
    int interrupt = lines.indexOf("stat: interrupt");
    int end = lines.indexOf("  and " + zeros + " rows with only zeros");
    assertThat(end).isEqualTo(interrupt + interrupts.length - zeros);
    // If there are few zeros, they are shown.
    assertThat(lines).anyMatch(line -> line.matches("  HI +[0-9,]+"));
  }

  @Test
  void aTableOfOneRowIsALineForEachNumber() {
    List<String> lines = real("meminfo", "uptime").isDone().lines();

    int total = Integer.parseInt(Tree.text("meminfo").split(" +", -1)[1]);
    assertThat(lines.getFirst()).isEqualTo("meminfo");
    assertThat(lines.get(1))
        .matches("  MemTotal +" + String.format("%.1f", total / 1048576.0) + "  GiB");
    assertThat(lines).anyMatch(line -> line.matches("  HugePages_Total +16"));
    assertThat(lines).contains("").contains("uptime");
  }

  /** Made up: one field is not a number. */
  @Test
  void whatIsNotUnderstoodIsSaidAndTheRestShown() throws IOException {
    Run run = madeUp("stat", "ctxt 17\nprocesses x1\nbtime 5\n", "--format", "json");

    assertThat(run.code()).isZero();
    assertThat(run.err()).hasLineCount(1).contains("not understood", "stat:2:11", "«x1»");
    assertThat(Json.values(Json.table(Json.parse(run.out()), "system"), Map.of()))
        .isEqualTo(Map.of("ctxt", "17", "btime", "5"));
  }

  @Test
  void aVersionThatIsNotKnownIsNotUnderstoodAndLeavesNothingOut() throws IOException {
    Run run = madeUp("schedstat", "version 99\ntimestamp 5\ncpu0 1 0 3 4 5 6 7 8 9\n");
    assertThat(run.out()).contains("9");
    assertThat(run.err())
        .hasLineCount(1)
        .startsWith("procfs: not understood: ")
        .contains("expected a known version");
  }

  @Test
  void whatCannotBeReadIsSaidAndTheRestShown() throws IOException {
    Path tree = Tree.copy(directory);
    Files.delete(tree.resolve("stat"));

    Run run = Run.of("show", "stat", "uptime", "--root", tree.toString());

    run.failed(CommandException.ENVIRONMENT, tree + "/stat: no such file");
    assertThat(run.out()).startsWith("uptime\n");
  }

  @Test
  void aTextThatIsNoneOfTheKindFails() throws IOException {
    madeUp("stat", "no statistics\nat all\n").failed(CommandException.FAILED, "stat:1:4");
    madeUp("stat", "").failed(CommandException.FAILED, "stat:1:1");
    Files.delete(directory.resolve("stat"));
    Files.createDirectory(directory.resolve("stat"));
    Run.of("show", "stat", "--root", directory.toString())
        .failed(CommandException.ENVIRONMENT, "stat: is a directory");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "show uptime | table, json, csv",
        "cost uptime | table, json",
        "sources     | table, json",
        "wss 1       | table, json",
        "report x    | text, json",
      })
  void anotherFormatIsRefusedWithThoseThereAre(String command, String formats) {
    for (String wrong : List.of("xml", "")) {
      List<String> words = new ArrayList<>(List.of(command.split(" ")));
      words.add("--format=" + wrong);
      Run run = Run.of(words.toArray(String[]::new));
      run.failed(2, "--format: «" + wrong + "» is not one of " + formats);
      assertThat(run.out()).isEmpty();
    }
  }

  @Test
  void nothingIsShownIfTheCommandLineIsAtFault() {
    assertThat(
            real("uptime", "statt").failed(2, "unknown source «statt»; did you mean stat?").out())
        .isEmpty();
    real("xyzzy").failed(2, "unknown source «xyzzy»; procfs sources lists the existing ones");
    real("a\nb\u001b[2J").failed(2, "«a\\x0ab\\x1b[2J»");
    real("stat", "--format", "xml").failed(2, "--format", "«xml» is not one of table, json, csv");
    real("stat", "--fromat", "json").failed(2, "unknown option «--fromat»; did you mean --format?");
    Run.of("show").failed(2, "SOURCE");
    Run.of("sources", "--", "--pid").failed(2, "unexpected argument «--pid»");
  }

  @ParameterizedTest
  @CsvSource({
    "memory, 'did you mean meminfo, pressure/memory or cgroup/memory?'",
    "/proc/meminfo, did you mean meminfo?",
    "all, procfs sources lists the existing ones",
    "cpu, 'did you mean cpuinfo, pressure/cpu or cgroup/cpu?'",
    "network, did you mean net/dev",
    "loadavg, 'loadavg is left out on purpose: one number for CPU demand and I/O wait together'",
    "filesystems, 'filesystems is left out on purpose: lists of what is there'",
    "environ, 'environ is left out on purpose: contents, names and places'",
    "pid/oom_score_adj, 'pid/oom_score_adj is left out on purpose: settings'",
    "net/tcp, net/tcp is left out on purpose: tables of connections",
    "cgroup, 'unknown source «cgroup»; did you mean cgroup/cpu, cgroup/memory, cgroup/io,'",
    "/proc/cgroup/, 'did you mean cgroup/cpu, '",
    "cgroup/*, 'Only the file cgroup of a process is left out'",
    "pid/cgroup, pid/cgroup is left out on purpose: settings and memberships",
    "1234, procfs show pid/stat --pid 1234",
    "pid:1234, procfs show pid/stat --pid 1234",
  })
  void whatIsNoSourceIsNamedWithWhatMayBeMeant(String word, String hint) {
    real(word).failed(2, hint, "pid/stat --pid");
    assertThat(real("xyzzy").err()).contains("procfs record all", "pid/stat --pid N");
  }

  @Test
  void aRootThatIsNoDirectoryFails() throws IOException {
    Run.of("show", "stat", "--root", directory + "/none")
        .failed(CommandException.ENVIRONMENT, "none: no such directory");
    Path file = Files.createFile(directory.resolve("file"));
    Run.of("show", "stat", "--root", file.toString())
        .failed(CommandException.ENVIRONMENT, "file: not a directory");
  }

  @Test
  void withoutOptionsItShowsWhatItShowsWithThem() {
    Run plain = Run.of("show", "version", "net/dev");
    Run parsed = Run.of("show", "--format", "table", "version", "net/dev");
    assertThat(plain.out().replaceAll("[0-9]", ""))
        .isNotEmpty()
        .isEqualTo(parsed.out().replaceAll("[0-9]", ""));
    for (String wrong : List.of("stta", "pid/stat", "x y")) {
      assertThat(Run.of("show", wrong)).isEqualTo(Run.of("show", "--format", "table", wrong));
    }
  }
}

package io.github.procfs4j.process;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.github.procfs4j.model.History;
import io.github.procfs4j.model.Interval;
import io.github.procfs4j.model.Layout;
import io.github.procfs4j.model.Row;
import io.github.procfs4j.sampling.Outcome;
import io.github.procfs4j.sampling.Sampler;
import io.github.procfs4j.sampling.Snapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class SmapsTest {
  private static final Path MM = ProcessTexts.of("amd64-6.1-smp8-numa2", "s1", "mm");

  /** The pattern with which a separate, naive parser splits the first line. */
  private static final Pattern HEAD =
      Pattern.compile(
          "([0-9a-f]+)-([0-9a-f]+) (....) ([0-9a-f]+) ([0-9a-f]+:[0-9a-f]+) ([0-9]+) *(.*)");

  private static final Pattern FIELD = Pattern.compile("([A-Za-z_]+): *([0-9]+)( kB)?");

  @TempDir private Path directory;

  static Stream<Path> processes() {
    return ProcessTexts.withMemory().stream();
  }

  private Smaps read(String text) throws IOException {
    Files.writeString(directory.resolve("smaps"), text, ISO_8859_1);
    return Smaps.FILE.read(directory);
  }

  private static String messages(Smaps smaps) {
    return ((Snapshot) smaps.reading()).problems().toString();
  }

  private static Row row(Smaps smaps, String name) {
    return smaps.mappings().stream()
        .filter(row -> row.label("name").equals(name))
        .findFirst()
        .orElseThrow();
  }

  @ParameterizedTest
  @MethodSource("processes")
  void everyNumberIsInTheCellThatANaiveParserPutsItIn(Path process) {
    Smaps smaps = Smaps.FILE.read(process);
    int mapping = -1;
    int cells = 0;
    for (String line : ProcessTexts.text(process.resolve("smaps")).lines().toList()) {
      Matcher head = HEAD.matcher(line);
      if (head.matches()) {
        mapping++;
        Row row = smaps.mappings().get(mapping);
        assertThat(smaps.start(row)).hasValue(Long.parseUnsignedLong(head.group(1), 16));
        assertThat(smaps.end(row)).hasValue(Long.parseUnsignedLong(head.group(2), 16));
        assertThat(row.label("perms")).isEqualTo(head.group(3));
        assertThat(row.label("offset")).isEqualTo(head.group(4));
        assertThat(row.label("device")).isEqualTo(head.group(5));
        assertThat(row.label("inode")).isEqualTo(head.group(6));
        boolean isStack = head.group(7).equals("[stack]");
        assertThat(row.label("address")).isEqualTo(isStack ? "[stack]" : head.group(1));
        cells += isStack ? 2 : 1;
        continue;
      }
      Row row = smaps.mappings().get(mapping);
      if (line.startsWith("VmFlags:")) {
        assertThat(row.label("VmFlags")).isEqualTo(line.substring(8).strip());
        continue;
      }
      Matcher field = FIELD.matcher(line);
      assertThat(field.matches()).as(line).isTrue();
      long number = Long.parseLong(field.group(2));
      assertThat(smaps.amount(row, field.group(1)))
          .as(line)
          .hasValue(field.group(3) == null ? number : number * 1024);
      cells++;
    }
    assertThat(mapping + 1).isGreaterThan(10).isEqualTo(smaps.mappings().size());
    assertThat(smaps.reading().layout().cells()).isEqualTo(cells);
    assertThat(messages(smaps)).isEqualTo("[]");
  }

  /**
   * The kernel truncates shares to whole kB for each mapping: the sum is too low by less than 1 kB
   * for each.
   */
  @ParameterizedTest
  @MethodSource("processes")
  void theSumOfAllMappingsIsTheRollup(Path process) {
    if (isChangedBetweenTheFiles(process)) {
      return;
    }
    Smaps smaps = Smaps.FILE.read(process);
    SmapsRollup rollup = SmapsRollup.ifAny(process).orElseThrow();
    SmapsRollupTest.assertSums(smaps, rollup);
  }

  /** Processes that continued to run while their files were read one after the other. */
  private static boolean isChangedBetweenTheFiles(Path process) {
    return List.of(
            ProcessTexts.of("amd64-6.1rt-smp4", "s2", "mm"),
            ProcessTexts.of("arm64-6.1-smp4", "s1", "mm"),
            ProcessTexts.of("s390x-6.1-smp3", "s1", "mm"),
            ProcessTexts.of("s390x-6.1-smp3", "s2", "mm"))
        .contains(process);
  }

  @ParameterizedTest
  @MethodSource("processes")
  void kindsAndFilesAreTheTotal(Path process) {
    Smaps smaps = Smaps.FILE.read(process);
    for (String key : List.of("Size", "Rss", "Pss", "Referenced", "Swap", "Private_Hugetlb")) {
      long total = smaps.total().amount(key).orElseThrow();
      assertThat(sum(smaps.byKind(), key)).isEqualTo(total);
      assertThat(sum(smaps.byFile(), key)).isEqualTo(total);
      assertThat(
              smaps.mappings().stream()
                  .mapToLong(row -> smaps.sizes(row).amount(key).orElseThrow())
                  .sum())
          .isEqualTo(total);
    }
    for (String key : List.of("KernelPageSize", "MMUPageSize", "THPeligible", "address_end")) {
      assertThat(smaps.total().amount(key)).as(key + " is no size").isEmpty();
    }
  }

  private static long sum(Map<?, MemorySizes> sizes, String key) {
    return sizes.values().stream().mapToLong(one -> one.amount(key).orElseThrow()).sum();
  }

  /** Made up: a size without its number, for a key that is not described. */
  @Test
  void aSizeWithoutItsNumberIsNoLineOfWords() throws IOException {
    String head = "7f1000000000-7f1000021000 rw-p 00000000 00:00 0\nSize:  132 kB\n";
    assertThat(messages(read(head + "PSwap:  12 kB\n"))).isEqualTo("[]");
    assertThat(messages(read(head + "PSwap:     kB\n"))).contains("an unsigned number");
  }

  @Test
  void sizesHaveNames() {
    Smaps smaps = Smaps.FILE.read(MM);
    MemorySizes stack = smaps.sizes(row(smaps, "[stack]"));
    assertThat(stack.size()).hasValue(132 * 1024);
    assertThat(stack.rss()).isEqualTo(stack.amount("Rss"));
    assertThat(stack.pssDirty()).isEqualTo(stack.amount("Pss_Dirty"));
    assertThat(stack.ksm()).as("6.1 does not print it").isEmpty();
    MemorySizes total = smaps.total();
    // Computed with awk.
    assertThat(total.rss()).hasValue(22012 * 1024);
    assertThat(total.sharedHugetlb()).hasValue(2048 * 1024);
    assertThat(total.privateHugetlb()).hasValue(2048 * 1024);
    assertThat(total.swap()).hasValue(13312 * 1024);
    assertThat(total.lazyFree()).hasValue(2048 * 1024);
    assertThat(total.referenced()).hasValue(19964 * 1024);
    assertThat(total.anonymous()).hasValue(15204 * 1024);
    assertThat(total.sharedClean()).hasValue(4316 * 1024);
    assertThat(total.sharedDirty()).hasValue(13828 * 1024);
    assertThat(total.privateClean()).hasValue(124 * 1024);
    assertThat(total.privateDirty()).hasValue(3744 * 1024);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      textBlock =
          """
          "[heap]", rw-p, HEAP
          "[stack]", rw-p, STACK
          "[stack:4711]", rw-p, STACK
          "", rw-p, ANONYMOUS
          "", rwxp, ANONYMOUS
          "[anon:x y]", rw-p, ANONYMOUS
          "[anon_shmem:x]", rw-s, SHARED
          "/dev/zero (deleted)", rw-s, SHARED
          "/dev/zero", rw-p, ANONYMOUS
          "/anon_hugepage (deleted)", rw-s, SHARED
          "/anon_hugepage (deleted)", rw-p, ANONYMOUS
          "/memfd:my memfd (deleted)", rw-s, SHARED
          "/SYSV00001234 (deleted)", r--s, SHARED
          "/dev/shm/queue", rw-s, SHARED
          "/usr/lib/libc.so.6", r-xp, FILE
          "/data/base", rw-s, FILE
          "/data/fake (deleted)", r--p, FILE
          "/data/[heap]", r--p, FILE
          "anon_inode:[io_uring]", rw-s, FILE
          "/memfd:java_heap (deleted)", rw-s, JVM
          "/opt/jdk/lib/server/libjvm.so", r-xp, JVM
          "/opt/jdk/lib/server/classes_nocoops.jsa", rw-p, JVM
          "/opt/jdk/lib/modules", r--s, JVM
          "/tmp/hsperfdata_root/1234 (deleted)", rw-s, JVM
          "/opt/app.jsax", r--p, FILE
          "[vdso]", r-xp, KERNEL
          "[vvar]", r--p, KERNEL
          "[vsyscall]", --xp, KERNEL
          """)
  void kindsFollowFromTheName(String name, String permissions, MappingKind kind) {
    assertThat(MappingKind.of(name, permissions)).isEqualTo(kind);
  }

  @Test
  void namesAreAsTheKernelPrintsThem() {
    Smaps smaps = Smaps.FILE.read(MM);
    assertThat(smaps.mappings().stream().map(Smaps::file).map(MappedFile::name).distinct())
        .containsExactly(
            "/data/wl-dyn",
            "",
            "[heap]",
            "/dev/zero (deleted)",
            "/SYSV00000000 (deleted)",
            "/SYSV00001234 (deleted)",
            "/anon_hugepage (deleted)",
            "/data/fake (deleted)",
            "/data/gone (deleted)",
            "/data/\\xff\\xfe\\xc3(paren)",
            "/data/new\\012line\\back\ttab",
            "/data/map file with spaces",
            "/memfd:my memfd (deleted)",
            "/data/lib/libc.so.6",
            "/data/lib/ld.so",
            "[stack]",
            "[vvar]",
            "[vdso]");
    MappedFile spaces = new MappedFile("fe:00", "29", "/data/map file with spaces");
    assertThat(smaps.byFile()).containsKey(spaces);
    assertThat(requireNonNull(smaps.byFile().get(spaces)).size()).hasValue((64 + 3 * 1024) * 1024);
  }

  @Test
  void flagsAndPermissionsOnlyDescribe() throws IOException {
    String text = ProcessTexts.text(MM.resolve("smaps"));
    String changed =
        text.replace("rw-p 0000b000", "r--p 0000b000")
            .replace("VmFlags: rd wr mr mw me ac sd \n", "VmFlags: rd mr mw me ?? sd \n");
    assertThat(changed).isNotEqualTo(text);
    assertThat(read(changed).mappings()).isEqualTo(read(text).mappings());
    assertThat(read(changed).mappings().get(4).label("VmFlags")).isEqualTo("rd mr mw me ?? sd");
    assertThat(read(changed).mappings().get(4).label("perms")).isEqualTo("r--p");
  }

  /** Readings one after the other, rewritten in place. */
  private List<String> sampled(String... texts) throws IOException {
    List<String> how = new ArrayList<>();
    try (Sampler<Smaps> sampler = Smaps.FILE.sampler(directory)) {
      for (String text : texts) {
        Files.writeString(directory.resolve("smaps"), text, ISO_8859_1);
        assertThat(sampler.sample()).isEqualTo(Outcome.SAMPLED);
        how.add(sampler.isContinuation() ? "replayed" : "learned");
      }
    }
    return how;
  }

  @Test
  void aHeapAndAStackThatGrowStayWhatTheyAre() throws IOException {
    String text = ProcessTexts.text(MM.resolve("smaps"));
    String grown =
        text.replace("55ede79a1000-55ede79c2000", "55ede79a1000-55ede8000000")
            .replace("7ffd4635f000-7ffd46380000", "7ffd4630f000-7ffd46380000");
    assertThat(grown).isNotEqualTo(text);

    assertThat(sampled(text, text, grown)).containsExactly("learned", "replayed", "replayed");

    Smaps before = read(text);
    Smaps after = read(grown);
    Row stack = row(before, "[stack]");
    assertThat(after.mappings()).isEqualTo(before.mappings());
    assertThat(after.start(stack)).hasValue(0x7ffd4630f000L);
    assertThat(after.end(stack)).isEqualTo(before.end(stack)).hasValue(0x7ffd46380000L);
    Row heap = row(before, "[heap]");
    assertThat(after.start(heap)).isEqualTo(before.start(heap)).hasValue(0x55ede79a1000L);
    assertThat(after.end(heap)).hasValue(0x55ede8000000L);
  }

  @Test
  void anotherFileInTheSamePlaceIsAnotherRow() throws IOException {
    String text = ProcessTexts.text(MM.resolve("smaps"));
    String other = text.replace("r--p 00000000 fe:00 33  ", "r--p 00000000 fe:00 77  ");
    assertThat(other).isNotEqualTo(text);
    Row row = row(read(text), "/data/fake (deleted)");
    assertThat(read(other).mappings()).doesNotContain(row);
    assertThat(sampled(text, other)).containsExactly("learned", "learned");
  }

  /** A file may have this name; only the stack is mapped without an inode. */
  @Test
  void onlyTheStackIsTheStack() throws IOException {
    String block = "Size: 4 kB\nVmFlags: rd \n";
    Smaps smaps =
        read(
            "00001000-00002000 rw-p 00000000 fe:00 7                          /x [stack]\n"
                + block
                + "00003000-00004000 rw-p 00000000 fe:00 8                          [stack]\n"
                + block
                + "00005000-00006000 rw-p 00000000 00:00 0                          [stack]\n"
                + block);
    assertThat(smaps.mappings().stream().map(row -> row.label("address")))
        .containsExactly("00001000", "00003000", "[stack]");
  }

  @Test
  void keysOfNewerKernelsAreKept() throws IOException {
    Smaps smaps =
        read(
            """
            00001000-00002000 rw-p 00000000 00:00 0\s
            Size:                  4 kB
            Rss_Of_Tomorrow:       3 kB
            Tomorrow:     18446744073709551615
            Pages:       2 pages
            """);
    Row row = smaps.mappings().getFirst();
    assertThat(smaps.amount(row, "Rss_Of_Tomorrow")).hasValue(3 * 1024);
    assertThat(smaps.amount(row, "Tomorrow")).hasValue(-1);
    assertThat(smaps.amount(row, "Pages")).hasValue(2);
    assertThat(smaps.total().amount("Rss_Of_Tomorrow")).hasValue(3 * 1024);
    assertThat(smaps.total().amount("Tomorrow")).isEmpty();
    assertThat(row.label("VmFlags")).isEmpty();
  }

  @Test
  void aProcessWithoutMemoryHasNoMappings() {
    for (String process : List.of("zombie", "kthreadd")) {
      Smaps smaps = Smaps.FILE.read(ProcessTexts.of("amd64-6.1-smp8-numa2", "s1", process));
      assertThat(smaps.hasMemory()).isFalse();
      assertThat(smaps.mappings()).isEmpty();
      assertThat(smaps.total().rss()).isEmpty();
      assertThat(smaps.byKind()).isEmpty();
      assertThat(smaps.byFile()).isEmpty();
    }
    assertThat(Smaps.FILE.read(MM).hasMemory()).isTrue();
  }

  @Test
  void aBadFieldCostsItselfAlone() throws IOException {
    Smaps smaps =
        read(
            """
            00001000-00002000 rw-p 00000000 00:00 0\s
            Size:                 4x kB
            Rss:                  99999999999999999999 kB
            Pss
            Swap:                 8 kB
            00003000-0000zzzz rw-p 00000000 00:00 0\s
            Size:                 16 kB
            """);
    assertThat(smaps.mappings()).hasSize(2);
    Row first = smaps.mappings().get(0);
    assertThat(smaps.amount(first, "Size")).isEmpty();
    assertThat(smaps.amount(first, "Rss")).isEmpty();
    assertThat(smaps.amount(first, "Swap")).hasValue(8 * 1024);
    Row second = smaps.mappings().get(1);
    assertThat(smaps.end(second)).isEmpty();
    assertThat(smaps.amount(second, "Size")).hasValue(16 * 1024);
    assertThat(messages(smaps))
        .contains("smaps:2:23", "(and 1 more like it)", "smaps:4:1", "smaps:6:10");
  }

  /**
   * It is then not known to which mapping the lines belong, so they are not added to the previous
   * one.
   */
  @ParameterizedTest
  @CsvSource({
    "'00003000 rw-p 00000000 00:00 0'",
    "'0000x000-00004000 rw-p 00000000 00:00 0'",
    "'00003000-00004000 rw-p'",
    "'?!'"
  })
  void linesBehindABadHeadBelongToNobody(String head) throws IOException {
    Smaps smaps =
        read(
            "00001000-00002000 rw-p 00000000 00:00 0 \nSize: 4 kB\n"
                + head
                + "\nSize: 8 kB\nRss: 4 kB\n"
                + "00005000-00006000 rw-p 00000000 00:00 0 \nSize: 16 kB\n");
    Map<String, Long> sizes = new TreeMap<>();
    for (Row row : smaps.mappings()) {
      sizes.put(row.label("address"), smaps.amount(row, "Size").orElseThrow() / 1024);
    }
    assertThat(sizes).containsExactly(entry("", 8L), entry("00001000", 4L), entry("00005000", 16L));
    assertThat(messages(smaps)).contains("smaps:3:");
    assertThat(requireNonNull(smaps.byKind().get(MappingKind.UNKNOWN)).size()).hasValue(8 * 1024);
    assertThat(requireNonNull(smaps.byKind().get(MappingKind.ANONYMOUS)).size())
        .hasValue(20 * 1024);
  }

  @Test
  void aBlockWithoutAHeadBelongsToNobody() throws IOException {
    Smaps smaps = read("Size: 8 kB\n");
    assertThat(smaps.mappings()).hasSize(1);
    assertThat(smaps.mappings().getFirst().label("address")).isEmpty();
  }

  @Test
  void aCopyThatIsCutIsReadUpToThere() throws IOException {
    String text = ProcessTexts.text(MM.resolve("smaps"));
    Files.writeString(directory.resolve("smaps"), text.substring(0, 5000), ISO_8859_1);
    try (Sampler<Smaps> sampler = Smaps.FILE.sampler(directory)) {
      assertThat(sampler.sample()).isEqualTo(Outcome.SAMPLED);
      assertThat(sampler.problems().toString()).contains("a newline");
      sampler.sample();
      assertThat(sampler.isContinuation()).isTrue();
      assertThat(sampler.problems().toString()).contains("a newline");
    }
  }

  @Test
  void figuresAreThoseOfEachMapping() throws IOException {
    Files.writeString(
        directory.resolve("smaps"),
        """
        00001000-00009000 rw-p 00000000 00:00 0\s
        Rss:                  16 kB
        Private_Clean:         4 kB
        Private_Dirty:         8 kB
        Referenced:            4 kB
        """,
        ISO_8859_1);
    try (Sampler<Smaps> sampler = Smaps.FILE.sampler(directory, History.keepingAll())) {
      sampler.sample();
      sampler.sample();
      var interval = new Interval(sampler.history().playback());
      assertThat(interval.next()).isTrue();
      Row row = sampler.view().mappings().getFirst();
      Map<String, Double> figures = new TreeMap<>();
      Smaps.FILE.figures().forEach(f -> figures.put(f.name(), f.value(interval, row)));
      assertThat(figures)
          .containsEntry("Rss", 16384.0)
          .containsEntry("private", 12288.0)
          .containsEntry("referenced share", 25.0)
          .containsEntry("Swap", Double.NaN);
    }
  }

  @Test
  void aRowMayRepeat() throws IOException {
    String block = "00001000-00002000 rw-p 00000000 00:00 0 \nSize: 4 kB\n";
    Layout layout = read(block + block).reading().layout();
    assertThat(layout.table("mapping").orElseThrow().rows().stream().map(Row::repeat))
        .containsExactly(0, 1);
  }
}

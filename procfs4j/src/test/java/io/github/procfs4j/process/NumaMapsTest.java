package io.github.procfs4j.process;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.procfs4j.model.Row;
import io.github.procfs4j.sampling.Snapshot;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Texts that are not of a real process are made up after fs/proc/task_mmu.c. */
class NumaMapsTest {
  private static final Path NUMAPOL =
      ProcessTexts.of("amd64-6.1-smp8-numa2", "s1", "numapol").resolve("numa_maps");

  @TempDir Path root;

  static Stream<Path> texts() {
    return ProcessTexts.directories().stream()
        .map(directory -> directory.resolve("numa_maps"))
        .filter(Files::exists);
  }

  private Snapshot read(String text) {
    ProcessTrees.write(root.resolve("numa_maps"), text.getBytes(ISO_8859_1));
    return Snapshot.of(NumaMaps.FILE, root);
  }

  private NumaMaps view() {
    return NumaMaps.FILE.read(root);
  }

  /** Every number is under its name in the row of its address. */
  @ParameterizedTest
  @MethodSource("texts")
  void eachNumberIsWhereANaiveParserPutsIt(Path file) {
    String text = ProcessTexts.text(file);
    Snapshot reading = read(text);
    assertThat(reading.problems()).isEmpty();
    Map<String, Long> naive = new LinkedHashMap<>();
    SortedMap<Integer, Long> bytes = new TreeMap<>();
    for (String line : text.lines().toList()) {
      String[] words = line.split(" ", -1);
      for (String word : words) {
        if (word.matches("[A-Za-z_]+[0-9]*=[0-9]+")) {
          naive.put(
              words[0] + " " + word.split("=", -1)[0], Long.parseLong(word.split("=", -1)[1]));
        }
        if (word.matches("N[0-9]+=[0-9]+")) {
          bytes.merge(
              Integer.valueOf(word.substring(1, word.indexOf('='))),
              Long.parseLong(word.substring(word.indexOf('=') + 1))
                  * 1024
                  * Long.parseLong(line.substring(line.lastIndexOf('=') + 1)),
              Long::sum);
        }
      }
    }
    Map<String, Long> cells = new LinkedHashMap<>();
    for (int cell = 0; cell < reading.layout().cells(); cell++) {
      cells.put(
          reading.layout().row(cell).label("address") + " " + reading.layout().column(cell).name(),
          reading.value(cell));
    }
    assertThat(cells).isEqualTo(naive);
    assertThat(view().mappings()).hasSize((int) text.lines().count());
    assertThat(view().bytesByNode()).isEqualTo(bytes);
    SortedMap<Integer, Long> ofKinds = new TreeMap<>();
    view()
        .bytesByKindAndNode()
        .values()
        .forEach(nodes -> nodes.forEach((node, size) -> ofKinds.merge(node, size, Long::sum)));
    assertThat(ofKinds).isEqualTo(bytes);
  }

  @Test
  void policiesAndKindsOfARealProcess() {
    read(ProcessTexts.text(NUMAPOL));
    NumaMaps maps = view();
    assertThat(maps.mappings())
        .extracting(row -> row.label("policy"))
        .containsOnly("interleave:0-1");
    Row interleaved =
        maps.mappings().stream()
            .filter(row -> row.label("address").equals("7f0070d67000"))
            .findFirst()
            .orElseThrow();
    assertThat(maps.bytesByNode(interleaved)).isEqualTo(Map.of(0, 768 * 4096L, 1, 258 * 4096L));
    assertThat(NumaMaps.kind(interleaved)).isEqualTo(NumaMaps.Kind.ANONYMOUS);
    assertThat(maps.bytesByKindAndNode()).containsKeys(NumaMaps.Kind.FILE, NumaMaps.Kind.STACK);
    Row untouched =
        maps.mappings().stream()
            .filter(row -> row.label("address").equals("5594f69ff000"))
            .findFirst()
            .orElseThrow();
    assertThat(maps.bytesByNode(untouched)).isEmpty();
  }

  @Test
  void filesWithOddNames() {
    read(
        ProcessTexts.text(
            ProcessTexts.of("amd64-6.1-smp8-numa2", "s1", "mm").resolve("numa_maps")));
    assertThat(view().mappings())
        .extracting(row -> row.label("file"))
        .anyMatch(file -> file.contains(" (deleted)"))
        .noneMatch(file -> file.contains("\\040"));
    read("1000 default file=/a\\040b\\011c\\012d\\075e=f\\134 dirty=1 N0=1 kernelpagesize_kB=4\n");
    assertThat(view().mappings().getFirst().label("file")).isEqualTo("/a b\tc\nd=e=f\\");
  }

  /** Some names of policies consist of two words. */
  @Test
  void everyPolicy() {
    List<String> policies =
        List.of(
            "default",
            "local",
            "prefer:1",
            "prefer (many):0-1",
            "weighted interleave:0,2",
            "bind=static:0-3",
            "interleave=relative:0-7");
    for (String policy : policies) {
      Snapshot reading =
          read("1000 " + policy + "\n2000 " + policy + " heap anon=2 N1=2 kernelpagesize_kB=4\n");
      assertThat(reading.problems()).as(policy).isEmpty();
      assertThat(view().mappings()).extracting(row -> row.label("policy")).containsOnly(policy);
      assertThat(NumaMaps.kind(view().mappings().getLast())).isEqualTo(NumaMaps.Kind.HEAP);
    }
  }

  @Test
  void hugePagesAreLarge() {
    read(
        "2aaaaac00000 default file=/anon_hugepage\\040(deleted) huge anon=3 dirty=3 N0=1 N1=2"
            + " kernelpagesize_kB=2048\n");
    assertThat(view().bytesByNode()).isEqualTo(Map.of(0, 2L << 20, 1, 4L << 20));
    assertThat(view().bytesByKindAndNode()).containsOnlyKeys(NumaMaps.Kind.HUGE);
  }

  /** The mappings of a real process, spread over eight nodes. */
  @Test
  void eightNodes() {
    StringBuilder text = new StringBuilder();
    long mapping = 0;
    for (String line : ProcessTexts.text(NUMAPOL).lines().toList()) {
      mapping++;
      long first = mapping;
      String nodes =
          String.join(
              " ",
              IntStream.range(0, 8).mapToObj(node -> "N" + node + "=" + (first + node)).toList());
      text.append(line.replaceAll("(N[0-9]+=[0-9]+ ?)+", nodes + " ")).append('\n');
    }
    Snapshot reading = read(text.toString());
    assertThat(reading.problems()).isEmpty();
    assertThat(view().bytesByNode().keySet()).containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
    Row row = view().mappings().get(6);
    assertThat(view().bytesByNode(row).values())
        .containsExactlyElementsOf(
            IntStream.range(0, 8).mapToObj(node -> (7L + node) * 4096).toList());
  }

  @Test
  void aKernelThreadHasNone() {
    assertThat(read("").problems()).isEmpty();
    assertThat(view().mappings()).isEmpty();
    assertThat(view().bytesByNode()).isEmpty();
  }

  /** Before Linux 3.13 the size of a page was not printed. */
  @Test
  void withoutTheSizeOfAPageThereAreNoBytes() {
    read("1000 default anon=2 N0=2\n");
    assertThat(view().bytesByNode()).isEmpty();
  }

  @Test
  void aLineOfAnotherFormCostsItself() {
    Snapshot reading =
        read(
            "1000 default anon=x N0=2 kernelpagesize_kB=4\n"
                + "zz default\n"
                + "2000\n"
                + "3000 default file=/a b\n");
    assertThat(reading.problems().stream().mapToInt(p -> 1 + p.more()).sum()).isEqualTo(4);
    assertThat(view().mappings()).hasSize(1);
    assertThat(view().bytesByNode()).isEqualTo(Map.of(0, 8192L));
  }
}

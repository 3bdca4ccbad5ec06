package io.github.procfs4j.process;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.procfs4j.model.Row;
import io.github.procfs4j.sampling.Snapshot;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ProcessLimitsTest {
  private static final String HEAD =
      "Limit                     Soft Limit           Hard Limit           Units     \n";

  @TempDir Path root;

  static Stream<String> variants() {
    return ProcessTrees.variants();
  }

  private Snapshot read(String text) {
    ProcessTrees.write(root.resolve("limits"), text.getBytes(ISO_8859_1));
    return Snapshot.of(ProcessLimits.FILE, root);
  }

  private ProcessLimits view() {
    return ProcessLimits.FILE.read(root);
  }

  /** The columns are as wide as the kernel prints them: 26, 21, 21 and 10. */
  @ParameterizedTest
  @MethodSource("variants")
  void eachLimitIsWhatItsColumnsContain(String variant) {
    ProcessTrees processes = ProcessTrees.of(variant);
    List<String> directories = processes.directories("limits");
    assertThat(directories).hasSizeGreaterThan(20);
    for (String directory : directories) {
      String text = new String(processes.bytes(directory + "/limits"), ISO_8859_1);
      assertThat(read(text).problems()).isEmpty();
      List<String> seen = new ArrayList<>();
      for (Row row : view().limits()) {
        seen.add(
            "Max %s %s %s %s"
                .formatted(
                    row.label("limit"),
                    number(view().soft(row)),
                    number(view().hard(row)),
                    ProcessLimits.unit(row)));
        assertThat(row.label("unlimited"))
            .isEqualTo(
                Stream.of(
                        view().soft(row).isEmpty() ? "soft" : "",
                        view().hard(row).isEmpty() ? "hard" : "")
                    .filter(word -> !word.isEmpty())
                    .collect(java.util.stream.Collectors.joining(", ")));
      }
      assertThat(seen)
          .isEqualTo(
              text.lines()
                  .skip(1)
                  .map(
                      line ->
                          line.substring(0, 26).strip()
                              + " "
                              + line.substring(26, 47).strip()
                              + " "
                              + line.substring(47, 68).strip()
                              + " "
                              + line.substring(68).strip())
                  .toList());
    }
  }

  private static String number(OptionalLong limit) {
    return limit.isEmpty() ? "unlimited" : Long.toUnsignedString(limit.getAsLong());
  }

  @Test
  void aProcessWithLimitsOfItsOwn() {
    ProcessTrees processes = ProcessTrees.of("amd64-6.1-smp8-numa2");
    read(new String(processes.bytes("s0/" + processes.pid("threads") + "/limits"), ISO_8859_1));
    Row files = view().limit("open files").orElseThrow();
    assertThat(view().soft(files).orElseThrow()).isPositive();
    assertThat(ProcessLimits.unit(files)).isEqualTo("files");
    assertThat(view().limit("nice priority")).map(ProcessLimits::unit).hasValue("");
    assertThat(view().limit("warp factor")).isEmpty();
  }

  @Test
  void aLimitOfANewerKernel() {
    Snapshot reading =
        read(
            HEAD
                + "Max warp factor           9                    unlimited            c        "
                + " \n");
    assertThat(reading.problems()).isEmpty();
    Row row = view().limit("warp factor").orElseThrow();
    assertThat(view().soft(row)).hasValue(9);
    assertThat(view().hard(row)).isEmpty();
  }

  @Test
  void whatIsNotALimitCostsItself() {
    String good =
        "Max open files            1024                 4096                 files     \n";
    Snapshot reading =
        read(
            HEAD
                + good
                + "Max data size             x                    18446744073709551616 bytes     \n"
                + "Max nothing\n"
                + "Open files 1 2\n");
    assertThat(reading.problems().stream().mapToInt(p -> 1 + p.more()).sum()).isEqualTo(4);
    assertThat(view().limits()).hasSize(2);
    Row bad = view().limit("data size").orElseThrow();
    assertThat(bad.label("unlimited")).isEmpty(); // it is not known to be unlimited
    assertThat(view().soft(bad)).isEmpty();
    assertThat(view().hard(view().limit("open files").orElseThrow())).hasValue(4096);
  }
}

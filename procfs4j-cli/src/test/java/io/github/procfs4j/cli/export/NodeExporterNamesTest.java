package io.github.procfs4j.cli.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.procfs4j.cli.Run;
import io.github.procfs4j.cli.exposition.ExposedText;
import io.github.procfs4j.cli.exposition.MetricTable;
import io.github.procfs4j.testing.Corpus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An export as OpenMetrics has the names, types and values of node_exporter. */
class NodeExporterNamesTest {
  private static final String VARIANT = "amd64-6.12-smp4-numa2";

  @TempDir private Path directory;

  @Test
  void areExported() throws IOException {
    Path recording = directory.resolve("tree.rec");
    List<String> words = new ArrayList<>(List.of("record", "-o", recording.toString()));
    words.addAll(List.of("--root", Corpus.tree(VARIANT, "s0").toString()));
    words.addAll(List.of("--every", "1h", "--duration", "1ms"));
    words.addAll(MetricTable.get().sources());
    words.remove("pressure/irq"); // that kernel has none
    assertThat(Run.of(words.toArray(String[]::new)).code()).isZero();
    Path out = directory.resolve("out");
    assertThat(
            Run.of("export", recording.toString(), "--to", "openmetrics", "-o", out.toString())
                .code())
        .isZero();

    ExposedText ours = ExposedText.parse(asText(Files.readAllLines(out)));
    ExposedText theirs = ExposedText.ofNodeExporter(VARIANT);
    Set<String> missing = new HashSet<>();
    theirs
        .values()
        .forEach(
            (series, value) -> {
              Double here = ours.values().get(series);
              if (here == null) {
                missing.add(ExposedText.family(series));
              } else {
                assertThat(here).as(series).isCloseTo(value, within(Math.abs(value) * 1e-12));
                assertThat(ours.types().get(ExposedText.family(series)))
                    .as(series)
                    .isEqualTo(theirs.types().get(ExposedText.family(series)));
              }
            });
    assertThat(missing)
        .contains("node_disk_info")
        .allMatch(name -> name.equals("node_disk_info") || name.startsWith("node_zoneinfo_nr_"));
  }

  /** The only sample of each series, in the text format of Prometheus. */
  private static String asText(List<String> lines) {
    Set<String> seen = new HashSet<>();
    return lines.stream()
        .filter(line -> !line.equals("# EOF"))
        .map(
            line ->
                line.startsWith("#")
                    ? line.replaceFirst(" counter$", "_total counter")
                        .replaceFirst(" unknown$", " untyped")
                    : line.replaceFirst(" [0-9.]+$", ""))
        .filter(line -> line.startsWith("#") || seen.add(line.replaceFirst(" [^ ]+$", "")))
        .collect(Collectors.joining("\n", "", "\n"));
  }
}

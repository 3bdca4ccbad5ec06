package io.github.procfs4j.cli.export;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.procfs4j.cli.Run;
import io.github.procfs4j.cli.report.RecordedTexts;
import io.github.procfs4j.tables.Relation;
import io.github.procfs4j.testing.Corpus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Every cell of every file that real kernels printed, and of processes, survives an export. */
class EveryKernelExportTest {
  private static final int ONE_IN = Integer.getInteger("procfs.one-in", 1);

  static final List<String> VARIANTS =
      IntStream.range(0, Corpus.variants().size())
          .filter(i -> i % ONE_IN == 0)
          .mapToObj(Corpus.variants()::get)
          .toList();

  @TempDir private Path directory;

  @ParameterizedTest
  @FieldSource("VARIANTS")
  void nothingOfAKernelIsLost(String variant) throws IOException, SQLException {
    List<Map<String, String>> samples = new ArrayList<>();
    for (String moment : List.of("s0", "s1", "s2", "s0")) {
      Map<String, String> texts = new HashMap<>();
      for (String file : Corpus.FILES) {
        texts.put(file, new String(Corpus.bytes(variant, moment, file), UTF_8));
      }
      samples.add(texts);
    }
    Path recorded = RecordedTexts.record(directory, samples);
    assertLossless(Files.move(recorded, directory.resolve("kernel.rec")), Corpus.FILES.size());
  }

  @Test
  void nothingOfProcessesIsLost() throws IOException, SQLException {
    Path recording = directory.resolve("here.rec");
    Run run = Run.of("record", "--every", "50ms", "--duration", "1s", "-o", recording.toString());
    assertThat(run.code()).isZero();
    assertLossless(recording, 3);
  }

  private void assertLossless(Path recording, int relations) throws IOException, SQLException {
    ReadBack read = new ReadBack(recording);
    for (boolean isFigures : List.of(false, true)) {
      Map<String, List<List<@Nullable String>>> expected =
          read.expected(
              isFigures ? Relation.Content.FIGURES : Relation.Content.SAMPLES,
              Relation.Content.RECORDING);
      assertThat(expected).hasSizeGreaterThan(relations);
      ReadBack.assertSame(read.csv(export(recording, "csv", isFigures)), expected);
      ReadBack.assertSame(read.jsonLines(export(recording, "jsonl", isFigures)), expected);
      Path parquet = export(recording, "parquet", isFigures);
      ReadBack.assertSame(read.parquetByDuckDb(parquet), expected);
      ReadBack.assertSame(read.parquetByHardwood(parquet), expected);
    }
  }

  private Path export(Path recording, String format, boolean isFigures) {
    Path out = directory.resolve((isFigures ? "figures." : "samples.") + format);
    List<String> words =
        new ArrayList<>(
            List.of("export", recording.toString(), "--to", format, "-o", out.toString()));
    if (isFigures) {
      words.add("--figures");
    }
    Run.of(words.toArray(String[]::new)).isDone();
    return out;
  }
}

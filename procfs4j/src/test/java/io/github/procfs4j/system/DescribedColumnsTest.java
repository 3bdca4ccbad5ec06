package io.github.procfs4j.system;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.procfs4j.Reported;
import io.github.procfs4j.model.Column;
import io.github.procfs4j.model.Layout;
import io.github.procfs4j.process.ProcessFiles;
import io.github.procfs4j.process.ProcessTrees;
import io.github.procfs4j.replay.LearnedLayout;
import io.github.procfs4j.replay.LearnedText;
import io.github.procfs4j.sampling.Descriptions;
import io.github.procfs4j.sampling.SampledFile;
import io.github.procfs4j.testing.Corpus;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Everything that the kernels of the corpus print is described: counter or gauge, unit, meaning.
 */
class DescribedColumnsTest {
  static Stream<SampledFile<?>> files() {
    return Stream.concat(SystemFiles.ALL.stream(), ProcessFiles.SAMPLED.stream());
  }

  private static List<byte[]> texts(SampledFile<?> file) {
    String name = file.source().name();
    if (name.startsWith("pid/")) {
      return textsOfProcesses(name.substring("pid/".length()));
    }
    List<byte[]> texts = new ArrayList<>();
    for (String variant : Corpus.variants()) {
      if (Files.exists(Corpus.tree(variant, "s0").resolve(name))) {
        Corpus.MOMENTS.forEach(moment -> texts.add(Corpus.bytes(variant, moment, name)));
      }
    }
    Reported.texts(file).stream()
        .filter(text -> !text.startsWith("-")) // an uptime, which is rejected
        .forEach(text -> texts.add(text.getBytes(ISO_8859_1)));
    return texts;
  }

  private static List<byte[]> textsOfProcesses(String name) {
    return ProcessTrees.variants()
        .map(ProcessTrees::of)
        .flatMap(
            trees ->
                trees.directories(name).stream()
                    .map(directory -> trees.bytes(directory + "/" + name)))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("files")
  void ofEveryFile(SampledFile<?> file) {
    List<byte[]> texts = texts(file);
    Set<String> undescribed = new TreeSet<>();
    for (byte[] text : texts) {
      Layout layout =
          LearnedLayout.of(
              new LearnedText(),
              "text",
              ByteBuffer.wrap(text),
              text.length,
              file.parser()::parse,
              () -> false);
      for (Layout.TableLayout table : layout.tables()) {
        table.columns().stream()
            .filter(column -> !column.isDescribed() && !Descriptions.isUnnamed(column))
            .map(Column::name)
            .forEach(undescribed::add);
      }
    }
    assertThat(undescribed).isEmpty();
  }
}

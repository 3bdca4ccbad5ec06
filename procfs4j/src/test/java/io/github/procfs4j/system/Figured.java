package io.github.procfs4j.system;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.github.procfs4j.Rewritten;
import io.github.procfs4j.model.Figure;
import io.github.procfs4j.model.History;
import io.github.procfs4j.model.Interval;
import io.github.procfs4j.model.Layout;
import io.github.procfs4j.model.Row;
import io.github.procfs4j.sampling.Outcome;
import io.github.procfs4j.sampling.SampledFile;
import io.github.procfs4j.sampling.Sampler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** The figures of a file over successive texts. */
final class Figured {
  private Figured() {}

  /**
   * The figures in the last interval, such as {@code swap[filename=/a type=file].used}.
   *
   * @param root a directory in which the file is rewritten repeatedly
   */
  static Map<String, Double> last(SampledFile<?> file, Path root, String... texts) {
    try (Sampler<?> sampler = file.sampler(root, History.keepingAll())) {
      Files.createDirectories(root.resolve(file.source().name()).getParent());
      for (String text : texts) {
        Rewritten.with(root.resolve(file.source().name()), text.getBytes(ISO_8859_1));
        if (sampler.sample() != Outcome.SAMPLED) {
          throw new AssertionError(sampler.problem().orElseThrow());
        }
      }
      Interval interval = new Interval(sampler.history().playback(), 4096, 100);
      Map<String, Double> figures = new LinkedHashMap<>();
      while (interval.next()) {
        figures.clear();
        for (Layout.TableLayout table : interval.layout().tables()) {
          for (Row row : table.rows()) {
            for (Figure figure : file.figures()) {
              if (figure.table().equals(table.table().name())) {
                figures.put(row + "." + figure.name(), figure.value(interval, row));
              }
            }
          }
        }
      }
      return figures;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

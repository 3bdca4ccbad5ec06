package io.github.procfs4j.system;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.github.procfs4j.model.Layout;
import io.github.procfs4j.model.Reading;
import io.github.procfs4j.sampling.SampledFile;
import io.github.procfs4j.sampling.Snapshot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** A tree of procfs that a test writes. Each character of a text is a byte. */
record Tree(Path root) {
  Tree with(String file, String text) {
    try {
      Path path = root.resolve(file);
      Files.createDirectories(path.getParent());
      Files.writeString(path, text, ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  /** A reading of a file, in which each number must have a table, row and column. */
  Snapshot read(SampledFile<?> file) {
    return Snapshot.of(file, root);
  }

  /** The number of positions at which something was left out of a text. */
  static int problems(Snapshot reading) {
    return reading.problems().stream().mapToInt(problem -> 1 + problem.more()).sum();
  }

  /** The cells of a reading by table, row and column, such as {@code cpu[cpu=0].user}. */
  static Map<String, Long> cells(Reading reading) {
    Map<String, Long> cells = new LinkedHashMap<>();
    Layout layout = reading.layout();
    for (int cell = 0; cell < layout.cells(); cell++) {
      cells.put(layout.row(cell) + "." + layout.column(cell), reading.value(cell));
    }
    return cells;
  }
}

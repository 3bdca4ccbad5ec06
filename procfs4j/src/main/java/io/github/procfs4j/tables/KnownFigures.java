package io.github.procfs4j.tables;

import io.github.procfs4j.Procfs;
import io.github.procfs4j.model.Column;
import io.github.procfs4j.model.Figure;
import io.github.procfs4j.model.Kind;
import io.github.procfs4j.model.Table;
import io.github.procfs4j.processes.ProcessFigures;
import io.github.procfs4j.processes.ProcessTable;
import io.github.procfs4j.processes.Processes;
import io.github.procfs4j.processes.WaitTable;
import io.github.procfs4j.processes.Waits;
import io.github.procfs4j.sampling.SampledFile;
import io.github.procfs4j.sampling.Self;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/** Which figures the rows of a table have. */
final class KnownFigures {
  private KnownFigures() {}

  /**
   * The figures defined for the table; if there are none, the growth of each counter and the value
   * of each gauge.
   */
  static List<Figure> of(String source, Table table, Collection<Column> columns) {
    List<Figure> defined =
        ofSource(source, table).filter(figure -> figure.table().equals(table.name())).toList();
    return defined.isEmpty()
        ? columns.stream()
            .filter(column -> column.kind() != Kind.IDENTIFIER)
            .map(column -> Figure.of(table, column))
            .toList()
        : defined;
  }

  private static Stream<Figure> ofSource(String source, Table table) {
    if (Processes.isSource(source)) {
      return Stream.of(ProcessTable.PROCESS, ProcessTable.THREAD)
          .filter(known -> known.name().equals(table.name()))
          .flatMap(known -> ProcessFigures.of(known).stream());
    }
    if (Waits.isSource(source)) {
      return WaitTable.FIGURES.stream();
    }
    if (source.equals(Self.NAME)) {
      return Self.FIGURES.stream();
    }
    return Stream.concat(Procfs.sampledFiles().stream(), Procfs.sampledProcessFiles().stream())
        .filter(file -> file.source().name().equals(source))
        .map(SampledFile::figures)
        .flatMap(List::stream);
  }
}

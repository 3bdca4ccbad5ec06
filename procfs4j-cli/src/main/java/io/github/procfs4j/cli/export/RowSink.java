package io.github.procfs4j.cli.export;

import io.github.procfs4j.tables.Relation;
import io.github.procfs4j.tables.Relations;
import io.github.procfs4j.tables.Rows;
import java.io.IOException;
import java.util.List;

/** A format to which rows are written one by one, in the order of time within a source. */
interface RowSink {
  /** Begins with a recording. */
  default void begin(Relations relations) throws IOException {}

  /** Whether the rows of a relation are wanted at all. */
  default boolean isWanted(Relation relation) {
    return true;
  }

  /** Whether the samples of all sources are written in the order of time. */
  default boolean isByTime() {
    return false;
  }

  /** Writes the current row. */
  void write(Rows rows) throws IOException;

  /** Ends with the last recording. */
  void end() throws IOException;

  /** Those of some relations that are wanted. */
  default List<Relation> wanted(List<Relation> relations) {
    return relations.stream().filter(this::isWanted).toList();
  }
}

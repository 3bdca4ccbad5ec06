package io.github.procfs4j.system;

import io.github.procfs4j.model.Layout;
import io.github.procfs4j.model.Table;
import io.github.procfs4j.sampling.Gathering;
import io.github.procfs4j.sampling.SampledFile;
import io.github.procfs4j.text.Cursor;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The parser of files of control groups, which knows the path of the group at its place.
 *
 * @param controller the directory of the files in version 1
 * @param groups the groups that are read
 * @param base the path of the group at the place
 * @param table the table of the rows, which may have none
 * @param lines reads a line of a file of a group
 * @param others files of other controllers of version 1, and the names of these: they are in the
 *     group of the same path in the tree of that controller
 */
record CgroupText(
    String controller,
    Cgroups groups,
    String base,
    Table table,
    Lines lines,
    Map<String, String> others)
    implements SampledFile.Parser {
  /** Reads a line of a file to its end. */
  @FunctionalInterface
  interface Lines {
    void parse(String group, String file, Cursor line, Layout.Builder out);
  }

  CgroupText(String controller, Table table, Lines lines) {
    this(controller, table, lines, Map.of());
  }

  CgroupText(String controller, Table table, Lines lines, Map<String, String> others) {
    this(controller, Cgroups.own(), "/", table, lines, others);
  }

  CgroupText of(Cgroups wanted) {
    return new CgroupText(controller, wanted, base, table, lines, others);
  }

  /** The place of the group of this program. */
  Path place(Path procfs) {
    return groups.locate(procfs, controller).directory();
  }

  /** The places of {@link #others}. */
  Map<String, UnaryOperator<Path>> elsewhere() {
    Map<String, UnaryOperator<Path>> places = new HashMap<>();
    others.forEach(
        (file, other) -> places.put(file, procfs -> groups.beside(procfs, controller, other)));
    return places;
  }

  @Override
  public SampledFile.Parser at(Path procfs) {
    String own = groups.locate(procfs, controller).path();
    return new CgroupText(controller, groups, own, table, lines, others);
  }

  @Override
  public void parse(Cursor in, Layout.Builder out) {
    out.table(table);
    Gathering.eachLine(
        in, (directory, file, line) -> lines.parse(group(directory), file, line, out));
  }

  @Override
  public Optional<String> reasonForNone(Path directory) {
    return new CgroupAbsence(controller).reason(directory);
  }

  private String group(String directory) {
    return directory.isEmpty() ? base : base.equals("/") ? "/" + directory : base + "/" + directory;
  }

  /** Reads a number, or the word {@code max}, which is no limit; then there is no cell. */
  static int limit(Cursor line) {
    if (line.wordAhead().equals("max")) {
      line.word();
      return Cursor.NONE;
    }
    return line.unsigned();
  }
}

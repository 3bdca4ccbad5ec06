package io.github.procfs4j.processes;

import io.github.procfs4j.model.Column;
import io.github.procfs4j.model.Layout;
import io.github.procfs4j.process.ProcessIo;
import io.github.procfs4j.process.ProcessSchedStat;
import io.github.procfs4j.process.ProcessStatColumns;
import io.github.procfs4j.process.ProcessStatm;
import io.github.procfs4j.sampling.Descriptions;
import io.github.procfs4j.sampling.Printing;
import io.github.procfs4j.sampling.SampledFile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The files that are read for each process or for each thread, {@code stat} first, and the columns
 * that were found in their texts. Most tasks have the same columns, which are kept once.
 *
 * <p>Files that have no columns in the row follow the others: they are read only to find out
 * whether the others must be.
 */
final class TaskFiles {
  private static final String PREFIX = "pid/";

  private final List<SampledFile<?>> files;
  private final int shown;
  private final int io;
  private final int schedstat;
  private final int statm;
  private final List<Map<Part, Part>> known = new ArrayList<>();
  private final Map<List<Part>, List<Column>> rows = new HashMap<>();

  /**
   * The columns of one file, in the order of its cells.
   *
   * @param columns the columns
   * @param signed the indexes of signed columns: a column of counts may be signed in a few tasks
   * @param showsExec the indexes of columns whose change shows that another program may have been
   *     executed: see {@link Task#take}
   * @param start the index of the start time, {@link Layout#ABSENT} if there is none
   * @param threads the index of the number of threads, {@link Layout#ABSENT} if there is none
   * @param state the index of the state, {@link Layout#ABSENT} if there is none
   * @param size the index of the size of the address space, {@link Layout#ABSENT} if there is none
   */
  record Part(
      List<Column> columns,
      BitSet signed,
      BitSet showsExec,
      int start,
      int threads,
      int state,
      int size) {
    static final Part NONE = of(List.of());

    static Part of(List<Column> columns) {
      List<Column> ofProgram =
          List.of(
              ProcessStatColumns.FLAGS,
              ProcessStatColumns.STARTCODE,
              ProcessStatColumns.STARTSTACK,
              ProcessStatColumns.ARG_START);
      BitSet showsExec = new BitSet();
      ofProgram.stream().mapToInt(columns::indexOf).filter(i -> i >= 0).forEach(showsExec::set);
      BitSet signed = new BitSet();
      IntStream.range(0, columns.size()).filter(i -> columns.get(i).signed()).forEach(signed::set);
      return new Part(
          columns,
          signed,
          showsExec,
          columns.indexOf(ProcessStatColumns.STARTTIME),
          columns.indexOf(ProcessStatColumns.NUM_THREADS),
          columns.indexOf(ProcessStatColumns.STATE),
          columns.indexOf(ProcessStatColumns.VSIZE));
    }

    int cells() {
      return columns.size();
    }
  }

  /**
   * The files of a task.
   *
   * @param files the files whose columns are shown
   * @param others files that are read in addition; those that are shown do not count again
   */
  TaskFiles(List<SampledFile<?>> files, List<SampledFile<?>> others) {
    List<SampledFile<?>> all = new ArrayList<>(files);
    others.stream().filter(file -> !files.contains(file)).forEach(all::add);
    this.files = List.copyOf(all);
    shown = files.size();
    io = all.indexOf(ProcessIo.FILE);
    schedstat = all.indexOf(ProcessSchedStat.FILE);
    statm = all.indexOf(ProcessStatm.FILE);
    files.forEach(file -> known.add(new HashMap<>()));
  }

  /** The number of all files. */
  int count() {
    return files.size();
  }

  /** The number of files whose columns are shown, which come first. */
  int shown() {
    return shown;
  }

  /** The index of {@code io}; negative if it is not read. */
  int io() {
    return io;
  }

  /** The index of {@code schedstat}; negative if it is not read. */
  int schedstat() {
    return schedstat;
  }

  /** The index of {@code statm}; negative if it is not read. */
  int statm() {
    return statm;
  }

  /** Whether the columns of {@code statm} are shown. */
  boolean isStatmShown() {
    return statm >= 0 && statm < shown;
  }

  SampledFile<?> file(int f) {
    return files.get(f);
  }

  /** The name of a file in the directory of a task. */
  String name(int f) {
    return name(files.get(f));
  }

  static String name(SampledFile<?> file) {
    return file.source().name().substring(PREFIX.length());
  }

  boolean isPrintedByOneCall(int f) {
    return files.get(f).printing() == Printing.ONE_CALL;
  }

  /** The columns of a text of a file. */
  Part part(int f, Layout layout) {
    Column[] columns = new Column[layout.cells()];
    Arrays.setAll(columns, cell -> named(f, layout.column(cell)));
    return known.get(f).computeIfAbsent(Part.of(List.of(columns)), part -> part);
  }

  /**
   * Columns that a newer kernel added are named after their positions; the name of the file must be
   * added here.
   */
  private Column named(int f, Column column) {
    return Descriptions.isUnnamed(column)
        ? column.as(name(f) + "_" + column.name(), column.unit())
        : column;
  }

  /** The columns of a row whose files have these columns. */
  List<Column> columns(@Nullable Part[] parts) {
    List<Part> key = new ArrayList<>(parts.length);
    for (Part part : parts) {
      key.add(part == null ? Part.NONE : part);
    }
    return rows.computeIfAbsent(key, this::join);
  }

  /** If two files print the same name, the second one is preceded by the name of the file. */
  private List<Column> join(List<Part> parts) {
    Set<Column> all = new LinkedHashSet<>();
    for (int f = 0; f < parts.size(); f++) {
      for (Column column : parts.get(f).columns()) {
        if (!all.add(column)) {
          all.add(column.as(name(f) + "_" + column.name(), column.unit()));
        }
      }
    }
    return List.copyOf(all);
  }
}

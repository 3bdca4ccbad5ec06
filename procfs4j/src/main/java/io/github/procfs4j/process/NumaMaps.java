package io.github.procfs4j.process;

import io.github.procfs4j.model.Column;
import io.github.procfs4j.model.Figure;
import io.github.procfs4j.model.Layout;
import io.github.procfs4j.model.Row;
import io.github.procfs4j.model.Source;
import io.github.procfs4j.model.Table;
import io.github.procfs4j.model.Unit;
import io.github.procfs4j.sampling.Descriptions;
import io.github.procfs4j.sampling.FileReading;
import io.github.procfs4j.sampling.Printing;
import io.github.procfs4j.sampling.SampledFile;
import io.github.procfs4j.sampling.View;
import io.github.procfs4j.text.Cursor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * {@code /proc/<pid>/numa_maps}: on which NUMA nodes the memory of a process is, mapping by
 * mapping.
 *
 * <pre>
 * 00400000 default file=/bin/program dirty=1 mapmax=38 N0=1 kernelpagesize_kB=4
 * 7f04c9d00000 interleave:0-1 anon=256 dirty=256 active=0 N0=128 N1=128 kernelpagesize_kB=4
 * 7f04ca100000 default
 * </pre>
 *
 * <p>A row for each mapping, identified by its first address. Its policy, its file and its use
 * ({@code heap}, {@code stack}, {@code huge}) describe it; blanks, newlines, backslashes and equals
 * signs of a file are printed in octal, and the label contains the characters themselves. The
 * numbers are pages, each of {@code kernelpagesize_kB}; a mapping of which no page is in memory has
 * none. {@code fs/proc/task_mmu.c} ({@code show_numa_map}), Documentation/filesystems/proc.rst.
 */
public final class NumaMaps extends View {
  private static final Table MAPPING =
      new Table("mapping", List.of("address", "policy", "file", "use"), 1);
  private static final Descriptions DESCRIPTIONS = NumaMapsColumns.DESCRIPTIONS;
  private static final String FILE_KEY = "file=";

  /** A name and a number, which need not be valid. */
  private static final Pattern PAIR = Pattern.compile("[A-Za-z_]+[0-9]*=.*");

  private static final Pattern NODE = Pattern.compile("N[0-9]{1,9}");

  /** Kinds of memory by which pages are added up. */
  public enum Kind {
    /** Memory without a file that is neither heap nor stack. */
    ANONYMOUS,
    /** Mappings of files, with private copies of their pages; shared memory is a file, too. */
    FILE,
    /** The heap. */
    HEAP,
    /** The stack of the first thread. */
    STACK,
    /** Huge pages of hugetlbfs. */
    HUGE
  }

  /** The file as a source; its root is the directory of the process, {@code /proc/<pid>}. */
  public static final SampledFile<NumaMaps> FILE =
      new SampledFile<>(
          new Source(
              "pid/numa_maps",
              "The NUMA nodes on which the memory of a process is, mapping by mapping",
              Source.Mode.SAMPLED,
              "2.6.14",
              "CONFIG_NUMA, CONFIG_PROC_PAGE_MONITOR",
              "users who may trace the process (ptrace(2)): usually its own user and root",
              "Documentation/filesystems/proc.rst, numa(7), fs/proc/task_mmu.c"),
          Printing.RECORDS,
          NumaMaps::parse,
          List.of(
              Figure.gauge(MAPPING, "anonymous", "pages", NumaMapsColumns.ANON),
              Figure.gauge(MAPPING, "dirty", "pages", NumaMapsColumns.DIRTY)),
          NumaMaps::new,
          process -> process.resolve("numa_maps"));

  private NumaMaps(FileReading reading) {
    super(reading);
  }

  private static void parse(Cursor in, Layout.Builder out) {
    out.table(MAPPING);
    in.eachLine(line -> mapping(line, out));
  }

  private static void mapping(Cursor line, Layout.Builder out) {
    String address = line.word();
    if (!address.matches("[0-9a-f]+") || line.atLineEnd()) {
      throw line.malformed("a hexadecimal address and a policy");
    }
    // The names of some policies consist of two words: "prefer (many):0".
    StringBuilder policy = new StringBuilder(line.word());
    String file = "";
    StringBuilder use = new StringBuilder();
    while (!line.atLineEnd() && !isNumber(line.wordAhead())) {
      String word = line.word();
      if (word.startsWith(FILE_KEY)) {
        file = unescaped(word.substring(FILE_KEY.length()));
      } else if (word.equals("heap") || word.equals("stack") || word.equals("huge")) {
        use.append(use.isEmpty() ? "" : " ").append(word);
      } else if (file.isEmpty() && use.isEmpty()) {
        policy.append(' ').append(word);
      } else {
        throw line.malformed("a name, \u00ab=\u00bb and a number before this");
      }
    }
    Layout.Builder.RowBuilder row =
        out.newRow(MAPPING, address, policy.toString(), file, use.toString());
    while (!line.atLineEnd()) {
      if (!isNumber(line.wordAhead())) {
        throw line.malformed("a name, \u00ab=\u00bb and a number");
      }
      row.cell(DESCRIPTIONS.column(line.until('='), Unit.COUNT), line.unsigned());
    }
  }

  private static boolean isNumber(String word) {
    return PAIR.matcher(word).matches() && !word.startsWith(FILE_KEY);
  }

  /** What {@code seq_file_path} escapes: space, tab, newline, equals sign and backslash. */
  private static String unescaped(String path) {
    return path.replace("\\040", " ")
        .replace("\\011", "\t")
        .replace("\\012", "\n")
        .replace("\\075", "=")
        .replace("\\134", "\\");
  }

  /** {@return the mappings, in the order of their addresses} */
  public List<Row> mappings() {
    return rows(MAPPING);
  }

  /**
   * {@return the kind of memory of a mapping}
   *
   * @param mapping a row of {@link #mappings}
   */
  public static Kind kind(Row mapping) {
    return switch (mapping.label("use")) {
      case "heap" -> Kind.HEAP;
      case "stack" -> Kind.STACK;
      case "" -> mapping.label("file").isEmpty() ? Kind.ANONYMOUS : Kind.FILE;
      default -> Kind.HUGE;
    };
  }

  /**
   * {@return the bytes of a mapping on each node that has any, by the number of the node}
   *
   * @param mapping a row of {@link #mappings}
   */
  public SortedMap<Integer, Long> bytesByNode(Row mapping) {
    Objects.requireNonNull(mapping, "mapping");
    return sum(mapping::equals);
  }

  /** {@return the bytes of the process on each node that has any, by the number of the node} */
  public SortedMap<Integer, Long> bytesByNode() {
    return sum(mapping -> true);
  }

  /**
   * {@return the bytes of the process on each node, for each kind of memory that occurs} Together
   * they are {@link #bytesByNode()}.
   */
  public Map<Kind, SortedMap<Integer, Long>> bytesByKindAndNode() {
    Map<Kind, SortedMap<Integer, Long>> kinds = new EnumMap<>(Kind.class);
    for (Kind kind : Kind.values()) {
      SortedMap<Integer, Long> bytes = sum(mapping -> kind(mapping) == kind);
      if (!bytes.isEmpty()) {
        kinds.put(kind, bytes);
      }
    }
    return Collections.unmodifiableMap(kinds);
  }

  private SortedMap<Integer, Long> sum(Predicate<Row> isMeant) {
    SortedMap<Integer, Long> sums = new TreeMap<>();
    List<Column> nodes = new ArrayList<>();
    reading().layout().table(MAPPING.name()).stream()
        .flatMap(table -> table.columns().stream())
        .filter(column -> NODE.matcher(column.name()).matches())
        .forEach(nodes::add);
    for (Row mapping : mappings()) {
      OptionalLong size = amount(mapping, NumaMapsColumns.KERNELPAGESIZE_K_B);
      if (size.isPresent() && isMeant.test(mapping)) {
        for (Column node : nodes) {
          amount(mapping, node)
              .ifPresent(
                  pages ->
                      sums.merge(
                          Integer.valueOf(node.name().substring(1)),
                          Math.multiplyExact(pages, size.getAsLong()),
                          Math::addExact));
        }
      }
    }
    return Collections.unmodifiableSortedMap(sums);
  }
}

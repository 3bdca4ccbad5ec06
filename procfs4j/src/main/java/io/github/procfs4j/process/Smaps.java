package io.github.procfs4j.process;

import static java.util.function.Function.identity;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import io.github.procfs4j.model.Column;
import io.github.procfs4j.model.Figure;
import io.github.procfs4j.model.Interval;
import io.github.procfs4j.model.Kind;
import io.github.procfs4j.model.Layout;
import io.github.procfs4j.model.Limits;
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
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.SequencedMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * {@code /proc/<pid>/smaps}: the memory of a process, mapping by mapping.
 *
 * <pre>
 * 7f1e65aa9000-7f1e65ba9000 r--s 00000000 fe:00 29                         /data/map file with spaces
 * Size:               1024 kB
 * KernelPageSize:        4 kB
 * Rss:                 512 kB
 * THPeligible:    0
 * VmFlags: rd sh mr mw me ms sd
 * </pre>
 *
 * <p>Each mapping begins with its line of {@code maps}: first address, the address after the last
 * one, permissions, offset in the file, device, inode, name. Then follow a line for each key, in kB
 * of 1,024 bytes, and the flags as words. Keys differ by version and architecture; one that is not
 * described here is kept under the kernel's name. A line of words ({@code Name:} of Android) is
 * ignored if the first line has the same name; otherwise it is a row without cells in the table
 * {@code word}. A process without memory, a kernel thread or a zombie, has an empty text. {@code
 * fs/proc/task_mmu.c}, proc_pid_smaps(5), Documentation/filesystems/proc.rst.
 *
 * <p>A row is a mapping, identified by its first address, and by offset, device and inode, because
 * another file may be mapped at the same place later. So a heap that grows remains the same row
 * while its end, a cell, moves. The main stack grows downwards: it is identified by {@code
 * [stack]}, and its first address is a cell too. Other memory grows downwards because the kernel
 * places new mappings below older ones and merges similar neighbors; it becomes a new row, because
 * it cannot be distinguished from a mapping that replaced two others. Permissions, name and flags
 * only describe the row: they may change while the memory remains.
 *
 * <p>To print it the kernel walks all page tables of the process while holding the lock on its
 * memory map for reading: some microseconds for each mapping and each megabyte.
 * docs/files/pid-smaps.md.
 */
public final class Smaps extends View {
  static final Table MAPPING =
      Table.of("mapping", "address", "offset", "device", "inode")
          .describedBy("perms")
          .describedBy("name")
          .describedBy("VmFlags");

  /**
   * A line that ends in the unit of sizes: its value is a number, even if the number is missing.
   */
  private static final Pattern SIZE = Pattern.compile("(.*[ \\t])?kB[ \\t]*");

  /** Lines of words other than the flags. Its rows have no cells. */
  private static final Table WORD =
      Table.of("word", "address", "offset", "device", "inode", "key", "value");

  static final Descriptions DESCRIPTIONS = SmapsColumns.DESCRIPTIONS;
  static final Column START = SmapsColumns.ADDRESS_START;
  static final Column END = SmapsColumns.ADDRESS_END;

  static final String REFERENCE = "proc_pid_smaps(5), fs/proc/task_mmu.c";
  static final String OPTION = "CONFIG_PROC_PAGE_MONITOR";
  static final String PRIVILEGE =
      "root, and the owner of the process unless it changed privileges (ptrace(2))";

  private static final String STACK = "[stack]";
  private static final String FLAGS = "VmFlags";
  private static final String NAME = "Name";
  private static final int NAME_AT = 5;
  private static final Pattern NUMBER = Pattern.compile("-?[0-9]");
  private static final int LONGEST_STACK_LINE = 128;
  private static final Pattern STACK_LINE = Pattern.compile("\\S+ \\S+ \\S+ 00:00 0 +\\[stack\\]");
  private static final Pattern ADDRESS = Pattern.compile("[0-9a-f]{1,16}");

  /** The file as a source; its root is the directory of the process, {@code /proc/<pid>}. */
  public static final SampledFile<Smaps> FILE =
      new SampledFile<>(
          new Source(
              "pid/smaps",
              "The memory of a process, mapping by mapping",
              Source.Mode.SAMPLED,
              "",
              OPTION,
              PRIVILEGE,
              REFERENCE),
          Printing.RECORDS,
          Smaps::parse,
          figures(MAPPING),
          Smaps::new,
          process -> process.resolve("smaps"));

  private Smaps(FileReading reading) {
    super(reading);
  }

  /** The figures of this file, for rows that have its columns. */
  static List<Figure> figures(Table table) {
    List<Figure> figures = new ArrayList<>();
    Limits mapped = Limits.AMOUNT.partOf(SmapsColumns.SIZE);
    Limits resident = Limits.AMOUNT.partOf(SmapsColumns.RSS);
    figures.add(size(table, "Rss").within(mapped));
    figures.add(size(table, "Pss").within(resident));
    figures.add(size(table, "Referenced").within(resident));
    figures.add(size(table, "Anonymous").within(resident));
    figures.add(size(table, "Swap").within(mapped));
    Column clean = SmapsColumns.PRIVATE_CLEAN;
    Column dirty = SmapsColumns.PRIVATE_DIRTY;
    figures.add(
        new Figure(
            table.name(),
            "private",
            "bytes",
            resident,
            "Private_Clean and Private_Dirty: memory that would be freed if the process ended"
                + " (USS).",
            "smem(8)",
            (interval, row) -> interval.amount(row, clean) + interval.amount(row, dirty)));
    figures.add(
        new Figure(
                table.name(),
                "referenced share",
                "%",
                Limits.SHARE,
                "Referenced / Rss: the share of the memory in RAM that is marked as accessed.",
                "proc_pid_clear_refs(5)",
                (interval, row) -> share(interval, row, SmapsColumns.REFERENCED, SmapsColumns.RSS))
            .weightedBy("bytes in RAM", (interval, row) -> interval.amount(row, SmapsColumns.RSS)));
    return figures;
  }

  private static Figure size(Table table, String key) {
    return Figure.gauge(table, key, "bytes", DESCRIPTIONS.column(key));
  }

  private static double share(Interval interval, Row row, Column part, Column whole) {
    double of = interval.amount(row, whole);
    return of == 0 ? Double.NaN : 100 * interval.amount(row, part) / of;
  }

  /**
   * The lines of one mapping: its cells are added to its row when its flags, the last line, are
   * known.
   */
  private static final class Block {
    private final List<Column> columns = new ArrayList<>();
    private final List<Integer> cells = new ArrayList<>();

    /**
     * Empty until the first line has been read completely: until then it is not known to which
     * mapping the lines belong.
     */
    private String[] head = {"", "", "", "", "", ""};

    private String flags = "";

    private final SequencedMap<String, String> words = new LinkedHashMap<>();

    void add(Column column, int cell) {
      columns.add(column);
      cells.add(cell);
    }

    void write(Layout.Builder out) {
      String[] labels = new String[head.length + 1];
      System.arraycopy(head, 0, labels, 0, head.length);
      labels[head.length] = flags;
      Layout.Builder.RowBuilder row = out.newRow(MAPPING, labels);
      for (int i = 0; i < cells.size(); i++) {
        row.cell(columns.get(i), cells.get(i));
      }
      words.remove(NAME, head[NAME_AT]);
      words.forEach(
          (key, value) -> out.newRow(WORD, head[0], head[1], head[2], head[3], key, value));
    }
  }

  private static final class Parser {
    private final Layout.Builder out;
    private @Nullable Block block;

    Parser(Layout.Builder out) {
      this.out = out;
    }

    void line(Cursor line) {
      // Keys begin with a capital letter, addresses with a digit or a small letter.
      String first = line.ahead(1);
      boolean isKey = first.compareTo("A") >= 0 && first.compareTo("Z") <= 0;
      if (!isKey) {
        end();
        block = new Block();
        head(line, block);
        return;
      }
      if (block == null) {
        block = new Block();
      }
      String key = line.until(':');
      if (key.equals(FLAGS)) {
        block.flags = line.rest().strip();
      } else if (isWords(DESCRIPTIONS, key, line)) {
        block.words.put(key, line.rest().strip());
      } else {
        int cell = line.unsigned();
        block.add(DESCRIPTIONS.sized(line, key), cell);
      }
    }

    private static void head(Cursor line, Block block) {
      String ahead = line.ahead(LONGEST_STACK_LINE);
      int end = ahead.indexOf('\n');
      boolean isStack = end >= 0 && STACK_LINE.matcher(ahead.substring(0, end)).matches();
      String address = STACK;
      if (isStack) {
        block.add(START, line.hexadecimal());
        line.expect("-");
      } else {
        address = line.until('-');
        if (!ADDRESS.matcher(address).matches()) {
          throw line.malformed("a hexadecimal address before this");
        }
      }
      block.add(END, line.hexadecimal());
      String permissions = line.word();
      block.head =
          new String[] {address, line.word(), line.word(), line.word(), permissions, line.rest()};
    }

    void end() {
      if (block != null) {
        block.write(out);
        block = null;
      }
    }
  }

  /** Whether a line has words in place of a number: {@code Name:} and unknown keys. */
  static boolean isWords(Descriptions descriptions, String key, Cursor line) {
    return key.equals(NAME)
        || (!descriptions.has(key)
            && !NUMBER.matcher(line.wordAhead()).lookingAt()
            && !SIZE.matcher(line.lineAhead()).matches());
  }

  private static void parse(Cursor in, Layout.Builder out) {
    out.table(MAPPING);
    Parser parser = new Parser(out);
    in.eachLine(parser::line);
    parser.end();
  }

  /** {@return the mappings, in the order of their addresses} */
  public List<Row> mappings() {
    return rows(MAPPING);
  }

  /**
   * {@return whether the process has memory at all: kernel threads have none, and neither has a
   * process that has ended but whose parent has not waited for it yet (a zombie)}
   */
  public boolean hasMemory() {
    return !mappings().isEmpty();
  }

  /**
   * {@return the first address of a mapping; empty if it does not exist}
   *
   * @param mapping a row of {@link #mappings}
   */
  public OptionalLong start(Row mapping) {
    String address = mapping.label("address");
    return ADDRESS.matcher(address).matches()
        ? OptionalLong.of(Long.parseUnsignedLong(address, 16))
        : amount(mapping, START);
  }

  /**
   * {@return the address after the last one of a mapping; empty if it does not exist}
   *
   * @param mapping a row of {@link #mappings}
   */
  public OptionalLong end(Row mapping) {
    return amount(mapping, END);
  }

  /**
   * {@return the purpose of a mapping, as far as its labels show it}
   *
   * @param mapping a row of {@link #mappings}
   */
  public static MappingKind kind(Row mapping) {
    return MappingKind.of(mapping.label("name"), mapping.label("perms"));
  }

  /**
   * {@return the file of a mapping, or the name of its memory}
   *
   * @param mapping a row of {@link #mappings}
   */
  public static MappedFile file(Row mapping) {
    return new MappedFile(mapping.label("device"), mapping.label("inode"), mapping.label("name"));
  }

  /**
   * {@return the sizes of a mapping}
   *
   * @param mapping a row of {@link #mappings}
   */
  public MemorySizes sizes(Row mapping) {
    Objects.requireNonNull(mapping, "mapping");
    return sum(List.of(mapping));
  }

  /**
   * {@return the sizes of all mappings together: what {@code smaps_rollup} shows without printing
   * each mapping} Because the kernel truncates {@code Pss} and similar values to whole kB for each
   * mapping, their sums here are up to one kB for each mapping too low.
   */
  public MemorySizes total() {
    return sum(mappings());
  }

  /**
   * {@return the sizes by kind, for each kind that occurs} Together they are the {@link #total}.
   */
  public Map<MappingKind, MemorySizes> byKind() {
    Map<MappingKind, MemorySizes> kinds = new EnumMap<>(MappingKind.class);
    grouped(Smaps::kind).forEach((kind, rows) -> kinds.put(kind, sum(rows)));
    return Collections.unmodifiableMap(kinds);
  }

  /**
   * {@return the sizes by file or name, in order of first occurrence; all unnamed memory is one
   * entry} Together they are the {@link #total}.
   */
  public SequencedMap<MappedFile, MemorySizes> byFile() {
    SequencedMap<MappedFile, MemorySizes> files = new LinkedHashMap<>();
    grouped(Smaps::file).forEach((file, rows) -> files.put(file, sum(rows)));
    return Collections.unmodifiableSequencedMap(files);
  }

  private <K> Map<K, List<Row>> grouped(Function<Row, K> key) {
    return mappings().stream()
        .collect(groupingBy(key, LinkedHashMap::new, mapping(identity(), toList())));
  }

  /** Sums the sizes, but not properties such as the size of a page. */
  private MemorySizes sum(Collection<Row> rows) {
    Map<String, Long> sums = new LinkedHashMap<>();
    Layout layout = reading().layout();
    for (Row row : rows) {
      for (Column column : layout.table(MAPPING.name()).orElseThrow().columns()) {
        int cell = layout.cell(row, column);
        if (cell != Layout.ABSENT && isSize(layout.column(cell))) {
          sums.merge(column.name(), reading().amount(row, column), Math::addExact);
        }
      }
    }
    return new Sums(sums);
  }

  private record Sums(Map<String, Long> bytes) implements MemorySizes {
    @Override
    public OptionalLong amount(String key) {
      Long sum = bytes.get(key);
      return sum == null ? OptionalLong.empty() : OptionalLong.of(sum);
    }
  }

  private static boolean isSize(Column column) {
    return column.unit().equals(Unit.KIBIBYTES) && column.kind() == Kind.GAUGE;
  }
}

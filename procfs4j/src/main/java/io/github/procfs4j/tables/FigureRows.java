package io.github.procfs4j.tables;

import io.github.procfs4j.model.Figure;
import io.github.procfs4j.model.Interval;
import io.github.procfs4j.model.Lack;
import io.github.procfs4j.model.Layout.TableLayout;
import io.github.procfs4j.model.Limits;
import io.github.procfs4j.model.Playback;
import io.github.procfs4j.model.Row;
import io.github.procfs4j.printable.Printable;
import io.github.procfs4j.processes.ProcessFigures;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The figures of a source: a row for each row of the later sample of each interval. */
final class FigureRows implements Rows {
  /** Remarks on a figure: none, then one for each side, then one for each lack. */
  private static final int SIDES = Limits.Side.values().length;

  /** The greatest number of characters of remarks that are kept to be used again. */
  private static final int MOST_KEPT = 1 << 20;

  private final Origin origin;
  private final SourceShape shape;
  private final Set<Relation> wanted;
  private final long from;
  private final long to;
  private final Interval interval;

  private List<TableLayout> tables = List.of();
  private int tableAt;
  private int rowAt;
  private @Nullable TableShape table;
  private @Nullable Row row;
  private @Nullable String[] labels = {};
  private long micros;

  /** The figures of the current row as far as they were requested. */
  private double[] values = {};

  /** The remark on each figure, plus one; 0 if the figure was not computed yet. */
  private byte[] remarks = {};

  private final Map<Relation, Map<ByteBuffer, String>> texts = new HashMap<>();
  private int kept;

  /** Rows of the intervals that end from {@code from} to before {@code to}. */
  FigureRows(Origin origin, SourceShape shape, Set<Relation> wanted, long from, long to) {
    this.origin = origin;
    this.shape = shape;
    this.wanted = wanted;
    this.from = from;
    this.to = to;
    Playback samples = origin.recording().playback(shape.source);
    double pageSize = orNaN(origin.recording().facts().pageSize());
    double ticks = orNaN(origin.recording().facts().ticksPerSecond());
    interval = ProcessFigures.intervals(shape.source.name(), samples, pageSize, ticks);
  }

  private static double orNaN(OptionalInt fact) {
    return fact.isPresent() ? fact.getAsInt() : Double.NaN;
  }

  @Override
  public boolean next() {
    while (true) {
      for (; tableAt < tables.size(); tableAt++, rowAt = 0) {
        TableLayout here = tables.get(tableAt);
        TableShape known = shape.table(here.table().name());
        if (known != null && rowAt < here.rows().size() && wanted.contains(known.intervals())) {
          begin(known, here.rows().get(rowAt++));
          return true;
        }
      }
      if (!nextInterval()) {
        row = null;
        return false;
      }
    }
  }

  private boolean nextInterval() {
    while (interval.next()) {
      if (interval.toNanos() >= to) {
        break;
      }
      if (interval.toNanos() >= from) {
        tables = interval.layout().tables();
        micros = origin.micros(interval.toNanos());
        tableAt = 0;
        rowAt = 0;
        return true;
      }
    }
    tables = List.of();
    return false;
  }

  private void begin(TableShape of, Row next) {
    table = of;
    row = next;
    labels = of.labels(next);
    int figures = of.figures().size();
    if (values.length != figures) {
      values = new double[figures];
    }
    remarks = new byte[figures];
  }

  private Row row() {
    Row here = row;
    if (here == null) {
      throw new NoSuchElementException("there is no row here");
    }
    return here;
  }

  private TableShape table() {
    row();
    TableShape here = table;
    if (here == null) {
      throw new NoSuchElementException("there is no row here");
    }
    return here;
  }

  private double value(int index) {
    if (remarks[index] == 0) {
      Figure figure = table().figures().get(index);
      double value = figure.value(interval, row());
      values[index] = value;
      Lack lack = interval.lack();
      int remark =
          Double.isNaN(value)
              ? SIDES + (lack == null ? Lack.INAPPLICABLE : lack).ordinal()
              : interval.side().ordinal();
      remarks[index] = (byte) (remark + 1);
    }
    return values[index];
  }

  @Override
  public Relation relation() {
    return table().intervals();
  }

  @Override
  public boolean isNull(int field) {
    TableShape here = table();
    if (field < TableShape.firstLabel()) {
      return field == TableShape.TIME
          ? micros == Origin.UNKNOWN
          : field == TableShape.HOST && origin.host() == null;
    }
    if (field < here.firstColumn()) {
      return field != here.repeatField() && labels[field] == null;
    }
    int index = field - here.firstColumn();
    return index == here.figures().size() ? text(field) == null : Double.isNaN(value(index));
  }

  @Override
  public long number(int field) {
    TableShape here = table();
    return switch (field) {
      case TableShape.TIME -> micros == Origin.UNKNOWN ? 0 : micros;
      case TableShape.BEGIN -> interval.fromNanos();
      case TableShape.END -> interval.toNanos();
      default -> field == here.repeatField() ? row().repeat() : 0;
    };
  }

  @Override
  public double real(int field) {
    return value(field - table().firstColumn());
  }

  @Override
  public @Nullable BigDecimal decimal(int field) {
    return isNull(field) ? null : BigDecimal.valueOf(number(field));
  }

  @Override
  public @Nullable String text(int field) {
    if (field == TableShape.HOST) {
      return origin.host();
    }
    if (field == TableShape.RECORDING) {
      return origin.name();
    }
    TableShape here = table();
    return field < here.firstColumn() ? labels[field] : remarks(here);
  }

  private @Nullable String remarks(TableShape here) {
    boolean isAny = false;
    for (int i = 0; i < remarks.length; i++) {
      value(i);
      isAny |= remarks[i] != 1 + Limits.Side.WITHIN.ordinal();
    }
    return isAny ? text(here.intervals(), here) : null;
  }

  private String text(Relation relation, TableShape here) {
    Map<ByteBuffer, String> known = texts.computeIfAbsent(relation, missing -> new HashMap<>());
    String text = known.get(ByteBuffer.wrap(remarks));
    if (text == null) {
      text = text(here);
      kept += remarks.length + text.length();
      if (kept > MOST_KEPT) {
        texts.clear();
        kept = remarks.length + text.length();
        known = texts.computeIfAbsent(relation, missing -> new HashMap<>());
      }
      known.put(ByteBuffer.wrap(remarks.clone()), text);
    }
    return text;
  }

  private String text(TableShape here) {
    StringBuilder text = new StringBuilder();
    List<Field> fields = here.intervals().fields();
    for (int i = 0; i < remarks.length; i++) {
      int remark = remarks[i] - 1;
      if (remark != Limits.Side.WITHIN.ordinal()) {
        text.append(text.isEmpty() ? "" : "; ")
            .append(fields.get(here.firstColumn() + i).name())
            .append(": ")
            .append(
                remark < SIDES
                    ? inWords(Limits.Side.values()[remark]) + " the limit"
                    : inWords(Lack.values()[remark - SIDES]));
      }
    }
    return text.toString();
  }

  private static String inWords(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /** What its rows are of. */
  @Override
  public String toString() {
    return Printable.line("Rows[" + shape.source.name() + ", figures]");
  }
}

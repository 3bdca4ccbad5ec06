package io.github.procfs4j.sampling;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.procfs4j.model.Column;
import io.github.procfs4j.model.Kind;
import io.github.procfs4j.model.Layout;
import io.github.procfs4j.model.Unit;
import io.github.procfs4j.text.Cursor;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The descriptions of the columns of a file, as they stand in the resource {@code <name>.tsv}
 * beside the class of the file: a line for each column, with its name, unit, kind, since-version,
 * requirement, meaning and reference between tabs. A name that ends in {@code *} describes every
 * column whose name begins so and that has no line of its own. A kind preceded by {@code signed} is
 * that of numbers that may be negative.
 */
public final class Descriptions {
  private static final String SIGNED = "signed ";
  private static final String UNNAMED = "field";
  private static final Pattern NUMBER = Pattern.compile("-?[0-9]");

  /** Milliseconds with six decimals, so that a cell is in nanoseconds. */
  public static final Unit NANOSECONDS_AS_MILLISECONDS = new Unit("milliseconds", 1, 6);

  private final Map<String, Column> exact = new HashMap<>();
  private final List<Column> families = new ArrayList<>();

  private Descriptions() {}

  /**
   * The descriptions of a file that holds one table.
   *
   * @param beside the class beside which the resource stands
   * @param file its name, without the ending
   */
  public static Descriptions of(Class<?> beside, String file) {
    return of(beside, file, "");
  }

  /**
   * Those of one table of a file that holds several: the names in the resource then begin with
   * {@code prefix}.
   *
   * @param beside the class beside which the resource stands
   * @param file its name, without the ending
   * @param prefix what the names of this table begin with
   */
  public static Descriptions of(Class<?> beside, String file, String prefix) {
    String resource = file + ".tsv";
    try (InputStream in = beside.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("no resource " + resource);
      }
      Descriptions descriptions = new Descriptions();
      new String(in.readAllBytes(), UTF_8)
          .lines()
          .skip(1)
          .filter(line -> line.startsWith(prefix))
          .map(line -> line.substring(prefix.length()))
          .forEach(descriptions::add);
      return descriptions;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** These, and those of {@code others} for what is not described here. */
  public Descriptions or(Descriptions others) {
    Descriptions both = new Descriptions();
    both.exact.putAll(others.exact);
    both.exact.putAll(exact);
    both.families.addAll(families);
    both.families.addAll(others.families);
    return both;
  }

  private void add(String line) {
    String[] field = line.split("\t", -1);
    boolean isFamily = field[0].endsWith("*");
    boolean isSigned = field[2].startsWith(SIGNED);
    Column column =
        new Column(
            isFamily ? field[0].substring(0, field[0].length() - 1) : field[0],
            unit(field[1]),
            Kind.of(isSigned ? field[2].substring(SIGNED.length()) : field[2]),
            isSigned,
            field[3],
            field[4],
            field[5],
            field[6]);
    if (isFamily) {
      families.add(column);
    } else {
      exact.put(column.name(), column);
    }
  }

  private static Unit unit(String name) {
    return switch (name) {
      case "KiB" -> Unit.KIBIBYTES;
      case "centiseconds" -> Unit.CENTISECONDS;
      case "centipercent" -> new Unit("percent", 1, 2);
      case "milliseconds.6" -> NANOSECONDS_AS_MILLISECONDS;
      case "jiffies.6" -> new Unit("jiffies", 1_000_000, 6);
      case "MHz.3" -> new Unit("MHz", 1, 3);
      default -> new Unit(name, 1, 0);
    };
  }

  /** Whether a column of this name is described, or one of its family. */
  public boolean has(String name) {
    return exact.containsKey(name)
        || families.stream().anyMatch(family -> name.startsWith(family.name()));
  }

  /** The column of this name, which has to be described. */
  public Column column(String name) {
    Column column = exact.get(name);
    if (column == null) {
      throw new IllegalArgumentException("no description of " + name);
    }
    return column;
  }

  /**
   * The column of this name: described, of a described family, or else undescribed and of this
   * unit.
   */
  public Column column(String name, Unit otherwise) {
    Column column = exact.get(name);
    if (column != null) {
      return column;
    }
    for (Column family : families) {
      if (name.startsWith(family.name())) {
        return family.as(name, family.unit());
      }
    }
    return Column.undescribed(name, otherwise);
  }

  /**
   * The column of a number that was just read, by its name and the unit behind it, {@code kB} or
   * another or none, up to which the line is read. If sizes are described in another unit than is
   * printed, the number is something else than described: that is noted, and it is kept under a
   * name with its unit, which no figure knows. So it is where another number stands for the unit.
   */
  public Column sized(Cursor line, String name) {
    String place = line.atLineEnd() ? "" : line.wordAhead();
    if (NUMBER.matcher(place).lookingAt()) {
      line.note("a unit or the end of the line");
      return Column.undescribed(name + " (" + line.word() + ")", Unit.COUNT);
    }
    Unit unit =
        switch (place) {
          case "" -> Unit.COUNT;
          case "kB" -> Unit.KIBIBYTES;
          default -> new Unit(place, 1, 0);
        };
    Column column = column(name, unit);
    boolean isAsDescribed = column.unit().equals(unit);
    if (!isAsDescribed && (unit.equals(Unit.KIBIBYTES) || column.unit().equals(Unit.KIBIBYTES))) {
      line.note("kB".equals(place) ? "no unit" : "the unit kB");
      column = Column.undescribed(name + " (" + unit.name() + ")", unit);
    }
    if (!place.isEmpty()) {
      line.word();
    }
    return column;
  }

  /**
   * A column that has no name in the text and none here: named by its place on the line, from 1.
   */
  public static Column unnamed(int place) {
    return Column.undescribed(UNNAMED + place, Unit.COUNT);
  }

  /** Whether a column is named by its place. */
  public static boolean isUnnamed(Column column) {
    return isUnnamed(column.name());
  }

  /** Whether this is the name of a column that is named by its place. */
  public static boolean isUnnamed(String name) {
    return name.startsWith(UNNAMED)
        && name.length() > UNNAMED.length()
        && Character.isDigit(name.charAt(UNNAMED.length()));
  }

  /** Reads a number of this column, negative or not: the index of its cell. */
  public static int number(Cursor in, Column column) {
    return column.signed() ? in.signed() : in.unsigned();
  }

  /**
   * Keeps what else stands on the line, numbers that a newer kernel added, as columns named by
   * their place from 1.
   */
  public static void rest(Cursor in, Layout.Builder.RowBuilder row, int read) {
    int place = read;
    while (!in.atLineEnd()) {
      place++;
      row.cell(unnamed(place), in.unsigned());
    }
  }
}

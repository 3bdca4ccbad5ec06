package io.github.procfs4j.sampling;

import io.github.procfs4j.model.Column;
import io.github.procfs4j.model.Layout;
import io.github.procfs4j.model.Unit;
import io.github.procfs4j.text.Cursor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The descriptions of the columns of a table: one for each name that a kernel is known to print,
 * and one for each family of names with a common beginning, such as those of interrupts. They are
 * written once, in the tables of {@code src/main/columns}, from which the build generates
 * constants.
 */
public final class Descriptions {
  private static final String UNNAMED = "field";
  private static final Pattern NUMBER = Pattern.compile("-?[0-9]");

  /** Milliseconds with six decimals, so that a cell contains nanoseconds. */
  public static final Unit NANOSECONDS_AS_MILLISECONDS = new Unit("milliseconds", 1, 6);

  /** The descriptions of a table without described columns. */
  public static final Descriptions NONE = new Descriptions(List.of(), List.of());

  private final Map<String, Column> exact = new HashMap<>();
  private final List<Column> families = new ArrayList<>();

  /**
   * Creates descriptions of the columns of a table.
   *
   * @param columns the columns that are described by name
   * @param families columns, each of which represents all columns whose names begin with its name
   *     and that are not in {@code columns}
   */
  public Descriptions(List<Column> columns, List<Column> families) {
    Objects.requireNonNull(families, "families");
    columns.forEach(column -> exact.put(column.name(), column));
    this.families.addAll(families);
  }

  /**
   * {@return these descriptions, and those of {@code others} for columns that are not described
   * here}
   *
   * @param others the descriptions to add
   */
  public Descriptions or(Descriptions others) {
    Descriptions both = new Descriptions(List.of(), List.of());
    both.exact.putAll(others.exact);
    both.exact.putAll(exact);
    both.families.addAll(families);
    both.families.addAll(others.families);
    return both;
  }

  /**
   * {@return whether a column with this name, or its family, is described}
   *
   * @param name the kernel's name for the column
   */
  public boolean has(String name) {
    Objects.requireNonNull(name, "name");
    return exact.containsKey(name)
        || families.stream().anyMatch(family -> name.startsWith(family.name()));
  }

  /**
   * {@return the column with this name, which must be described}
   *
   * @param name the kernel's name for the column
   */
  public Column column(String name) {
    Objects.requireNonNull(name, "name");
    Column column = exact.get(name);
    if (column == null) {
      throw new IllegalArgumentException("no description of " + name);
    }
    return column;
  }

  /**
   * {@return the column with this name: described, of a described family, or otherwise undescribed
   * and with this unit}
   *
   * @param name the kernel's name for the column
   * @param otherwise the unit of an undescribed column
   */
  public Column column(String name, Unit otherwise) {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(otherwise, "otherwise");
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
   * {@return this column for a number that was just read, unless another number follows: it is then
   * not known which of the two belongs to the column} This is noted as a problem, and the first
   * number is kept under a name that contains the second one and that no figure uses.
   *
   * @param line the position after the number
   * @param column the column to which the number belongs if no other follows
   */
  public static Column alone(Cursor line, Column column) {
    Objects.requireNonNull(column, "column");
    if (line.atLineEnd() || !NUMBER.matcher(line.wordAhead()).lookingAt()) {
      return column;
    }
    line.note("a single number");
    return Column.undescribed(column.name() + " (" + line.word() + ")", Unit.COUNT);
  }

  /**
   * {@return the column for a number that was just read, by its name and the unit that follows,
   * {@code kB}, another one or none} The unit is read too. If a size is printed in another unit
   * than described, the number has another meaning: this is noted as a problem, and the number is
   * kept under a name that contains its unit and that no figure uses. The same happens if another
   * number is in the place of the unit.
   *
   * @param line the position after the number
   * @param name the kernel's name for the column
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
   * {@return a column without a name in the text or here: named after its position in the line,
   * from 1}
   *
   * @param place the position of its field in the line, from 1
   */
  public static Column unnamed(int place) {
    return Column.undescribed(UNNAMED + place, Unit.COUNT);
  }

  /**
   * {@return whether a column is named after its position}
   *
   * @param column the column, identified by its name
   */
  public static boolean isUnnamed(Column column) {
    return isUnnamed(column.name());
  }

  /**
   * {@return whether this is the name of a column that is named after its position}
   *
   * @param name the name of a column
   */
  public static boolean isUnnamed(String name) {
    return name.startsWith(UNNAMED)
        && name.length() > UNNAMED.length()
        && Character.isDigit(name.charAt(UNNAMED.length()));
  }

  /**
   * Reads a number of this column, negative or not.
   *
   * @param in the position before the number
   * @param column the column, which states whether the number may be negative
   * @return the index of its cell; {@link Cursor#NONE} if there is no such number
   */
  public static int number(Cursor in, Column column) {
    return column.signed() ? in.signed() : in.unsigned();
  }

  /**
   * Keeps the remaining numbers of the line, added by a newer kernel, in columns named after their
   * positions from 1.
   *
   * @param in the position after the numbers that were read
   * @param row the row to which the numbers belong
   * @param read how many numbers of the line were read before
   */
  public static void rest(Cursor in, Layout.Builder.RowBuilder row, int read) {
    Objects.requireNonNull(row, "row");
    int place = read;
    while (!in.atLineEnd()) {
      place++;
      row.cell(unnamed(place), in.unsigned());
    }
  }

  /** The names of the described columns; those of families end in an asterisk. */
  @Override
  public String toString() {
    SortedSet<String> names = new TreeSet<>(exact.keySet());
    families.forEach(family -> names.add(family.name() + "*"));
    return "Descriptions" + names;
  }
}

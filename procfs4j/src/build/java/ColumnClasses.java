import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Writes the classes of columns of the library, such as {@code StatColumns}, when the library is
 * built: a constant with its javadoc for each line of a table of descriptions in {@code
 * src/main/columns}.
 *
 * <p>A line contains the name of a column, its unit, kind, since-version, requirement, meaning and
 * reference, separated by tabs. A name that ends in {@code *} describes every column whose name
 * begins like this and that has no line of its own; it gets no constant. A kind preceded by {@code
 * signed} means that numbers may be negative. If the heading contains {@code table.name}, the names
 * of columns and constants begin with the table of the column.
 */
final class ColumnClasses {
  private static final String TABLES = "table.name";
  private static final int FIELDS = 7;
  private static final Map<String, String> UNITS =
      Map.ofEntries(
          Map.entry("KiB", "Unit.KIBIBYTES"),
          Map.entry("count", "Unit.COUNT"),
          Map.entry("none", "Unit.NONE"),
          Map.entry("bytes", "Unit.BYTES"),
          Map.entry("pages", "Unit.PAGES"),
          Map.entry("ticks", "Unit.TICKS"),
          Map.entry("sectors", "Unit.SECTORS"),
          Map.entry("seconds", "Unit.SECONDS"),
          Map.entry("centiseconds", "Unit.CENTISECONDS"),
          Map.entry("milliseconds", "Unit.MILLISECONDS"),
          Map.entry("microseconds", "Unit.MICROSECONDS"),
          Map.entry("nanoseconds", "Unit.NANOSECONDS"),
          Map.entry("letter", "Unit.LETTER"),
          Map.entry("bits", "Unit.BITS"),
          Map.entry("centipercent", "new Unit(\"percent\", 1, 2)"));

  /**
   * Names whose words cannot be recognized, or that would be equal to another one, and what to use
   * instead.
   */
  private static final Map<String, String> IRREGULAR =
      Map.of(
          "HMac",
          "Hmac",
          "MHz",
          "Mhz",
          "MIN_vruntime",
          "leftmost_vruntime",
          "NSp",
          "NS_p",
          "NSsid",
          "NS_sid",
          "NStgid",
          "NS_tgid",
          "OKs",
          "Oks",
          "PPid",
          "Ppid");

  private static final Pattern DECIMALS = Pattern.compile("(.+)\\.([0-9])");

  private final String name;
  private final String packageName;
  private final List<String> lines;
  private final StringBuilder out = new StringBuilder();

  private ColumnClasses(String name, String packageName, List<String> lines) {
    this.name = name;
    this.packageName = packageName;
    this.lines = lines;
  }

  /**
   * Writes the classes.
   *
   * @param arguments the directory of the tables, and the directory of the sources to write
   */
  public static void main(String[] arguments) throws IOException {
    Path from = Path.of(arguments[0]);
    Path to = Path.of(arguments[1]);
    List<Path> tables;
    try (Stream<Path> files = Files.walk(from)) {
      tables = files.filter(file -> file.toString().endsWith(".tsv")).sorted().toList();
    }
    for (Path table : tables) {
      Path directory = from.relativize(table).getParent();
      String name = table.getFileName().toString().replace(".tsv", "");
      String source =
          new ColumnClasses(name, directory.toString().replace('/', '.'), Files.readAllLines(table))
              .source();
      Path file = to.resolve(directory).resolve(name + ".java");
      Files.createDirectories(file.getParent());
      if (!Files.exists(file) || !Files.readString(file).equals(source)) {
        Files.write(file, source.getBytes(UTF_8)); // only if changed: it is then recompiled
      }
    }
  }

  private String source() {
    out.append("package ").append(packageName).append(";\n\n");
    for (String type : List.of("model.Column", "model.Kind", "model.Unit")) {
      out.append("import io.github.procfs4j.").append(type).append(";\n");
    }
    if (!packageName.endsWith(".sampling")) {
      out.append("import io.github.procfs4j.sampling.Descriptions;\n");
    }
    out.append("import java.util.List;\n\n");
    out.append("/** The columns of {@link ").append(name.replace("Columns", "")).append("}. */\n");
    out.append("public final class ").append(name).append(" {\n");
    Map<String, List<String>> constants = new LinkedHashMap<>();
    Map<String, List<String>> families = new LinkedHashMap<>();
    boolean hasTables = lines.getFirst().startsWith(TABLES);
    for (String line : lines.subList(1, lines.size())) {
      String[] field = line.split("\t", -1);
      if (field.length != FIELDS) {
        throw new IllegalArgumentException(
            "%s has %d fields, not %d: %s".formatted(name, field.length, FIELDS, line));
      }
      int dot = hasTables ? field[0].indexOf('.') : -1;
      String table = hasTables ? field[0].substring(0, dot) : "";
      field[0] = field[0].substring(dot + 1);
      List<String> ofTable = constants.computeIfAbsent(table, t -> new ArrayList<>());
      List<String> familiesOfTable = families.computeIfAbsent(table, t -> new ArrayList<>());
      if (field[0].endsWith("*")) {
        field[0] = field[0].substring(0, field[0].length() - 1);
        familiesOfTable.add(column(field));
      } else {
        String constant = prefix(table) + constant(field[0]);
        javadoc(field);
        out.append("  public static final Column ").append(constant).append(" =\n      ");
        out.append(column(field)).append(";\n\n");
        ofTable.add(constant);
      }
    }
    constants.forEach((table, names) -> list(table, names, families.get(table)));
    return out.append("  private ").append(name).append("() {}\n}\n").toString();
  }

  private static String prefix(String table) {
    return table.isEmpty() ? "" : constant(table) + "_";
  }

  private void list(String table, List<String> constants, List<String> families) {
    String prefix = prefix(table);
    out.append("  /** The described columns");
    if (!table.isEmpty()) {
      out.append(" of {@code ").append(table).append("}");
    }
    out.append(", in the order in which kernels print them if that is fixed. */\n");
    out.append("  public static final List<Column> ").append(prefix).append("COLUMNS =\n");
    out.append("      List.of(").append(String.join(", ", constants)).append(");\n\n");
    out.append("  static final Descriptions ").append(prefix).append("DESCRIPTIONS =\n");
    out.append("      new Descriptions(").append(prefix).append("COLUMNS, List.of(");
    out.append(String.join(", ", families)).append("));\n\n");
  }

  /** The name of a constant: {@code MEM_AVAILABLE} of {@code MemAvailable}. */
  private static String constant(String name) {
    String regular = name;
    for (Map.Entry<String, String> irregular : IRREGULAR.entrySet()) {
      regular = regular.replace(irregular.getKey(), irregular.getValue());
    }
    return regular
        .replaceAll("(?<=[a-z])(?=[A-Z])|(?<=[0-9])(?=[A-Z][a-z])", "_")
        .replaceAll("(?<=[A-Z])(?=[A-Z][a-z])", "_")
        .replaceAll("[^A-Za-z0-9]+", "_")
        .replaceAll("^_|_$", "")
        .toUpperCase(Locale.ROOT);
  }

  private void javadoc(String[] field) {
    out.append("  /**\n   * {@code ").append(field[0]).append("}: ").append(escaped(field[5]));
    out.append("\n   *\n   * <p>Unit: ").append(unitInWords(field[1])).append("; ");
    out.append(field[2].replaceFirst("signed (.*)", "$1, may be negative"));
    if (!field[3].isEmpty()) {
      String versions = field[3].replaceFirst("(.+)\\.\\.(.+)", "$1 to $2");
      out.append(versions.equals(field[3]) ? "; since Linux " : "; Linux ").append(versions);
    }
    if (!field[4].isEmpty()) {
      out.append("; ").append(escaped(field[4]));
    }
    out.append(". Source: ").append(escaped(field[6])).append(".\n   */\n");
  }

  private static String unitInWords(String unit) {
    return switch (unit) {
      case "KiB" -> "bytes, printed in kB of 1,024";
      case "centiseconds" -> "seconds";
      case "centipercent" -> "percent";
      default -> DECIMALS.matcher(unit).replaceFirst("$1");
    };
  }

  private static String column(String[] field) {
    boolean isSigned = field[2].startsWith("signed ");
    String kind = isSigned ? field[2].substring("signed ".length()) : field[2];
    return "new Column(%s, %s, Kind.%s, %s, %s, %s, %s, %s)"
        .formatted(
            quoted(field[0]),
            unit(field[1]),
            kind.toUpperCase(Locale.ROOT),
            isSigned,
            quoted(field[3]),
            quoted(field[4]),
            quoted(field[5]),
            quoted(field[6]));
  }

  private static String unit(String unit) {
    var withDecimals = DECIMALS.matcher(unit);
    if (withDecimals.matches()) {
      int decimals = Integer.parseInt(withDecimals.group(2));
      return unit.startsWith("jiffies") // printed with a point before its last six digits
          ? "new Unit(\"jiffies\", 1_000_000, 6)"
          : "new Unit(%s, 1, %d)".formatted(quoted(withDecimals.group(1)), decimals);
    }
    return UNITS.getOrDefault(unit, "new Unit(" + quoted(unit) + ", 1, 0)");
  }

  private static String quoted(String text) {
    return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("@", "&#64;")
        .replace("{", "&#123;")
        .replace("*/", "*&#47;");
  }
}

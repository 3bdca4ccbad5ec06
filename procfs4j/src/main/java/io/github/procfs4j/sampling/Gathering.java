package io.github.procfs4j.sampling;

import io.github.procfs4j.text.Cursor;
import io.github.procfs4j.text.MalformedTextException;
import io.github.procfs4j.text.Problem;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How the text of a sampled file comes about: it is either the file at its place alone, or gathered
 * from files of the same names in one or several directories, such as those of control groups.
 *
 * <p>A gathered text consists of the text of each file, each after a line with its name, below a
 * line with the name of its directory. It is learned and replayed like any other, so directories
 * that come and go are rows that come and go. {@link #eachLine} reads it. Directories are in the
 * order of their names.
 *
 * <p>A file that does not exist is left out. One that cannot be read for another reason is left out
 * as well, and is a problem of the text. A directory that was removed while it was read is left
 * out, and so is one with none of the files. Directories beyond {@link #MOST_DIRECTORIES}, or
 * deeper than {@link #DEEPEST}, are left out, and their number is a problem.
 *
 * <p>Unlike one of a single file, a sample of a gathered text allocates: the names of what it
 * reads.
 *
 * @param reach which directories are read
 * @param names a regular expression for the names of the directories, if they are children
 * @param files the names of the files of each directory
 * @param elsewhere of those files that are in directories of the same relative paths below another
 *     place: the name, and a function that returns that place for a root. It is called when a
 *     sampler is created
 */
public record Gathering(
    Reach reach, String names, List<String> files, Map<String, UnaryOperator<Path>> elsewhere) {
  /** The file at its place alone. */
  public static final Gathering NONE = new Gathering(Reach.NONE, "", List.of());

  /** The greatest number of directories that are read. */
  public static final int MOST_DIRECTORIES = 10_000;

  /** The greatest number of levels below the place that are read. */
  public static final int DEEPEST = 100;

  /** Begin the lines that are not of a file; no kernel prints them, and copies lose them. */
  static final char DIRECTORY = 1;

  static final char FILE = 2;
  static final char PROBLEM = 3;

  private static final int OCTAL = 8;
  private static final Pattern ESCAPED = Pattern.compile("\\\\([0-7]{3})");

  /** Which directories are read. */
  public enum Reach {
    /** None: the file at its place alone. */
    NONE,
    /** The directory at its place. Its name is empty. */
    ITSELF,
    /** Those of the given names in the directory at its place. */
    CHILDREN,
    /** The directory at its place, whose name is empty, and all below it. */
    TREE
  }

  /** Reads a line of a file. */
  @FunctionalInterface
  public interface LineParser {
    /**
     * Reads a line of a file to its end.
     *
     * @param directory the path of the directory, relative to the place; empty for itself
     * @param file the name of the file
     * @param line the position at the beginning of the line
     */
    void parse(String directory, String file, Cursor line);
  }

  /** Copies the names. */
  public Gathering {
    Objects.requireNonNull(reach, "reach");
    Objects.requireNonNull(names, "names");
    Objects.requireNonNull(files, "files");
    Objects.requireNonNull(elsewhere, "elsewhere");
    files = List.copyOf(files);
    elsewhere = Map.copyOf(elsewhere);
  }

  /**
   * Files that are all below one place.
   *
   * @param reach which directories are read
   * @param names a regular expression for the names of the directories, if they are children
   * @param files the names of the files of each directory
   */
  public Gathering(Reach reach, String names, List<String> files) {
    this(reach, names, files, Map.of());
  }

  /**
   * {@return another reach of the same files}
   *
   * @param other which directories are read
   */
  public Gathering over(Reach other) {
    Objects.requireNonNull(other, "other");
    return new Gathering(other, names, files, elsewhere);
  }

  /**
   * {@return the same gathering, some of whose files are below other places}
   *
   * @param others the names of these files, and functions that return the place for a root
   */
  public Gathering with(Map<String, UnaryOperator<Path>> others) {
    Objects.requireNonNull(others, "others");
    return new Gathering(reach, names, files, others);
  }

  /**
   * Reads a gathered text.
   *
   * @param in the text, from its beginning
   * @param parser is called for each line of each file
   */
  public static void eachLine(Cursor in, LineParser parser) {
    Objects.requireNonNull(in, "in");
    Objects.requireNonNull(parser, "parser");
    String[] place = {"", ""};
    in.eachLine(
        line -> {
          String first = line.ahead(1);
          switch (first.isEmpty() ? ' ' : first.charAt(0)) {
            case DIRECTORY -> {
              line.expect(first);
              place[0] = unescaped(line.restWithBlanks());
              place[1] = "";
            }
            case FILE -> {
              line.expect(first);
              place[1] = line.rest();
            }
            case PROBLEM -> {
              line.expect(first);
              String sentence = line.restWithBlanks();
              String path = line.malformed(sentence).problem().file();
              throw MalformedTextException.noted(new Problem(path, 0, 0, "", sentence, 0));
            }
            default -> parser.parse(place[0], place[1], line);
          }
        });
  }

  /** Such as {@code Gathering[TREE of cpu.stat, cpu.max]}. */
  @Override
  public String toString() {
    return "Gathering[" + reach + (files.isEmpty() ? "" : " of " + String.join(", ", files)) + "]";
  }

  /** A name without characters that end lines or are not printed: each as \ooo. */
  static String escaped(String name) {
    StringBuilder text = new StringBuilder(name.length());
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c < ' ' || c == '\\' || c == 0x7f) {
        text.append(String.format("\\%03o", (int) c));
      } else {
        text.append(c);
      }
    }
    return text.toString();
  }

  private static String unescaped(String name) {
    return name.indexOf('\\') < 0
        ? name
        : ESCAPED
            .matcher(name)
            .replaceAll(
                code ->
                    Matcher.quoteReplacement(
                        String.valueOf((char) Integer.parseInt(code.group(1), OCTAL))));
  }
}

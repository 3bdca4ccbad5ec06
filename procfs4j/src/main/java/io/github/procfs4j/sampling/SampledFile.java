package io.github.procfs4j.sampling;

import io.github.procfs4j.model.Figure;
import io.github.procfs4j.model.History;
import io.github.procfs4j.model.Layout;
import io.github.procfs4j.model.Source;
import io.github.procfs4j.text.Cursor;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * A kind of file that is sampled: its description, how the kernel prints it, its plain parser and
 * its typed view. It combines everything that a class of the {@code system} package knows about its
 * file.
 *
 * @param <V> the typed view
 * @param source the description
 * @param printing how the kernel prints it
 * @param parser its plain parser
 * @param figures the figures of its rows, in the order in which they are shown
 * @param view creates the typed view of a reading
 * @param place returns the path of the file for a root: {@code <root>/<name>}, except for a file
 *     that kernels have moved; called when a sampler is created
 * @param gathering whether the text is that file, or gathered from files in directories, of which
 *     {@code place} is the first
 */
public record SampledFile<V>(
    Source source,
    Printing printing,
    Parser parser,
    List<Figure> figures,
    Function<FileReading, V> view,
    UnaryOperator<Path> place,
    Gathering gathering) {

  /** Copies the figures. */
  public SampledFile {
    Objects.requireNonNull(view, "view");
    Objects.requireNonNull(figures, "figures");
    Objects.requireNonNull(parser, "parser");
    Objects.requireNonNull(printing, "printing");
    Objects.requireNonNull(source, "source");
    Objects.requireNonNull(place, "place");
    Objects.requireNonNull(gathering, "gathering");
    figures = List.copyOf(figures);
  }

  /**
   * A single file at a path of its own.
   *
   * @param source the description
   * @param printing how the kernel prints it
   * @param parser reads its text
   * @param figures the figures of its rows, in the order in which they are shown
   * @param view creates the typed view of a reading
   * @param place returns the path of the file for a root
   */
  public SampledFile(
      Source source,
      Printing printing,
      Parser parser,
      List<Figure> figures,
      Function<FileReading, V> view,
      UnaryOperator<Path> place) {
    this(source, printing, parser, figures, view, place, Gathering.NONE);
  }

  /**
   * A file whose path is its name below the root.
   *
   * @param source the description
   * @param printing how the kernel prints it
   * @param parser reads its text
   * @param figures the figures of its rows, in the order in which they are shown
   * @param view creates the typed view of a reading
   */
  public SampledFile(
      Source source,
      Printing printing,
      Parser parser,
      List<Figure> figures,
      Function<FileReading, V> view) {
    this(source, printing, parser, figures, view, root -> root.resolve(source.name()));
  }

  /**
   * The plain parser of a file: reads the complete text, and assigns each number to a cell of a row
   * and a column.
   *
   * <p>The decisions of a parser must not depend on the value of a number that it has read as a
   * cell, because it is not called for the next text if only such numbers differ. A value that
   * controls the parsing (a version, a count of columns) is read as a {@linkplain Cursor#word
   * word}.
   */
  @FunctionalInterface
  public interface Parser {
    /**
     * Reads the text at {@code in} into {@code out}.
     *
     * @param in the text, from its beginning
     * @param out receives the tables, rows and cells
     */
    void parse(Cursor in, Layout.Builder out);

    /**
     * {@return the parser for the file below {@code root}; called when a sampler is created}
     * Returns this parser unless it needs the content of other files there. What is read now, once
     * for the sampler, may affect parsing in any way, because all texts are read by the same
     * parser; it must not change while the kernel runs. What is looked up later, when a text is
     * learned, may only yield labels that do not identify rows, because replay does not look it up
     * again.
     *
     * @param root the root of the tree, such as {@code /proc}
     */
    default Parser at(Path root) {
      return this;
    }

    /**
     * {@return why a directory has none of the files that are gathered from it, in words that
     * continue a sentence about it; empty if the reason may be the version of the kernel or its
     * options}
     *
     * @param directory a directory that exists
     */
    default Optional<String> reasonForNone(Path directory) {
      Objects.requireNonNull(directory, "directory");
      return Optional.empty();
    }
  }

  /**
   * {@return the same file in a directory below the root, such as that of a process} The file
   * belongs to the tree below the root; a directory that is a link out of the tree is not followed.
   *
   * @param directory the directory, relative to the root; the file is read at its path below it
   */
  public SampledFile<V> in(Path directory) {
    Objects.requireNonNull(directory, "directory");
    return new SampledFile<>(
        source,
        printing,
        parser,
        figures,
        view,
        root -> place.apply(root.resolve(directory)),
        gathering);
  }

  /** This file with the parser for {@code root}. */
  SampledFile<V> below(Path root) {
    return new SampledFile<>(source, printing, parser.at(root), figures, view, place, gathering);
  }

  /**
   * {@return the figure with this name for the rows of a table, from {@link #figures}}
   *
   * @param table the name of the table
   * @param name the name of the figure, such as {@code busy}
   * @throws IllegalArgumentException if there is none; the message lists the existing ones
   */
  public Figure figure(String table, String name) {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(table, "table");
    for (Figure figure : figures) {
      if (figure.table().equals(table) && figure.name().equals(name)) {
        return figure;
      }
    }
    throw new IllegalArgumentException(
        "%s has no figure «%s» of its table «%s», but: %s"
            .formatted(
                source,
                name,
                table,
                figures.stream()
                    .map(figure -> figure.table() + "/" + figure.name())
                    .collect(Collectors.joining(", "))));
  }

  /**
   * Creates a sampler of this file below {@code root} that keeps only its last sample. The file may
   * be absent: each sample tries again.
   *
   * @param root the root of the tree, such as {@code /proc}
   * @return a new sampler, which the caller closes
   */
  public Sampler<V> sampler(Path root) {
    return new FileSampler<>(this, root, null);
  }

  /**
   * Creates a sampler that keeps its samples in {@code history}.
   *
   * @param root the root of the tree, such as {@code /proc}
   * @param history receives a copy of each sample
   * @return a new sampler, which the caller closes
   */
  public Sampler<V> sampler(Path root, History history) {
    return new FileSampler<>(this, root, Objects.requireNonNull(history, "history"));
  }

  /**
   * Reads the file below {@code root} once.
   *
   * @param root the root of the tree, such as {@code /proc}
   * @return a typed view, which later readings do not change
   * @throws UnreadableException if it cannot be read
   * @throws io.github.procfs4j.text.MalformedTextException if it is malformed
   */
  public V read(Path root) {
    return view.apply(Snapshot.of(this, root));
  }

  /** Such as {@code SampledFile[net/dev]}. */
  @Override
  public String toString() {
    return "SampledFile[" + source + "]";
  }
}

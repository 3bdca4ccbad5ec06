package io.github.procfs4j.sampling;

import io.github.procfs4j.io.Buffer;
import io.github.procfs4j.io.Errno;
import io.github.procfs4j.io.KeptFile;
import io.github.procfs4j.model.Source;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

/**
 * A kind of file whose content does not change during a measurement, and that is therefore read
 * once.
 *
 * @param <V> its content, as an immutable value
 * @param source the description
 * @param parser creates the value from the name of the file, for messages, and its bytes
 * @param place returns the path of the file for a root: {@code <root>/<name>}, except for a file of
 *     a process, whose root is the directory of the process
 * @param facts returns the facts in the value, read below a root
 */
public record OnceFile<V>(
    Source source,
    BiFunction<String, byte[], V> parser,
    UnaryOperator<Path> place,
    BiFunction<V, Path, List<Fact>> facts) {
  /** Checks for null. */
  public OnceFile {
    Objects.requireNonNull(facts, "facts");
    Objects.requireNonNull(parser, "parser");
    Objects.requireNonNull(source, "source");
    Objects.requireNonNull(place, "place");
  }

  /**
   * A file whose path is its name below the root, with several facts.
   *
   * @param source the description
   * @param parser parses the bytes; its first argument is the path, for messages
   * @param facts returns the facts in a parsed file that was read below this root
   */
  public OnceFile(
      Source source, BiFunction<String, byte[], V> parser, BiFunction<V, Path, List<Fact>> facts) {
    this(source, parser, root -> root.resolve(source.name()), facts);
  }

  /**
   * A file whose only fact is its text.
   *
   * @param source the description
   * @param parser parses the bytes; its first argument is the path, for messages
   * @param place returns the path of the file for a root
   */
  public OnceFile(Source source, BiFunction<String, byte[], V> parser, UnaryOperator<Path> place) {
    this(source, parser, place, (value, root) -> List.of());
  }

  /**
   * As {@link #OnceFile(Source, BiFunction, UnaryOperator)}, for a file whose path is its name
   * below the root.
   *
   * @param source the description
   * @param parser parses the bytes; its first argument is the path, for messages
   */
  public OnceFile(Source source, BiFunction<String, byte[], V> parser) {
    this(source, parser, (value, root) -> List.of());
  }

  /**
   * {@return the same file in a directory below the root, such as that of a process} The file
   * belongs to the tree below the root; a directory that is a link out of the tree is not followed.
   *
   * @param directory the directory, relative to the root; the file is read at its path below it
   */
  public OnceFile<V> in(Path directory) {
    Objects.requireNonNull(directory, "directory");
    return new OnceFile<>(source, parser, root -> place.apply(root.resolve(directory)), facts);
  }

  /**
   * Reads the file below {@code root}.
   *
   * @param root the root of the tree, such as {@code /proc}
   * @return the parsed content
   * @throws UnreadableException if it cannot be read
   * @throws io.github.procfs4j.text.MalformedTextException if it is malformed
   */
  public V read(Path root) {
    return parser.apply(place.apply(root).toString(), bytes(root));
  }

  /**
   * {@return the facts in the file, in the order in which people want to know them}
   *
   * @param root the root below which it was read
   * @param text its bytes
   * @throws io.github.procfs4j.text.MalformedTextException if it is malformed
   */
  public List<Fact> facts(Path root, byte[] text) {
    Objects.requireNonNull(text, "text");
    return facts.apply(parser.apply(place.apply(root).toString(), text), root);
  }

  /**
   * {@return the bytes of the file below {@code root}, unchanged}
   *
   * @param root the root of the tree, such as {@code /proc}
   * @throws UnreadableException if it cannot be read
   */
  public byte[] bytes(Path root) {
    return bytesAt(root, place.apply(root));
  }

  /**
   * {@return the bytes of the file at {@code path}, unchanged} Like every file that this library
   * reads, it must be a regular one, of at most 64 MiB or, if that is less, a 64th of the heap.
   *
   * @param root the tree that contains the file; links that lead out of it are not followed
   * @param path the path of the file, below the root
   * @throws UnreadableException if it cannot be read
   */
  public static byte[] bytesAt(Path root, Path path) {
    Objects.requireNonNull(root, "root");
    Buffer buffer = new Buffer(4 << 10);
    try (KeptFile file = KeptFile.once(root, path, false)) {
      int length = file.read(buffer);
      if (length < 0) {
        throw new UnreadableException(Outcome.of(-length), path + ": " + Errno.text(-length));
      }
      return buffer.copy();
    }
  }

  /** Such as {@code OnceFile[cpuinfo]}. */
  @Override
  public String toString() {
    return "OnceFile[" + source + "]";
  }
}

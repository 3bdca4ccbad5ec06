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
 * A kind of file that tells the same during a whole measurement, and so is read once.
 *
 * @param <V> what it tells, as an immutable value
 * @param source the description
 * @param parser makes the value of the name of the file, for messages, and its bytes
 * @param place where the file stands, given the root: {@code <root>/<name>} but for a file of a
 *     process, whose root is the directory of that
 * @param facts what the value, read below a root, tells
 */
public record OnceFile<V>(
    Source source,
    BiFunction<String, byte[], V> parser,
    UnaryOperator<Path> place,
    BiFunction<V, Path, List<Fact>> facts) {
  /** Refuses null. */
  public OnceFile {
    Objects.requireNonNull(facts, "facts");
    Objects.requireNonNull(parser, "parser");
    Objects.requireNonNull(source, "source");
    Objects.requireNonNull(place, "place");
  }

  /** A file that stands at its name below the root, of several facts. */
  public OnceFile(
      Source source, BiFunction<String, byte[], V> parser, BiFunction<V, Path, List<Fact>> facts) {
    this(source, parser, root -> root.resolve(source.name()), facts);
  }

  /** A file of which there is no more to tell than its text. */
  public OnceFile(Source source, BiFunction<String, byte[], V> parser, UnaryOperator<Path> place) {
    this(source, parser, place, (value, root) -> List.of());
  }

  /** The same, at its name below the root. */
  public OnceFile(Source source, BiFunction<String, byte[], V> parser) {
    this(source, parser, (value, root) -> List.of());
  }

  /**
   * The same file in a directory below the root, such as that of a process: read below a root, it
   * is one of the tree there, and a directory that links out of the tree is not followed.
   *
   * @param directory relative to the root; what stands at the file's place below it is read
   */
  public OnceFile<V> in(Path directory) {
    Objects.requireNonNull(directory, "directory");
    return new OnceFile<>(source, parser, root -> place.apply(root.resolve(directory)), facts);
  }

  /**
   * Reads the file below {@code root}.
   *
   * @throws UnreadableException if it cannot be read
   * @throws io.github.procfs4j.text.MalformedTextException if it is not what it should be
   */
  public V read(Path root) {
    return parser.apply(place.apply(root).toString(), bytes(root));
  }

  /**
   * What the file tells, in the order in which people want to know it.
   *
   * @param root where it was read
   * @param text its bytes
   * @throws io.github.procfs4j.text.MalformedTextException if it is not what it should be
   */
  public List<Fact> facts(Path root, byte[] text) {
    Objects.requireNonNull(text, "text");
    return facts.apply(parser.apply(place.apply(root).toString(), text), root);
  }

  /**
   * The bytes of the file below {@code root}, as they are.
   *
   * @throws UnreadableException if it cannot be read
   */
  public byte[] bytes(Path root) {
    return bytesAt(root, place.apply(root));
  }

  /**
   * The bytes of the file at {@code path}, as they are. Like every file that this library reads, it
   * must be a regular one, of at most 64 MiB or, if that is less, a 64th of the heap.
   *
   * @param root the tree that the file is of: what links lead to outside of it is not read
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

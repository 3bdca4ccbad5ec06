package io.github.procfs4j.replay;

import io.github.procfs4j.model.Layout;
import io.github.procfs4j.text.Cursor;
import io.github.procfs4j.text.MalformedTextException;
import io.github.procfs4j.text.Problem;
import java.nio.ByteBuffer;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;

/** The layout of a text: the rows and columns to which its parser assigns the cells. */
public final class LearnedLayout {
  private LearnedLayout() {}

  /**
   * Learns a text as if it were the first.
   *
   * @param text the object that learns it
   * @param path the path of the file, for messages
   * @param bytes the text
   * @param length its length in bytes
   * @param parser the plain parser of the file
   * @param mayBeCut consulted if the text does not end in a newline: whether to read it
   *     nevertheless, because the file contains no more than that
   * @return its layout
   * @throws MalformedTextException if it is malformed, or its parser failed unexpectedly, which
   *     must not end the sampling of other files. Nothing is learned then
   */
  public static Layout of(
      LearnedText text,
      String path,
      ByteBuffer bytes,
      int length,
      BiConsumer<Cursor, Layout.Builder> parser,
      BooleanSupplier mayBeCut) {
    Layout.Builder builder = new Layout.Builder();
    try {
      text.learn(path, bytes, length, in -> parser.accept(in, builder), mayBeCut);
      for (int cell = 0; cell < text.cells(); cell++) {
        if (text.isNegative(cell)) {
          builder.negative(cell);
        }
      }
      Layout layout = builder.build();
      if (layout.cells() != text.cells()) {
        throw new IllegalStateException("the last number of the text belongs to no row");
      }
      if (layout.tables().stream().allMatch(table -> table.rows().isEmpty())
          && !text.problems().isEmpty()) {
        throw new MalformedTextException(text.problems().getFirst());
      }
      return layout;
    } catch (MalformedTextException e) {
      text.forget();
      throw e;
    } catch (OutOfMemoryError e) {
      text.forget();
      throw new MalformedTextException(
          new Problem(path, 1, 1, "more of them", "rows and columns that fit in the heap", 0));
    } catch (RuntimeException e) {
      text.forget();
      throw MalformedTextException.unforeseen(path, e);
    }
  }
}

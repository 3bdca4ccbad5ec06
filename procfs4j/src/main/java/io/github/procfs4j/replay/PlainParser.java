package io.github.procfs4j.replay;

import io.github.procfs4j.text.Cursor;
import io.github.procfs4j.text.MalformedTextException;

/**
 * The plain parser of one format. It reads a complete text through a cursor, strictly, and passes
 * what it found to its creator.
 *
 * <p>The decisions of a parser must not depend on the value of a number that it has read as a cell,
 * because {@link LearnedText} replays texts that differ only in such numbers without calling the
 * parser. A value that controls the parsing (a version, a count of columns) is read as a
 * {@linkplain Cursor#word word}.
 */
@FunctionalInterface
public interface PlainParser {
  /**
   * Reads the text.
   *
   * @param in the text, from its beginning
   * @throws MalformedTextException if it cannot continue; problems of only one field or line are
   *     {@linkplain Cursor#note(String) noted} instead
   */
  void parse(Cursor in);
}

package io.github.procfs4j.text;

/**
 * The plain parser of one format: reads a whole text through a cursor, strictly, and says what it
 * found to its creator.
 *
 * <p>What a parser decides must not depend on the value of a number that it has read as a cell:
 * {@link LearnedText} replays texts that differ in such numbers alone without asking the parser
 * again. What steers the parsing (a version, a count of columns) is read as a {@linkplain
 * Cursor#word word}.
 */
@FunctionalInterface
public interface PlainParser {
  /**
   * Reads the text.
   *
   * @throws MalformedTextException where it cannot go on; what concerns one field or one line alone
   *     is {@linkplain Cursor#problems noted} instead
   */
  void parse(Cursor in);
}

package io.github.procfs4j.cli.terminal;

import io.github.procfs4j.printable.Printable;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Standard output or standard error: the only place in the command that prints. It takes {@link
 * Text}, which was escaped; what others print to it is escaped here if a terminal shows it.
 *
 * <p>A line at the bottom of the terminal may be redrawn in place. It is erased by blanks, as any
 * terminal understands those.
 */
public final class Output {
  private static final String STRONG = "\033[1m";
  private static final String PLAIN = "\033[0m";

  /** Wider lines of prose are hard to read. */
  private static final int WIDEST_PROSE = 100;

  /** What a line begins with, and its first column if it has two. */
  private static final Pattern FIRST_COLUMN = Pattern.compile(" *+(?:\\S+(?: \\S+)*+ {2,})?+");

  private final PrintWriter out;
  private final int columns;
  private final boolean isTerminal;

  /** How many columns the line takes that is redrawn in place. */
  private int drawn;

  /**
   * Prints to a writer.
   *
   * @param columns how wide a line should be
   * @param isTerminal whether a person looks at it
   */
  public Output(Writer out, int columns, boolean isTerminal) {
    this.out = new PrintWriter(out);
    this.columns = columns;
    this.isTerminal = isTerminal;
  }

  /** How wide a line should be. */
  public int columns() {
    return columns;
  }

  /** Whether a person looks at it. */
  public boolean isTerminal() {
    return isTerminal;
  }

  /** Prints a line, without the blanks at its end. */
  public synchronized void line(Text text) {
    erase();
    String line = isTerminal ? text.styled(STRONG, PLAIN) : text.plain();
    out.append(line.stripTrailing()).append('\n');
  }

  /** Prints a string, escaped, as a line. */
  public void line(String string) {
    line(Text.of(string));
  }

  /** Prints a string, escaped: on a terminal in as many lines as it takes. */
  public void wrapped(String string) {
    wrapped(Text.of(string));
  }

  private void wrapped(Text text) {
    text.wrapped(isTerminal ? columns : Integer.MAX_VALUE, 2).forEach(this::line);
  }

  /**
   * Prints a line of a file as it is, tabs too, but for what is escaped: on a terminal in as many
   * lines as it takes.
   */
  public void verbatim(String line) {
    if (isTerminal) {
      wrapped(Text.untabbed(line));
    } else {
      line(Text.tabbed(line));
    }
  }

  /** Prints an empty line. */
  public void line() {
    line(Text.empty());
  }

  /** Redraws the line at the bottom. */
  public synchronized void redraw(Text text) {
    // Not the last column: some terminals go on to the next line there.
    Text line = text.cut(columns - 1);
    out.append('\r').append(line.plain()).append(" ".repeat(Math.max(0, drawn - line.columns())));
    out.flush();
    drawn = line.columns();
  }

  /** Erases the line at the bottom. */
  public synchronized void erase() {
    if (drawn > 0) {
      redraw(Text.empty());
      out.append('\r');
      out.flush();
    }
  }

  /**
   * For a library that prints help: each line in as many as it takes, terminal or not. The later
   * ones are indented as the first is, or as far as the second column of a table.
   */
  public PrintWriter prose() {
    return new PrintWriter(new Prose());
  }

  /** Prints such help, each line of which ends in a newline. */
  public void prose(String text) {
    prose().write(text);
  }

  private final class Prose extends Writer {
    private final StringBuilder line = new StringBuilder();

    @Override
    public void write(char[] characters, int from, int length) {
      for (int i = from; i < from + length; i++) {
        if (characters[i] == '\n') {
          end();
        } else {
          line.append(characters[i]);
        }
      }
    }

    private void end() {
      Text.of(line.toString())
          .wrapped(Math.min(columns, WIDEST_PROSE), indent())
          .forEach(Output.this::line);
      line.setLength(0);
    }

    private int indent() {
      Matcher begin = FIRST_COLUMN.matcher(line);
      return begin.lookingAt() ? begin.end() : 0;
    }

    @Override
    public void flush() {
      Output.this.flush();
    }

    @Override
    public void close() {
      flush();
    }
  }

  /** Prints a text for another program, such as a script, as it is but for what is unsafe. */
  public void script(String text) {
    printer().write(text);
  }

  /** Passes on what was printed. */
  public synchronized void flush() {
    out.flush();
  }

  /**
   * For libraries, which print by themselves: JSON, CSV, pages. What could steer a terminal is
   * escaped on one, all but tabs and the ends of lines.
   */
  public PrintWriter printer() {
    return isTerminal ? new PrintWriter(new Escaping(out)) : out;
  }

  private static final class Escaping extends Writer {
    private final Writer out;

    /** The first half of a character of which the second has not come yet. */
    private String half = "";

    Escaping(Writer out) {
      this.out = out;
    }

    @Override
    public void write(char[] characters, int from, int length) throws IOException {
      String text = half + new String(characters, from, length);
      int end = text.length();
      if (end > 0 && Character.isHighSurrogate(text.charAt(end - 1))) {
        end--;
      }
      half = text.substring(end);
      out.write(Printable.lines(text.substring(0, end)));
    }

    @Override
    public void flush() throws IOException {
      out.flush();
    }

    @Override
    public void close() throws IOException {
      out.close();
    }
  }
}

package io.github.procfs4j.cli.terminal;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.procfs4j.printable.Printable;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Standard output or standard error: the only place in the command that prints. It accepts {@link
 * Text}, which is already escaped; what libraries print is escaped here if it goes to a terminal.
 *
 * <p>A line at the bottom of the terminal may be redrawn in place. It is erased with blanks, which
 * work on any terminal.
 */
public final class Output {
  private static final String STRONG = "\033[1m";
  private static final String PLAIN = "\033[0m";

  /** Wider lines of prose are hard to read. */
  private static final int WIDEST_PROSE = 100;

  /** The beginning of a line, with its first column if it has two. */
  private static final Pattern FIRST_COLUMN = Pattern.compile(" *+(?:\\S+(?: \\S+)*+ {2,})?+");

  private final Writer target;
  private final PrintWriter out;
  private final int columns;
  private final boolean isTerminal;

  /** The number of columns of the line that is redrawn in place. */
  private int drawn;

  /**
   * Prints to a writer.
   *
   * @param columns the width of a line
   * @param isTerminal whether it is a terminal, that is, a person reads it
   */
  public Output(Writer out, int columns, boolean isTerminal) {
    target = out;
    this.out = new PrintWriter(out);
    this.columns = columns;
    this.isTerminal = isTerminal;
  }

  /** An output like this one, which keeps what is printed until {@link #release}. */
  public Output held() {
    return new Output(new StringWriter(), columns, isTerminal);
  }

  /** Prints what was kept by an output that {@link #held} has returned. */
  public synchronized void release(Output held) {
    held.flush();
    erase();
    out.append(held.target.toString());
  }

  /** The width of a line. */
  public int columns() {
    return columns;
  }

  /** Whether it is a terminal, that is, a person reads it. */
  public boolean isTerminal() {
    return isTerminal;
  }

  /** Prints a line, without blanks at its end. */
  public synchronized void line(Text text) {
    erase();
    String line = isTerminal ? text.styled(STRONG, PLAIN) : text.plain();
    out.append(line.stripTrailing()).append('\n');
  }

  /** Prints a string, escaped, as a line. */
  public void line(String string) {
    line(Text.of(string));
  }

  /** Prints a string, escaped; on a terminal in as many lines as necessary. */
  public void wrapped(String string) {
    wrapped(Text.of(string));
  }

  private void wrapped(Text text) {
    text.wrapped(isTerminal ? columns : Integer.MAX_VALUE, 2).forEach(this::line);
  }

  /**
   * Prints a line of a file unchanged, including tabs, except what has to be escaped; on a terminal
   * in as many lines as necessary.
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
    // Not the last column, because some terminals continue on the next line there.
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
   * A writer for a library that prints help: each line is wrapped, on a terminal or not. Further
   * lines are indented like the first one, or to the second column of a table.
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

  /**
   * Prints a text for another program, such as a script, unchanged except for unsafe characters.
   */
  public void script(String text) {
    printer().write(text);
  }

  /** Flushes what was printed. */
  public synchronized void flush() {
    out.flush();
  }

  /**
   * A writer for libraries that print JSON, CSV or pages. On a terminal, control characters except
   * tabs and ends of lines are escaped.
   */
  public PrintWriter printer() {
    return isTerminal ? new PrintWriter(new Escaping(out)) : out;
  }

  /**
   * As {@link #printer}, a stream for libraries that write lines of text in UTF-8. A line is
   * printed when it is complete.
   */
  public OutputStream lines() {
    return new Lines(printer());
  }

  private static final class Lines extends OutputStream {
    private final PrintWriter out;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    Lines(PrintWriter out) {
      this.out = out;
    }

    @Override
    public void write(int b) {
      line.write(b);
      if (b == '\n') {
        print();
      }
    }

    private void print() {
      out.write(line.toString(UTF_8));
      line.reset();
    }

    @Override
    public void flush() {
      print();
      out.flush();
    }
  }

  private static final class Escaping extends Writer {
    private final Writer out;

    /** The first half of a surrogate pair whose second half has not been printed yet. */
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

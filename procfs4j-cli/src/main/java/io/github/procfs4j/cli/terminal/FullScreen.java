package io.github.procfs4j.cli.terminal;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jline.terminal.Attributes;
import org.jline.terminal.Size;
import org.jspecify.annotations.Nullable;

/**
 * The whole terminal as a place to draw on: its alternate screen, without echo and without waiting
 * for the ends of lines. What was there before is there again after {@link #leave}, in any case.
 *
 * <p>JLine makes the terminal pass on each key, and knows its size. Its reading thread is not used:
 * it changes attributes of the terminal before each read, which fails after this process was
 * stopped. What is drawn is up to {@link Painting}.
 */
public final class FullScreen implements AutoCloseable {
  /**
   * The alternate screen; no cursor; no line breaks of the terminal's own; pasted text is marked.
   */
  private static final String ENTER = "\033[?1049h\033[?25l\033[?7l\033[?2004h";

  private static final String LEAVE = "\033[0m\033[?2004l\033[?7h\033[?25h\033[?1049l";

  /** Terminals that cannot move their cursor. */
  private static final Set<String> UNABLE = Set.of("", "dumb", "unknown");

  /** The size of a terminal that does not state it. */
  private static final Extent USUAL = new Extent(80, 24);

  private final org.jline.terminal.Terminal terminal;
  private final TypedCharacters typed;
  private final Keys keys;
  private final Painting painting;

  /** What the terminal was like at first; null before it was entered. */
  private @Nullable Attributes before;

  /**
   * The size, if it is known: JLine may start a program to find it out, which would cost more than
   * to draw, and which Ctrl-Z would stop, and this process with it, while it waits for its start.
   */
  private @Nullable Extent extent;

  private boolean isEntered;
  private boolean isClosed;

  private FullScreen(org.jline.terminal.Terminal terminal, Painting painting) {
    this.terminal = terminal;
    this.painting = painting;
    typed = new TypedCharacters(painting.isUnicode() ? UTF_8 : US_ASCII);
    keys = new Keys(typed);
  }

  /**
   * Why the terminal cannot be drawn on; empty if it can.
   *
   * @param environment the environment variables
   */
  public static Optional<String> obstacle(Map<String, String> environment) {
    if (!Terminal.isTerminal(Terminal.INPUT) || !Terminal.isTerminal(Terminal.OUTPUT)) {
      return Optional.of("standard input and standard output are not both a terminal");
    }
    String type = environment.getOrDefault("TERM", "");
    return UNABLE.contains(type)
        ? Optional.of("this terminal (TERM=" + type + ") cannot be drawn on")
        : Optional.empty();
  }

  /**
   * Opens the terminal; {@link #enter} begins to draw.
   *
   * @param environment the environment variables: {@code NO_COLOR}, and those of the locale
   */
  public static FullScreen open(Map<String, String> environment) throws IOException {
    boolean isUnicode = isUnicode(environment);
    return new FullScreen(
        QuietTerminal.builder().encoding(isUnicode ? UTF_8 : US_ASCII).build(),
        new Painting(environment.getOrDefault("NO_COLOR", "").isEmpty(), isUnicode));
  }

  /** Whether the character set of the locale is UTF-8: the first variable that is set counts. */
  static boolean isUnicode(Map<String, String> environment) {
    for (String name : List.of("LC_ALL", "LC_CTYPE", "LANG")) {
      String value = environment.getOrDefault(name, "");
      if (!value.isEmpty()) {
        return value.toLowerCase(Locale.ROOT).replace("-", "").contains("utf8");
      }
    }
    return false;
  }

  /** Whether more than ASCII can be shown. */
  public boolean isUnicode() {
    return painting.isUnicode();
  }

  /** Shows the alternate screen, as at first, or after {@link #leave}. */
  public synchronized void enter() throws IOException {
    if (!isEntered && !isClosed) {
      isEntered = true;
      extent = null;
      Attributes was = terminal.enterRawMode();
      boolean isFirst = before == null;
      before = isFirst ? was : before;
      // A shell that has just read a line may have left it off: Ctrl-C and Ctrl-Z are signals.
      Attributes raw = terminal.getAttributes();
      raw.setLocalFlag(Attributes.LocalFlag.ISIG, true);
      // A read returns with the first character, so nothing but the end is read as nothing.
      raw.setControlChar(Attributes.ControlChar.VMIN, 1);
      raw.setControlChar(Attributes.ControlChar.VTIME, 0);
      terminal.setAttributes(raw);
      painting.forget();
      write(ENTER);
      if (isFirst) {
        typed.start();
      }
    }
  }

  /** Shows again what was there before. */
  public synchronized void leave() throws IOException {
    Attributes was = before;
    if (isEntered && was != null) {
      isEntered = false;
      try {
        write(LEAVE);
      } finally {
        terminal.setAttributes(was);
      }
    }
  }

  /**
   * The size of a terminal.
   *
   * @param columns its width
   * @param rows its height
   */
  public record Extent(int columns, int rows) {}

  /** The size when it was entered, or {@linkplain #resized resized} last. */
  public synchronized Extent size() {
    Extent known = extent;
    if (known == null) {
      Size size = terminal.getSize();
      known =
          size.getColumns() > 0 && size.getRows() > 0
              ? new Extent(size.getColumns(), size.getRows())
              : USUAL;
      extent = known;
    }
    return known;
  }

  /** The terminal has another size: SIGWINCH. */
  public synchronized void resized() {
    extent = null;
  }

  /** Shows these lines. */
  public synchronized void show(List<Styled> lines) throws IOException {
    if (isEntered) {
      Extent size = size();
      write(painting.update(lines, size.columns(), size.rows()));
    }
  }

  private void write(String text) throws IOException {
    if (!text.isEmpty()) {
      terminal.output().write(text.getBytes(isUnicode() ? UTF_8 : US_ASCII));
      terminal.output().flush();
    }
  }

  /**
   * The next key; empty if none came in time.
   *
   * @param millis how long to wait for it
   * @throws java.io.EOFException if the terminal is gone
   */
  public Optional<Key> key(long millis) throws IOException {
    return keys.next(millis);
  }

  @Override
  public void close() throws IOException {
    try {
      leave();
    } finally {
      synchronized (this) {
        isClosed = true;
      }
      terminal.close();
    }
  }
}

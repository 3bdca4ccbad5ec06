package io.github.procfs4j.cli.record;

import io.github.procfs4j.cli.options.CommandException;
import io.github.procfs4j.cli.options.Messages;
import io.github.procfs4j.cli.options.Signals;
import io.github.procfs4j.recording.Mark;
import io.github.procfs4j.recording.MarkInbox;
import io.github.procfs4j.recording.RecordingSink;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * The marks of a recording while it is made: those of {@code procfs mark}, of a signal, and of the
 * command itself. An option of {@code procfs record}.
 */
public final class Marks {
  /** How often the inbox is read. */
  private static final long PERIOD_NANOS = 1_000_000_000;

  /** For how long a new mark is shown in the live line. */
  private static final long SHOWN_NANOS = 10_000_000_000L;

  private static final String SIGNAL = "SIGUSR1";
  private static final String PREFIX = "SIG";

  @Option(
      names = "--mark-on",
      paramLabel = "SIGNAL",
      completionCandidates = SignalNames.class,
      description =
          "Marks the moment at each signal SIGUSR1, the one that neither ends the recording nor"
              + " belongs to the JVM.")
  private @Nullable String signal;

  private @Nullable RecordingSink sink;
  private @Nullable MarkInbox inbox;
  private Consumer<String> voice = message -> {};
  private long lastLook;
  private boolean isFull;
  private volatile @Nullable Mark last;

  /** Throws a usage error for another signal; otherwise handles it from now on. */
  void check() {
    if (signal == null) {
      return;
    }
    String name = signal.toUpperCase(Locale.ROOT);
    if (!name.equals(SIGNAL) && !(PREFIX + name).equals(SIGNAL)) {
      throw CommandException.usage(
          "--mark-on: «"
              + signal
              + "» cannot mark a moment; the only signal that can is "
              + SIGNAL);
    }
    if (!Signals.handle(SIGNAL.substring(PREFIX.length()), () -> add(SIGNAL))) {
      throw CommandException.environment("--mark-on: this JVM does not let " + SIGNAL + " be used");
    }
  }

  /** Whether a signal, by its name without SIG, marks moments. */
  boolean uses(String name) {
    return signal != null && SIGNAL.equals(PREFIX + name);
  }

  /**
   * Begins: from now on marks go to the recording.
   *
   * @param file the path of the recording, beside which others leave marks; null if it has none
   * @param replaces whether an inbox that was left over may be replaced
   * @param messages receives messages
   */
  synchronized void begin(
      RecordingSink to, @Nullable Path file, boolean replaces, Consumer<String> messages) {
    sink = to;
    voice = messages;
    if (file == null) {
      return;
    }
    try {
      inbox = MarkInbox.of(file, replaces);
    } catch (IOException e) {
      voice.accept(Messages.of(e) + "; procfs mark cannot mark moments of this recording");
    }
  }

  /** Marks this moment; does nothing before the recording begins and after it has ended. */
  void add(String text) {
    add(System.nanoTime(), text);
  }

  private synchronized boolean add(long nanos, String text) {
    RecordingSink to = sink;
    if (to == null) {
      return false;
    }
    boolean isWritten = to.mark(nanos, text);
    if (isWritten) {
      last = new Mark(nanos, text);
    } else if (!isFull) {
      isFull = true;
      voice.accept(
          String.format(
              Locale.ROOT, "the recording has %,d marks; further ones are ignored", Mark.MOST));
    }
    return isWritten;
  }

  /** Takes over what others have marked, if that was not done within the last second. */
  synchronized void takeOver(long now) {
    MarkInbox from = inbox;
    if (from != null && now - lastLook >= PERIOD_NANOS) {
      lastLook = now;
      takeOver(from);
    }
  }

  private void takeOver(MarkInbox from) {
    from.takeOver(this::add).ifPresent(voice);
  }

  /** Takes over the last marks, and ends: further ones are ignored. */
  synchronized void end() {
    MarkInbox from = inbox;
    if (from != null) {
      takeOver(from);
      inbox = null;
      try {
        from.close();
      } catch (IOException e) {
        voice.accept(Messages.of(e));
      }
    }
    sink = null;
  }

  /** The text of a mark that is not older than some seconds. */
  Optional<String> news(long now) {
    Mark mark = last;
    return mark == null || now - mark.nanos() > SHOWN_NANOS
        ? Optional.empty()
        : Optional.of(mark.text());
  }

  /** The name of the signal, for the shell's completion. */
  static final class SignalNames implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return List.of(SIGNAL).iterator();
    }
  }
}

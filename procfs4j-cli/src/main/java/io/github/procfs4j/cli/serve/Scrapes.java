package io.github.procfs4j.cli.serve;

import io.github.procfs4j.cli.exposition.Format;
import io.github.procfs4j.cli.exposition.TextBuffer;
import io.github.procfs4j.cli.exposition.Type;
import io.github.procfs4j.cli.exposition.Value;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Takes a sample of all sources when a scrape asks for one, in a thread of its own: a read that
 * does not return keeps that thread, but neither the clients nor the end of the program. Scrapes
 * that wait at the same time share a sample, which began after each of them.
 */
final class Scrapes implements AutoCloseable {

  /** A sample that some scrapes wait for, and the formats that they want. */
  private static final class Round {
    private final Set<Format> wanted = EnumSet.noneOf(Format.class);
    private final CompletableFuture<Map<Format, byte[]>> texts = new CompletableFuture<>();
    private int scrapes;
  }

  private final List<Served> sources;
  private final BlockingQueue<Round> rounds = new LinkedBlockingQueue<>();
  private final Thread thread;

  /** The round that has not begun yet; null if there is none. Guarded by this. */
  private @Nullable Round next;

  /** What was written for the last scrape; used only by the reader. */
  private final Map<Format, TextBuffer> buffers = new EnumMap<>(Format.class);

  private volatile String reading = "";

  Scrapes(List<? extends Served> sources) {
    this.sources = List.copyOf(sources);
    thread = Thread.ofPlatform().daemon().name("reader").start(this::work);
  }

  /**
   * Takes a sample and returns it in a format, without its {@linkplain Format#end end}.
   *
   * @throws TimeoutException if reading does not end in time; the message says what is being read
   */
  byte[] text(Format format, long nanos) throws InterruptedException, TimeoutException {
    Round round = join(format);
    try {
      byte[] text = round.texts.get(nanos, TimeUnit.NANOSECONDS).get(format);
      if (text == null) {
        throw new IllegalStateException("no text in " + format);
      }
      return text;
    } catch (TimeoutException e) {
      String name = reading;
      TimeoutException named =
          new TimeoutException(
              name.isEmpty() ? "reading has not begun" : name + ": reading has not ended");
      named.initCause(e);
      throw named;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  private synchronized Round join(Format format) {
    Round round = next;
    if (round == null) {
      round = new Round();
      next = round;
      rounds.add(round);
    }
    round.wanted.add(format);
    round.scrapes++;
    return round;
  }

  /** How many scrapes wait for a sample that has not begun. */
  synchronized int waiting() {
    return next == null ? 0 : next.scrapes;
  }

  private void work() {
    try {
      while (true) {
        Round round = rounds.take();
        synchronized (this) {
          next = null; // scrapes that come now get a later sample
        }
        try {
          round.texts.complete(texts(round.wanted));
        } catch (RuntimeException | Error e) {
          round.texts.completeExceptionally(e);
        }
      }
    } catch (InterruptedException e) {
      sources.forEach(Served::close);
    }
  }

  private Map<Format, byte[]> texts(Set<Format> wanted) {
    for (int i = 0; i < sources.size(); i++) {
      reading = sources.get(i).name();
      sources.get(i).sample(sources.subList(0, i));
    }
    Map<Format, byte[]> texts = new EnumMap<>(Format.class);
    for (Format format : wanted) {
      TextBuffer text = buffers.computeIfAbsent(format, any -> new TextBuffer());
      text.clear();
      sources.forEach(source -> source.write(format, text));
      writeOwn(format, text);
      texts.put(format, text.toBytes());
    }
    return texts;
  }

  private void writeOwn(Format format, TextBuffer text) {
    format.write(
        text,
        "procfs_source_readable",
        Type.GAUGE,
        "Whether a source could be read: 1, or 0.",
        values(source -> source.isRead() ? 1 : 0, 0));
    format.write(
        text,
        "procfs_source_read_seconds",
        Type.GAUGE,
        "How long it took to read a source for this scrape, in seconds.",
        values(Served::nanos, SourceValues.NANO_DECIMALS));
  }

  private List<Value> values(ToLongFunction<Served> value, int decimals) {
    return SourceValues.of(sources, Served::name, value, decimals);
  }

  /** Ends the thread and closes the sources, unless a read does not return. */
  @Override
  public void close() {
    thread.interrupt();
  }
}

package io.github.procfs4j.cli.serve;

import io.github.procfs4j.cli.options.Messages;
import io.github.procfs4j.cli.record.KeptSamples;
import io.github.procfs4j.model.History;
import io.github.procfs4j.sampling.Outcome;
import io.github.procfs4j.sampling.Recorder;
import io.github.procfs4j.sampling.Sampler;
import java.io.IOException;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * Samples the usual sources in a thread of its own, and keeps the samples of the last minutes in
 * memory. They are written between two samples, by the thread that takes them.
 */
final class Ring implements Recorder.Listener, AutoCloseable {

  /** A file that is wished for. */
  private static final class Wish {
    private final Path file;
    private final CompletableFuture<Boolean> begun = new CompletableFuture<>();
    private final CompletableFuture<Long> samples = new CompletableFuture<>();

    Wish(Path file) {
      this.file = file;
    }
  }

  private final KeptSamples kept;
  private final List<Recorder.Track> tracks;
  private final long keptNanos;
  private final Consumer<String> voice;
  private final Recorder recorder;
  private final BlockingQueue<Wish> wishes = new LinkedBlockingQueue<>();
  private final BitSet isFull = new BitSet();
  private final long beganNanos = System.nanoTime();

  /**
   * Samples after {@link #begin}.
   *
   * @param kept what is sampled and kept
   * @param keptNanos how long samples should be kept
   * @param voice receives messages
   */
  Ring(KeptSamples kept, long keptNanos, Consumer<String> voice) {
    this.kept = kept;
    this.keptNanos = keptNanos;
    this.voice = voice;
    tracks = kept.tracks();
    recorder = new Recorder(tracks, this);
  }

  /** Begins to sample; returns this. */
  Ring begin() {
    Thread.ofPlatform().daemon().name("ring").start(this::run);
    return this;
  }

  private void run() {
    try {
      recorder.run();
    } catch (RuntimeException | Error e) {
      voice.accept("nothing is kept any longer: " + Messages.fault(e));
      throw e;
    } finally {
      tracks.forEach(track -> track.sampler().close());
    }
  }

  @Override
  public void sampled(int source, Sampler<?> sampler) {
    History history = sampler.history();
    boolean isEarly = System.nanoTime() - beganNanos < keptNanos;
    if (isEarly && history.dropped() > 0 && !isFull.get(source)) {
      isFull.set(source);
      voice.accept(
          "%s: less than asked for is kept, because it takes more than %,d bytes"
              .formatted(sampler.source().name(), history.bytes()));
    }
  }

  @Override
  public void failed(int source, Sampler<?> sampler, Outcome outcome, boolean isNews) {
    if (isNews) {
      String name = sampler.source().name();
      String problem = sampler.problem().orElse(name + ": " + outcome.text());
      kept.failed(source, outcome, problem);
      voice.accept(problem + "; not kept");
    }
  }

  @Override
  public void late(int source, long ticks) {
    kept.late(source, ticks);
  }

  @Override
  public void idleUntil(long nanoTime) {
    kept.noteClock(System.nanoTime());
    Wish wish = wishes.poll();
    if (wish == null || !wish.begun.complete(true)) {
      return;
    }
    try {
      wish.samples.complete(kept.write(List.of(), wish.file));
    } catch (IOException | RuntimeException | Error e) {
      wish.samples.completeExceptionally(e);
    }
  }

  /**
   * Writes what is kept to a new file.
   *
   * @param patience how long to wait, in nanoseconds, until that begins
   * @return the number of samples
   * @throws TimeoutException if it has not begun in time, because a source is being read: nothing
   *     is written then
   * @throws IOException if the file cannot be written
   */
  long write(Path file, long patience) throws IOException, InterruptedException, TimeoutException {
    Wish wish = new Wish(file);
    wishes.add(wish);
    try {
      boolean ignored = wish.begun.get(patience, TimeUnit.NANOSECONDS);
      return wish.samples.get();
    } catch (TimeoutException e) {
      if (wish.begun.complete(false)) {
        boolean ignored = wishes.remove(wish);
        throw late(e);
      }
      return samples(wish);
    } catch (ExecutionException e) {
      throw thrown(e);
    }
  }

  /** How many files are wished for that have not been begun. */
  int waiting() {
    return wishes.size();
  }

  private static long samples(Wish wish) throws IOException, InterruptedException {
    try {
      return wish.samples.get();
    } catch (ExecutionException e) {
      throw thrown(e);
    }
  }

  private static IOException thrown(ExecutionException e) {
    return switch (e.getCause()) {
      case IOException io -> io;
      case Error error -> throw error;
      case RuntimeException other -> throw other;
      case null, default -> throw new IllegalStateException(e);
    };
  }

  private TimeoutException late(TimeoutException cause) {
    String what =
        recorder
            .underWay()
            .map(sample -> tracks.get(sample.source()).sampler().source().name())
            .map(name -> name + ": reading has not ended")
            .orElse("nothing is sampled");
    TimeoutException late = new TimeoutException(what);
    late.initCause(cause);
    return late;
  }

  /** Ends sampling and closes the samplers, unless a read does not return. */
  @Override
  public void close() {
    recorder.stop();
  }
}

package io.github.procfs4j.sampling;

import io.github.procfs4j.model.Source;
import io.github.procfs4j.printable.Printable;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * A source that many threads read, such as those of exporters and metrics libraries: one sampler
 * for all of them, which samples on request if its last sample is too old.
 *
 * <pre>{@code
 * Shared<Stat> stat = proc.shared(Stat.FILE, Duration.ofSeconds(1));
 * double switches = stat.readDouble(Stat::contextSwitches); // from any thread
 * }</pre>
 *
 * <p>Every call gets a sample whose reading began after the call, or before it by no more than the
 * greatest age. So threads that call at the same time get the same sample, and all values that are
 * read within the greatest age come from one sample. While a function reads the view, the view does
 * not change: other readers wait until the function returns. A function that calls the same object
 * again sees the sample that it is reading, whatever its age.
 *
 * <p>An absent or unreadable source is not an error. Until it is back, functions are not called,
 * and {@link #outcome} and {@link #problem} give the reason. It is tried again when the failed
 * attempt is older than the greatest age.
 *
 * <p>If the same rows and columns are read again, {@link #readDouble} and {@link #visit} allocate
 * nothing themselves. A read that the kernel does not finish delays all readers.
 *
 * @param <V> the typed view of the source
 */
public final class Shared<V> implements AutoCloseable {
  private final Sampler<V> sampler;
  private final Duration greatestAge;
  private final long greatestAgeNanos;
  private final LongSupplier clock;
  private final ReentrantLock lock = new ReentrantLock();

  /**
   * The outcome of the last sample; null before the first. This and the following fields are
   * guarded by the lock.
   */
  private @Nullable Outcome outcome;

  private long sampledNanos;
  private long samples;
  private volatile boolean isClosed;

  Shared(Sampler<V> sampler, Duration greatestAge, LongSupplier clock) {
    if (greatestAge.isNegative()) {
      throw new IllegalArgumentException("a greatest age of " + greatestAge);
    }
    this.sampler = Objects.requireNonNull(sampler, "sampler");
    this.greatestAge = greatestAge;
    this.clock = clock;
    greatestAgeNanos = TimeUnit.NANOSECONDS.convert(greatestAge);
  }

  /**
   * Shares what a sampler reads. The sampler belongs to the returned object from now on: no other
   * code may use it, and it is closed with it.
   *
   * @param <V> the typed view of a sample
   * @param sampler the sampler, which no other code uses or closes from now on
   * @param greatestAge the greatest age of a sample on request; with {@link Duration#ZERO}, only
   *     threads that wait at the same time share a sample
   * @return an object from which any number of threads may read
   * @throws IllegalArgumentException if the age is negative
   */
  public static <V> Shared<V> of(Sampler<V> sampler, Duration greatestAge) {
    return new Shared<>(sampler, greatestAge, System::nanoTime);
  }

  /**
   * Applies a function to the view of a recent sample, and returns its result. The view must not be
   * used after the function has returned.
   *
   * @param <T> the type of the result
   * @param function must not return null; its exceptions are passed on
   * @return the result; empty if the source cannot be read
   * @throws IllegalStateException if this is closed
   */
  public <T> Optional<T> read(Function<? super V, ? extends T> function) {
    Objects.requireNonNull(function, "function");
    Outcome ended = enter();
    try {
      return ended == Outcome.SAMPLED
          ? Optional.of(function.apply(sampler.view()))
          : Optional.empty();
    } finally {
      exit();
    }
  }

  /**
   * As {@link #read}, for a number. Gauges and function counters of metrics libraries take this
   * form.
   *
   * @param function its exceptions are passed on
   * @return the result; NaN if the source cannot be read
   * @throws IllegalStateException if this is closed
   */
  public double readDouble(ToDoubleFunction<? super V> function) {
    Objects.requireNonNull(function, "function");
    Outcome ended = enter();
    try {
      return ended == Outcome.SAMPLED ? function.applyAsDouble(sampler.view()) : Double.NaN;
    } finally {
      exit();
    }
  }

  /**
   * Passes the view of a recent sample to a visitor that processes all of it, unless the source
   * cannot be read.
   *
   * @param visitor its exceptions are passed on
   * @return {@link Outcome#SAMPLED} if the visitor was called, otherwise the reason why not
   * @throws IllegalStateException if this is closed
   */
  public Outcome visit(Consumer<? super V> visitor) {
    Objects.requireNonNull(visitor, "visitor");
    Outcome ended = enter();
    try {
      if (ended == Outcome.SAMPLED) {
        visitor.accept(sampler.view());
      }
      return ended;
    } finally {
      exit();
    }
  }

  /**
   * {@return how the attempt to get a recent sample ended}
   *
   * @throws IllegalStateException if this is closed
   */
  public Outcome outcome() {
    Outcome ended = enter();
    exit();
    return ended;
  }

  /**
   * {@return why the last attempt failed, in a sentence that names the file; empty if it did not}
   * This does not take a sample.
   */
  public Optional<String> problem() {
    lock.lock();
    try {
      return sampler.problem();
    } finally {
      lock.unlock();
    }
  }

  /**
   * {@return an independent reader for code that needs what has changed since its last request:
   * figures of an interval, rows that came and left} It keeps a copy of one sample and need not be
   * closed.
   */
  public SharedReader<V> reader() {
    return new SharedReader<>(this);
  }

  /** {@return what is read} */
  public Source source() {
    return sampler.source();
  }

  /** {@return the greatest age of a sample on request} */
  public Duration greatestAge() {
    return greatestAge;
  }

  /** The sampler; must only be used between {@link #enter} and {@link #exit}. */
  Sampler<V> sampler() {
    return sampler;
  }

  /**
   * The number of samples taken, including failed ones; must only be called between {@link #enter}
   * and {@link #exit}.
   */
  long samples() {
    return samples;
  }

  /** Waits until no other thread reads, and takes a sample if there is no recent one. */
  Outcome enter() {
    long asked = clock.getAsLong();
    lock.lock();
    boolean hasEntered = false;
    try {
      if (isClosed) {
        throw new IllegalStateException("the shared " + sampler.path() + " is closed");
      }
      Outcome ended = outcome;
      boolean isReading = lock.getHoldCount() > 1;
      if (ended == null || (!isReading && asked - sampledNanos > greatestAgeNanos)) {
        ended = sample();
      }
      hasEntered = true;
      return ended;
    } finally {
      if (!hasEntered) {
        lock.unlock();
      }
    }
  }

  private Outcome sample() {
    outcome = null; // if sampling throws, the next caller tries again
    sampledNanos = clock.getAsLong();
    samples++;
    Outcome ended = sampler.sample();
    outcome = ended;
    return ended;
  }

  /** Lets other threads read. */
  void exit() {
    lock.unlock();
  }

  /**
   * Closes the sampler permanently, after current readers have finished. Closing it again has no
   * effect.
   *
   * @throws IllegalStateException if it is called by a function that is reading
   */
  @Override
  public void close() {
    lock.lock();
    try {
      if (lock.getHoldCount() > 1) {
        throw new IllegalStateException(
            "the shared " + sampler.path() + " cannot be closed by a function that reads it");
      }
      isClosed = true;
      sampler.close();
    } finally {
      lock.unlock();
    }
  }

  /** Such as {@code Shared[/proc/stat, at most PT1S old]}. */
  @Override
  public String toString() {
    return "Shared["
        + Printable.line(sampler.path())
        + ", at most "
        + greatestAge
        + " old"
        + (isClosed ? ", closed" : "")
        + "]";
  }
}

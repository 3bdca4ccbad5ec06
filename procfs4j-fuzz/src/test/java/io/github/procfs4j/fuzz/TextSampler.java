package io.github.procfs4j.fuzz;

import io.github.procfs4j.replay.LearnedLayout;
import io.github.procfs4j.replay.LearnedText;
import io.github.procfs4j.sampling.FileReading;
import io.github.procfs4j.sampling.Outcome;
import io.github.procfs4j.sampling.SampledFile;
import io.github.procfs4j.sampling.Sampler;
import io.github.procfs4j.text.MalformedTextException;
import io.github.procfs4j.text.Problem;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Samples a given text instead of a file, at intervals of a second. */
final class TextSampler<V> extends Sampler<V> {
  private static final long SECOND = 1_000_000_000;

  private final SampledFile<V> file;
  private final V view;
  private final LearnedText learned = new LearnedText();
  private byte[] text = {};
  private Optional<MalformedTextException> rejected = Optional.empty();
  private long samples;
  private long growth;

  @SuppressWarnings("this-escape") // the view only stores its argument
  TextSampler(SampledFile<V> file) {
    super(file.source(), Path.of("/proc"), "/proc/" + file.source().name(), null);
    this.file = file;
    view = file.view().apply(this);
  }

  /** The text of the next sample. */
  TextSampler<V> next(byte[] next) {
    text = next;
    return this;
  }

  /** The text of the last sample, or of the next one. */
  byte[] learned() {
    return text;
  }

  /** Increases each number by this amount from now on, as if the text contained it. */
  void grow(long by) {
    growth = by;
  }

  @Override
  protected Outcome take() {
    samples++;
    readBetween(samples * SECOND, samples * SECOND + 1000);
    if (growth == 0 && learned.replay(ByteBuffer.wrap(text), text.length)) {
      keep(layout(), true);
      return Outcome.SAMPLED;
    }
    try {
      keep(
          LearnedLayout.of(
              learned,
              path(),
              ByteBuffer.wrap(text),
              text.length,
              file.parser()::parse,
              () -> false),
          false);
      rejected = Optional.empty();
      return Outcome.SAMPLED;
    } catch (MalformedTextException e) {
      keepGap();
      rejected = Optional.of(e);
      return Outcome.MALFORMED;
    }
  }

  /** The reason why the last text was rejected. */
  Optional<MalformedTextException> rejected() {
    return rejected;
  }

  @Override
  public Optional<String> problem() {
    return rejected.map(Throwable::getMessage);
  }

  @Override
  public List<Problem> problems() {
    return learned.problems();
  }

  @Override
  public V view() {
    return view;
  }

  @Override
  protected V viewOf(FileReading reading) {
    return view;
  }

  @Override
  public long value(int cell) {
    return learned.value(cell) + growth;
  }

  @Override
  public int changes() {
    return learned.changes();
  }

  @Override
  public int changed(int i) {
    return learned.changed(i);
  }

  @Override
  public long delta(int i) {
    return learned.delta(i);
  }

  @Override
  public int bytes() {
    return text.length;
  }
}

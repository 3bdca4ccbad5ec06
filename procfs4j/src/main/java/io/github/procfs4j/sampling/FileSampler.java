package io.github.procfs4j.sampling;

import io.github.procfs4j.io.Buffer;
import io.github.procfs4j.io.KeptFile;
import io.github.procfs4j.model.History;
import io.github.procfs4j.model.Layout;
import io.github.procfs4j.model.Source;
import io.github.procfs4j.replay.LearnedLayout;
import io.github.procfs4j.replay.LearnedText;
import io.github.procfs4j.text.MalformedTextException;
import io.github.procfs4j.text.Problem;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Samples one file repeatedly: keeps it open, keeps its last text, and parses only what changed.
 *
 * @param <V> the typed view of the file
 */
final class FileSampler<V> extends Sampler<V> {
  private static final int FIRST_CAPACITY = 8 << 10;

  private final SampledFile<V> file;
  private final ReadText kept;
  private final V view;

  private final Buffer buffer = new Buffer(FIRST_CAPACITY);
  private final LearnedText text = new LearnedText();
  private int errno;
  private @Nullable MalformedTextException malformed;

  FileSampler(SampledFile<V> file, Path root, @Nullable History history) {
    this(file, root, file.place().apply(root), history, KeptFile::at);
  }

  private FileSampler(
      SampledFile<V> file, Path root, Path at, @Nullable History history, FileOpener opener) {
    super(file.source(), root, at.toString(), history);
    this.file = file.below(root);
    this.kept = ReadText.of(file, root, at, opener);
    this.view = file.view().apply(this);
  }

  /** A sampler for a single sample. */
  static <V> FileSampler<V> once(SampledFile<V> file, Path root) {
    return new FileSampler<>(file, root, file.place().apply(root), null, KeptFile::once);
  }

  @Override
  protected Outcome take() {
    long start = System.nanoTime();
    int length = kept.read(buffer);
    readBetween(start, System.nanoTime());
    if (length >= 0 && text.replay(buffer.bytes(), length)) {
      keep(layout(), true);
    } else if (!learn(length)) {
      return length < 0 ? Outcome.of(errno) : Outcome.MALFORMED;
    }
    return Outcome.SAMPLED;
  }

  /**
   * Learns the text as if it were the first; returns false if it cannot, and {@link #problem} then
   * gives the reason.
   */
  private boolean learn(int length) {
    errno = 0;
    malformed = null;
    if (length < 0) {
      errno = -length;
    } else {
      try {
        Layout learned =
            LearnedLayout.of(
                text,
                path(),
                buffer.bytes(),
                length,
                file.parser()::parse,
                () -> kept.isOfSize(length));
        keep(learned.isSameAs(layout()) ? layout() : learned, false);
        return true;
      } catch (MalformedTextException e) {
        malformed = e;
      }
    }
    text.forget();
    keepGap();
    return false;
  }

  /**
   * Takes a sample and closes the file; throws an exception unless the outcome is {@link
   * Outcome#SAMPLED}.
   */
  void sampleAndClose() {
    Outcome outcome = take();
    kept.close();
    if (malformed != null) {
      throw malformed;
    }
    if (outcome != Outcome.SAMPLED) {
      throw new UnreadableException(outcome, problem().orElseThrow());
    }
  }

  @Override
  public Optional<String> problem() {
    if (malformed != null) {
      return Optional.ofNullable(malformed.getMessage());
    }
    return errno == 0
        ? Optional.empty()
        : Optional.of(path() + ": " + kept.reason(errno) + advice());
  }

  private String advice() {
    Source source = source();
    return switch (Outcome.of(errno)) {
      case ABSENT -> {
        if (kept.isKernelWithoutFault()) {
          yield "";
        }
        StringBuilder advice = new StringBuilder();
        if (!source.since().isEmpty()) {
          advice.append("; it exists since Linux ").append(source.since());
        }
        if (!source.requires().isEmpty()) {
          advice.append("; it depends on ").append(source.requires());
        }
        yield advice.toString();
      }
      case DENIED ->
          source.privilege().isEmpty() ? "" : "; it is readable by " + source.privilege();
      case SWITCHED_OFF ->
          source.requires().isEmpty() ? "" : "; it depends on " + source.requires();
      default -> "";
    };
  }

  @Override
  public List<Problem> problems() {
    return text.problems();
  }

  @Override
  public V view() {
    return view;
  }

  @Override
  protected V viewOf(FileReading reading) {
    return file.view().apply(reading);
  }

  @Override
  public long value(int cell) {
    return text.value(Objects.checkIndex(cell, text.cells()));
  }

  @Override
  public int changes() {
    return text.changes();
  }

  @Override
  public int changed(int i) {
    return text.changed(Objects.checkIndex(i, text.changes()));
  }

  @Override
  public long delta(int i) {
    return text.delta(Objects.checkIndex(i, text.changes()));
  }

  @Override
  public int bytes() {
    return errno == 0 ? buffer.length() : 0;
  }

  @Override
  protected Runnable release() {
    return kept::close;
  }
}

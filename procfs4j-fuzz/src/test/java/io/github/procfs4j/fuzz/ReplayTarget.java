package io.github.procfs4j.fuzz;

import io.github.procfs4j.model.Layout;
import io.github.procfs4j.replay.LearnedLayout;
import io.github.procfs4j.replay.LearnedText;
import io.github.procfs4j.sampling.SampledFile;
import io.github.procfs4j.text.MalformedTextException;
import io.github.procfs4j.text.Problem;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A text is learned, and others follow. Whether they are replayed or learned, the result is equal
 * to learning them from scratch: cells, values, changes, rows, columns and problems. The plain
 * parser accepts everything that is replayed.
 *
 * <p>The input is a line with the name of the file, then {@linkplain Edits edits} and their initial
 * texts.
 */
public final class ReplayTarget {
  private final SampledFile<?> file;
  private final LearnedText text = new LearnedText();
  private @Nullable Layout layout;
  private long[] values = {};

  /** Like the buffer of a sampler: each text is followed by what was there before. */
  private byte[] buffer = new byte[64];

  private ReplayTarget(SampledFile<?> file) {
    this.file = file;
  }

  /** Is called by the fuzzer. */
  public static void fuzzerTestOneInput(byte[] input) {
    Chosen chosen = Chosen.of(input, Chosen.SAMPLED);
    new Limits(5, (64L << 20) + 100_000L * input.length)
        .hold(
            "all",
            () -> {
              ReplayTarget replay = new ReplayTarget(chosen.sampled());
              Edits edits = Edits.of(chosen.rest());
              while (edits.hasNext()) {
                replay.next(edits.next());
              }
            });
  }

  private void next(byte[] bytes) {
    if (buffer.length < bytes.length) {
      buffer = Arrays.copyOf(buffer, 2 * bytes.length);
    }
    System.arraycopy(bytes, 0, buffer, 0, bytes.length);
    ByteBuffer memory = ByteBuffer.wrap(buffer);
    LearnedText freshText = new LearnedText();
    Layout fresh = learn(freshText, ByteBuffer.wrap(bytes), bytes.length);
    if (text.replay(memory, bytes.length)) {
      if (layout == null) {
        throw new AssertionError("nothing was learned that could be replayed");
      }
      if (fresh == null) {
        throw new AssertionError("replayed, and learning rejects it");
      }
      holdChanges(freshText);
    } else {
      layout = learn(text, memory, bytes.length);
      if ((layout == null) != (fresh == null)) {
        throw new AssertionError("learned once and rejected once");
      }
      if (text.changes() != 0) {
        throw new AssertionError("changes of a text that was learned");
      }
    }
    if (fresh == null) {
      if (text.cells() != 0 || text.replay(memory, bytes.length)) {
        throw new AssertionError("a rejected text is known");
      }
    } else {
      hold(freshText, fresh);
    }
    values = values(freshText);
  }

  private void hold(LearnedText freshText, Layout fresh) {
    if (!Arrays.equals(values(text), values(freshText))) {
      throw new AssertionError(
          "values "
              + Arrays.toString(values(text))
              + ", not "
              + Arrays.toString(values(freshText)));
    }
    if (!fresh.isSameAs(Objects.requireNonNull(layout))) {
      throw new AssertionError("another layout: " + layout.tables() + ", not " + fresh.tables());
    }
    if (!messages(text).equals(messages(freshText))) {
      throw new AssertionError("problems " + messages(text) + ", not " + messages(freshText));
    }
  }

  private void holdChanges(LearnedText fresh) {
    List<String> expected = new ArrayList<>();
    for (int cell = 0; cell < fresh.cells(); cell++) {
      long change = fresh.value(cell) - values[cell];
      if (change != 0) {
        expected.add(cell + " by " + change);
      }
    }
    List<String> changes = new ArrayList<>();
    for (int i = 0; i < text.changes(); i++) {
      changes.add(text.changed(i) + " by " + text.delta(i));
    }
    if (!changes.equals(expected)) {
      throw new AssertionError("changes " + changes + ", not " + expected);
    }
  }

  private @Nullable Layout learn(LearnedText into, ByteBuffer memory, int length) {
    try {
      return LearnedLayout.of(into, "text", memory, length, file.parser()::parse, () -> false);
    } catch (MalformedTextException e) {
      return null;
    }
  }

  private static long[] values(LearnedText text) {
    long[] values = new long[text.cells()];
    Arrays.setAll(values, text::value);
    return values;
  }

  private static List<String> messages(LearnedText text) {
    return text.problems().stream().map(Problem::toString).toList();
  }
}

package io.github.procfs4j.recording;

import io.github.procfs4j.output.AppendedFile;
import io.github.procfs4j.output.FileProblems;
import io.github.procfs4j.output.OutputFile;
import io.github.procfs4j.printable.Printable;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * A file beside a recording in which other processes of the same user leave {@linkplain Mark marks}
 * while it is being written. The recorder creates it with mode 0600, locks it, and removes it in
 * the end. Its name is that of the recording followed by {@code .marks}.
 *
 * <p>A process that marks a moment appends its monotonic time and a text with one write(2); the
 * recorder takes both over into the recording. So nothing but the recorder writes the recording,
 * and the time is that of the mark, not of its arrival. Both processes must use the same monotonic
 * clock; a time that is in the future, or before the inbox was created, is replaced by that of the
 * arrival.
 *
 * <p>Only one thread at a time may use an inbox.
 */
public final class MarkInbox implements Closeable {
  /** Receives marks. */
  @FunctionalInterface
  public interface Receiver {
    /**
     * Receives a mark.
     *
     * @param nanos the monotonic time
     * @param text what happened then
     * @return false if no further marks are accepted
     */
    boolean mark(long nanos, String text);
  }

  private static final String SUFFIX = ".marks";

  /** More than a message takes: its length, a time, the length of a text, and the text. */
  private static final int LONGEST = Mark.MOST_BYTES + 64;

  /** Its recorder may have created it just now, and is about to lock it. */
  private static final int ATTEMPTS = 20;

  private static final long PAUSE_NANOS = 10_000_000;

  private final OutputFile file;
  private final long createdNanos;
  private final ByteBuffer read = ByteBuffer.allocate(16 * LONGEST);
  private long at;
  private boolean isOver;
  private boolean isClosed;

  private MarkInbox(OutputFile file, long createdNanos) {
    this.file = file;
    this.createdNanos = createdNanos;
  }

  /**
   * Creates the inbox of a recording.
   *
   * @param recording the path of the recording
   * @param replaces whether an inbox that was left over by a killed recorder is replaced
   * @return the inbox, which the caller closes
   * @throws java.nio.file.FileAlreadyExistsException if there is a file with its name that must not
   *     be replaced
   * @throws IOException if it cannot be created
   */
  public static MarkInbox of(Path recording, boolean replaces) throws IOException {
    long now = System.nanoTime(); // before anybody can see the file, and leave a mark in it
    OutputFile file = OutputFile.create(path(recording), replaces);
    try {
      file.putInPlace();
      return new MarkInbox(file, now);
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  /**
   * {@return the path of the inbox}
   *
   * @param recording the path of the recording
   */
  public static Path path(Path recording) {
    return recording.resolveSibling(recording.getFileName() + SUFFIX);
  }

  /**
   * Takes over the marks that have arrived since the last call: one pread(2) if there are none.
   *
   * @param receiver receives them, usually {@link RecordingSink#mark}
   * @return why no further marks are taken over, in a sentence, once; otherwise empty
   * @throws IllegalStateException if the inbox is closed
   */
  public Optional<String> takeOver(Receiver receiver) {
    Objects.requireNonNull(receiver, "receiver");
    if (isClosed) {
      throw new IllegalStateException("the inbox " + file.path() + " is closed");
    }
    if (isOver) {
      return Optional.empty();
    }
    try {
      while (file.read(read.clear(), at) > 0) {
        int taken = takeOver(receiver, read.position());
        if (taken == 0) {
          break; // a part of a message: the rest is being written
        }
        at += taken;
      }
      return Optional.empty();
    } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException e) {
      isOver = true;
      String why = e instanceof IOException io ? FileProblems.reason(io) : "it contains no marks";
      return Optional.of(file.path() + ": no further marks are taken over: " + why);
    }
  }

  /** Takes over the messages in the first bytes; returns the length of those that are complete. */
  private int takeOver(Receiver receiver, int length) throws IOException {
    RecordReader in = new RecordReader(read.array(), 0, length);
    int taken = 0;
    while (in.left() > 1) { // the length of a message takes at most two bytes
      int size = in.upTo(LONGEST);
      if (size > in.left()) {
        break;
      }
      RecordReader message = in.body(size);
      long nanos = message.signed();
      long now = System.nanoTime();
      boolean isPossible = nanos - createdNanos >= 0 && now - nanos >= 0;
      if (!receiver.mark(isPossible ? nanos : now, message.string(Mark.MOST_BYTES))) {
        throw new IOException("the recording has %,d marks, the most".formatted(Mark.MOST));
      }
      taken = in.at();
    }
    return taken;
  }

  /**
   * Marks this moment in a recording that another process is writing.
   *
   * @param recording the path of the recording
   * @param text what happens now: 1 to {@link Mark#MOST_BYTES} bytes of UTF-8
   * @throws IllegalArgumentException if the text is empty or too long
   * @throws DamagedRecordingException if the file is not a recording
   * @throws FileSystemException if it belongs to another user, or is not being recorded
   * @throws IOException if it cannot be read, or the mark cannot be written
   */
  public static void send(Path recording, String text) throws IOException {
    Objects.requireNonNull(recording, "recording");
    Objects.requireNonNull(text, "text");
    final long nanos = System.nanoTime();
    RecordWriter mark = new RecordWriter().signed(nanos).string(Mark.checked(text));
    AppendedFile.checkOwner(recording);
    Recording.checkIsRecording(recording);
    Path place = path(recording.toRealPath()); // beside the file, wherever a link to it is
    RecordWriter message = new RecordWriter().number(mark.size()).raw(mark.bytes(), mark.size());
    try (AppendedFile inbox = AppendedFile.open(place).orElseThrow(() -> notRecorded(recording))) {
      for (int i = 0; !inbox.isBeingWritten(); i++) {
        if (i == ATTEMPTS) {
          throw notRecorded(recording);
        }
        LockSupport.parkNanos(PAUSE_NANOS);
      }
      inbox.append(ByteBuffer.wrap(message.bytes(), 0, message.size()));
    }
  }

  private static FileSystemException notRecorded(Path recording) {
    return new FileSystemException(
        recording.toString(),
        null,
        "is not being recorded, or its recorder takes no marks; only a recording that is being"
            + " written can be marked");
  }

  /** Removes the file. Closing it again has no effect. */
  @Override
  public void close() throws IOException {
    if (!isClosed) {
      isClosed = true;
      file.delete();
    }
  }

  /** Such as {@code MarkInbox[day.rec.marks]}. */
  @Override
  public String toString() {
    return "MarkInbox[" + Printable.line(file.path().toString()) + "]";
  }
}

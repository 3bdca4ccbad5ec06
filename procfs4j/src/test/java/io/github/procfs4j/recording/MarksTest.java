package io.github.procfs4j.recording;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Marks in a recording, and how other processes add them. */
class MarksTest {
  private static final String HOSTILE = "\033[2J<b>\n\u202e";

  @TempDir Path directory;
  private Session session;
  private final List<Mark> received = new ArrayList<>();

  @BeforeEach
  void open() throws IOException {
    session = new Session(directory, List.of(Session.table("table")));
  }

  @AfterEach
  void close() {
    session.close();
  }

  private List<Mark> recorded() throws IOException {
    try (Recording recording = Recording.open(session.file)) {
      return recording.marks();
    }
  }

  private boolean receive(long nanos, String text) {
    received.add(new Mark(nanos, text));
    return true;
  }

  @Test
  void theyAreReadInTheOrderOfTheirTimes() throws IOException {
    session.writer.mark(20, HOSTILE);
    session.writer.mark(-5, "before");
    session.writer.mark(20, "at the same time");
    session.writer.close();
    assertThat(recorded())
        .containsExactly(
            new Mark(-5, "before"), new Mark(20, HOSTILE), new Mark(20, "at the same time"));
  }

  @Test
  void lengthAndNumberAreLimited() throws IOException {
    String longest = "\u00e4".repeat(Mark.MOST_BYTES / 2);
    assertThatThrownBy(() -> session.writer.mark(1, longest + "x"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the text of a mark has 1,025 bytes; it may have 1,024");
    assertThatThrownBy(() -> session.writer.mark(1, ""))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(session.writer.mark(1, longest)).isTrue();
    for (int i = 1; i < Mark.MOST; i++) {
      assertThat(session.writer.mark(i, "mark")).isTrue();
    }
    assertThat(session.writer.mark(1, "one more")).isFalse();
    session.writer.close();
    assertThat(recorded()).hasSize(Mark.MOST).contains(new Mark(1, longest));
  }

  /** The records are made up. */
  @Test
  void moreThanThereCanBeIsRefused() throws IOException {
    session.writer.close();
    byte[] whole = Files.readAllBytes(session.file);
    RecordWriter block = new RecordWriter().raw(new byte[Format.BLOCK_HEADER], Format.BLOCK_HEADER);
    for (int i = 0; i <= Mark.MOST; i++) {
      add(block, new RecordWriter().signed(i).string("mark"));
    }
    refused(whole, block, "more than 10000 marks");
    RecordWriter longer = new RecordWriter().raw(new byte[8], Format.BLOCK_HEADER);
    add(longer, new RecordWriter().signed(1).string("x".repeat(Mark.MOST_BYTES + 1)));
    refused(whole, longer, "a string of 1025 bytes");
  }

  private static void add(RecordWriter block, RecordWriter mark) {
    block.number(Format.MARK).number(mark.size()).raw(mark.bytes(), mark.size());
  }

  private void refused(byte[] whole, RecordWriter block, String message) throws IOException {
    byte[] bytes = block.bytes();
    Format.INT.set(bytes, 0, block.size() - Format.BLOCK_HEADER);
    Format.INT.set(bytes, Integer.BYTES, Format.checksum(bytes, block.size()));
    RecordWriter damaged = new RecordWriter().raw(whole, whole.length).raw(bytes, block.size());
    Path file = directory.resolve("damaged");
    Files.write(file, Arrays.copyOf(damaged.bytes(), damaged.size()));
    assertThatThrownBy(() -> Recording.open(file).close())
        .isInstanceOf(DamagedRecordingException.class)
        .hasMessageContaining(message);
  }

  @Test
  void whatIsSentIsTakenOverWithItsTime() throws IOException {
    try (MarkInbox inbox = MarkInbox.of(session.file, false)) {
      Path file = MarkInbox.path(session.file);
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
      assertThat(inbox.takeOver(this::receive)).isEmpty();
      long before = System.nanoTime();
      MarkInbox.send(session.file, "one");
      MarkInbox.send(session.file, HOSTILE);
      long after = System.nanoTime();
      assertThat(inbox.takeOver(this::receive)).isEmpty();
      assertThat(received).extracting(Mark::text).containsExactly("one", HOSTILE);
      assertThat(received).allMatch(mark -> mark.nanos() >= before && mark.nanos() <= after);
      MarkInbox.send(session.file, "later");
      inbox.takeOver(this::receive);
      assertThat(received).extracting(Mark::text).containsExactly("one", HOSTILE, "later");
    }
    assertThat(MarkInbox.path(session.file)).doesNotExist();
  }

  @Test
  void manyOfTheLongestAreTakenOver() throws IOException {
    try (MarkInbox inbox = MarkInbox.of(session.file, false)) {
      for (int i = 0; i < 50; i++) {
        MarkInbox.send(session.file, "x".repeat(Mark.MOST_BYTES - i));
      }
      assertThat(inbox.takeOver(this::receive)).isEmpty();
      assertThat(received).hasSize(50);
    }
  }

  @Test
  void aTimeThatCannotBeIsReplaced() throws IOException {
    try (MarkInbox inbox = MarkInbox.of(session.file, false)) {
      long now = System.nanoTime();
      for (long nanos : new long[] {now - 3_600_000_000_000L, now + 3_600_000_000_000L}) {
        append(message(nanos, "odd"));
      }
      inbox.takeOver(this::receive);
      assertThat(received)
          .hasSize(2)
          .allMatch(mark -> mark.nanos() >= now && mark.nanos() <= System.nanoTime());
    }
  }

  private static byte[] message(long nanos, String text) {
    RecordWriter mark = new RecordWriter().signed(nanos).string(text);
    RecordWriter all = new RecordWriter().number(mark.size()).raw(mark.bytes(), mark.size());
    return Arrays.copyOf(all.bytes(), all.size());
  }

  private void append(byte[] bytes) throws IOException {
    Files.write(MarkInbox.path(session.file), bytes, StandardOpenOption.APPEND);
  }

  @Test
  void halfAMessageIsWaitedForAndNonsenseIsReportedOnce() throws IOException {
    try (MarkInbox inbox = MarkInbox.of(session.file, false)) {
      byte[] message = message(System.nanoTime(), "in two parts");
      append(Arrays.copyOf(message, 5));
      assertThat(inbox.takeOver(this::receive)).isEmpty();
      append(Arrays.copyOfRange(message, 5, message.length));
      assertThat(inbox.takeOver(this::receive)).isEmpty();
      assertThat(received).extracting(Mark::text).containsExactly("in two parts");
      append("nonsense, not a mark\n".repeat(300).getBytes(UTF_8));
      assertThat(inbox.takeOver(this::receive).orElseThrow())
          .startsWith(MarkInbox.path(session.file) + ": no further marks are taken over: ");
      assertThat(inbox.takeOver(this::receive)).isEmpty();
      assertThat(received).hasSize(1);
    }
  }

  @Test
  void whatIsNotBeingRecordedCannotBeMarked() throws IOException {
    String message = "is not being recorded, or its recorder takes no marks";
    refused(session.file, message);
    // A killed recorder leaves an inbox that is not locked.
    Files.createFile(MarkInbox.path(session.file));
    refused(session.file, message);
    assertThat(MarkInbox.path(session.file)).isEmptyFile();
    assertThatThrownBy(() -> MarkInbox.of(session.file, false))
        .isInstanceOf(FileAlreadyExistsException.class);
    MarkInbox.of(session.file, true).close();
    Files.createSymbolicLink(MarkInbox.path(session.file), session.file);
    refused(session.file, message);
  }

  @Test
  void whatIsNotARecordingCannotBeMarked() throws IOException {
    Path text = Files.writeString(directory.resolve("text"), "not a recording");
    assertThatThrownBy(() -> MarkInbox.send(text, "now"))
        .isInstanceOf(DamagedRecordingException.class)
        .hasMessage(text + ": not a recording of procfs4j");
    assertThatThrownBy(() -> MarkInbox.send(directory, "now"))
        .isInstanceOf(DamagedRecordingException.class);
  }

  @Test
  void theRecordingOfAnotherUserCannotBeMarked() throws IOException {
    assumeTrue(
        Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0), "only root can do this");
    Files.setAttribute(session.file, "unix:uid", 12_345);
    refused(session.file, "belongs to 12345; only that user can mark a moment in it");
  }

  private static void refused(Path file, String message) {
    assertThatThrownBy(() -> MarkInbox.send(file, "now"))
        .isInstanceOfSatisfying(
            FileSystemException.class, e -> assertThat(e.getReason()).startsWith(message));
  }
}

package io.github.procfs4j.cli.export;

import static java.nio.charset.StandardCharsets.UTF_16BE;

import io.github.procfs4j.cli.protobuf.Message;
import io.github.procfs4j.tables.Field;
import io.github.procfs4j.tables.Relation;
import io.github.procfs4j.tables.Relations;
import io.github.procfs4j.tables.Rows;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;

/**
 * A trace of Perfetto: each number of a row is a counter track, below the process or thread if it
 * is one of these. A value is written when it changes; it counts until the next one. Marks are
 * instants. Times are those of the monotonic clock.
 */
final class PerfettoSink implements RowSink {
  /** The numbers of the fields of the messages in Perfetto's protos. */
  private static final int TRACE_PACKET = 1;

  private static final int PACKET_TIMESTAMP = 8;
  private static final int PACKET_SEQUENCE = 10;
  private static final int PACKET_TRACK_EVENT = 11;
  private static final int PACKET_SEQUENCE_FLAGS = 13;
  private static final int PACKET_TRACK_DESCRIPTOR = 60;
  private static final int TRACK_UUID = 1;
  private static final int TRACK_NAME = 2;
  private static final int TRACK_PROCESS = 3;
  private static final int TRACK_THREAD = 4;
  private static final int TRACK_PARENT = 5;
  private static final int TRACK_COUNTER = 8;
  private static final int PROCESS_PID = 1;
  private static final int PROCESS_NAME = 6;
  private static final int THREAD_PID = 1;
  private static final int THREAD_TID = 2;
  private static final int THREAD_NAME = 5;
  private static final int COUNTER_UNIT_NAME = 6;
  private static final int EVENT_TYPE = 9;
  private static final int EVENT_TRACK = 11;
  private static final int EVENT_NAME = 23;
  private static final int EVENT_COUNTER = 30;
  private static final int EVENT_DOUBLE_COUNTER = 44;
  private static final int TYPE_INSTANT = 3;
  private static final int TYPE_COUNTER = 4;

  /** The labels that identify a process or thread: numbers are used again, start times are not. */
  private static final Set<String> KEY_OF_PROCESS = Set.of("pid", "tid", "start");

  /** The greatest length of labels that are kept. */
  private static final int MOST_OF_KEY = 200;

  private final OutputStream out;
  private final boolean isOfMany;

  /** By their labels, or what identifies these; only of the current recording. */
  private final Map<Relation, Map<String, Group>> groups = new HashMap<>();

  private long uuids;
  private boolean isBegun;
  private long marks;

  /**
   * The tracks of a row: only of the fields that had a value, since a relation may have very many
   * that most rows lack.
   */
  private static final class Group {
    private static final int PARTS = 3;

    final long uuid;

    /** The name of the process or thread that was written last. */
    String comm = "";

    /**
     * For each field, in their order: its index, its track, and the number that was written last,
     * or the bits of a real.
     */
    private long[] tracks = {};

    private int size;

    Group(long uuid) {
      this.uuid = uuid;
    }

    /** The index of the track of a field, or of the one before which it belongs. */
    int find(int field, int from) {
      int at = from;
      while (at < size && tracks[at] < field) {
        at += PARTS;
      }
      return at;
    }

    boolean has(int at, int field) {
      return at < size && tracks[at] == field;
    }

    long track(int at) {
      return tracks[at + 1];
    }

    long last(int at) {
      return tracks[at + 2];
    }

    void last(int at, long number) {
      tracks[at + 2] = number;
    }

    void insert(int at, int field, long track) {
      if (size == tracks.length) {
        tracks = Arrays.copyOf(tracks, size + size / (2 * PARTS) * PARTS + PARTS);
      }
      System.arraycopy(tracks, at, tracks, at + PARTS, size - at);
      tracks[at] = field;
      tracks[at + 1] = track;
      size += PARTS;
    }
  }

  PerfettoSink(OutputStream out, boolean isOfMany) {
    this.out = out;
    this.isOfMany = isOfMany;
  }

  @Override
  public void begin(Relations relations) {
    groups.clear();
  }

  @Override
  public boolean isByTime() {
    return true;
  }

  @Override
  public boolean isWanted(Relation relation) {
    return relation.content() != Relation.Content.RECORDING
        || relation.fullName().equals("recording.marks");
  }

  @Override
  public void write(Rows rows) throws IOException {
    Relation relation = rows.relation();
    if (relation.content() == Relation.Content.RECORDING) {
      mark(rows);
      return;
    }
    Group group = group(rows);
    long nanos = rows.number(relation.indexOf("end_ns"));
    int at = 0;
    for (int f = 0; f < relation.fields().size(); f++) {
      Field field = relation.fields().get(f);
      boolean isNumber =
          (field.role() == Field.Role.COLUMN || field.role() == Field.Role.FIGURE)
              && field.type() != Field.Type.TEXT;
      if (isNumber && !rows.isNull(f)) {
        at = group.find(f, at);
        write(rows, f, field, group, at, nanos);
      }
    }
  }

  /**
   * Writes a value if it differs from the last one.
   *
   * @param at the index of its track in the group, or of the one before which that belongs
   */
  private void write(Rows rows, int f, Field field, Group group, int at, long nanos)
      throws IOException {
    boolean isLong = field.type() == Field.Type.LONG;
    long value = isLong ? rows.number(f) : Double.doubleToLongBits(real(rows, f, field));
    boolean isNew = !group.has(at, f);
    if (isNew) {
      group.insert(at, f, ++uuids);
    } else if (value == group.last(at)) {
      return;
    }
    group.last(at, value);
    if (isNew) {
      Message track =
          new Message()
              .number(TRACK_UUID, uuids)
              .text(TRACK_NAME, field.kernelName())
              .number(TRACK_PARENT, group.uuid)
              .message(TRACK_COUNTER, new Message().text(COUNTER_UNIT_NAME, field.unit()));
      packet(new Message().message(PACKET_TRACK_DESCRIPTOR, track));
    }
    Message event =
        new Message().number(EVENT_TYPE, TYPE_COUNTER).number(EVENT_TRACK, group.track(at));
    if (isLong) {
      event.number(EVENT_COUNTER, value);
    } else {
      event.real(EVENT_DOUBLE_COUNTER, Double.longBitsToDouble(value));
    }
    packet(new Message().number(PACKET_TIMESTAMP, nanos).message(PACKET_TRACK_EVENT, event));
  }

  private static double real(Rows rows, int f, Field field) {
    if (field.type() == Field.Type.DOUBLE) {
      return rows.real(f);
    }
    BigDecimal exact = rows.decimal(f);
    return exact == null ? 0 : exact.doubleValue();
  }

  private Group group(Rows rows) throws IOException {
    Relation relation = rows.relation();
    long pid = id(rows, "pid");
    String comm = pid < 0 ? "" : comm(rows);
    StringBuilder labels = new StringBuilder();
    for (int f = 0; f < relation.fields().size(); f++) {
      Field field = relation.fields().get(f);
      // A process may get another name and command line, and stays what it is: it has one track.
      boolean isKey = pid < 0 || KEY_OF_PROCESS.contains(field.kernelName());
      if (field.role() == Field.Role.LABEL && isKey && !rows.isNull(f)) {
        labels.append(' ');
        labels.append(field.type() == Field.Type.TEXT ? rows.text(f) : "#" + rows.number(f));
      }
    }
    String recording = rows.text(relation.indexOf("recording"));
    Map<String, Group> ofRelation = groups.computeIfAbsent(relation, key -> new HashMap<>());
    String key = brief(labels.toString());
    Group known = ofRelation.get(key);
    if (known == null) {
      known = new Group(++uuids);
      ofRelation.put(key, known);
    } else if (known.comm.equals(comm)) {
      return known;
    }
    known.comm = comm;
    String prefix = isOfMany ? recording + " " : "";
    long tid = id(rows, "tid");
    Message track = new Message().number(TRACK_UUID, known.uuid);
    if (pid < 0) {
      track.text(TRACK_NAME, prefix + relation.fullName() + labels);
    } else if (tid < 0) {
      track.message(
          TRACK_PROCESS, new Message().number(PROCESS_PID, pid).text(PROCESS_NAME, prefix + comm));
    } else {
      track.message(
          TRACK_THREAD,
          new Message()
              .number(THREAD_PID, pid)
              .number(THREAD_TID, tid)
              .text(THREAD_NAME, prefix + comm));
    }
    packet(new Message().message(PACKET_TRACK_DESCRIPTOR, track));
    return known;
  }

  /** Labels, or if they are long, what identifies them: rows of a recording can share long ones. */
  private static String brief(String labels) {
    if (labels.length() <= MOST_OF_KEY) {
      return labels;
    }
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(labels.getBytes(UTF_16BE)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // each JDK has it
    }
  }

  /** A label that is the number of a process or thread; -1 if there is none. */
  private static long id(Rows rows, String label) {
    for (int f = 0; f < rows.relation().fields().size(); f++) {
      Field field = rows.relation().fields().get(f);
      String text =
          field.role() == Field.Role.LABEL
                  && field.type() == Field.Type.TEXT
                  && field.kernelName().equals(label)
              ? rows.text(f)
              : null;
      if (text != null && text.matches("\\d{1,9}")) {
        return Long.parseLong(text);
      }
    }
    return -1;
  }

  /** The name of a process, or the complete name of a thread if there is one. */
  private static String comm(Rows rows) {
    String comm = "";
    for (int f = 0; f < rows.relation().fields().size(); f++) {
      Field field = rows.relation().fields().get(f);
      boolean isName =
          field.kernelName().equals("comm")
              || (field.kernelName().equals("name") && rows.relation().table().equals("thread"));
      String text = field.role() == Field.Role.LABEL && isName ? rows.text(f) : null;
      comm = text == null ? comm : text;
    }
    return comm;
  }

  private void mark(Rows rows) throws IOException {
    if (marks == 0) {
      marks = ++uuids;
      packet(
          new Message()
              .message(
                  PACKET_TRACK_DESCRIPTOR,
                  new Message().number(TRACK_UUID, marks).text(TRACK_NAME, "marks")));
    }
    String text = rows.text(rows.relation().indexOf("text"));
    Message event =
        new Message()
            .number(EVENT_TYPE, TYPE_INSTANT)
            .number(EVENT_TRACK, marks)
            .text(EVENT_NAME, text == null ? "" : text);
    packet(
        new Message()
            .number(PACKET_TIMESTAMP, rows.number(rows.relation().indexOf("at_ns")))
            .message(PACKET_TRACK_EVENT, event));
  }

  private void packet(Message packet) throws IOException {
    packet.number(PACKET_SEQUENCE, 1);
    if (!isBegun) {
      isBegun = true;
      packet.number(PACKET_SEQUENCE_FLAGS, 1); // no packet of this sequence was lost before
    }
    new Message().message(TRACE_PACKET, packet).writeTo(out);
  }

  @Override
  public void end() throws IOException {
    out.flush();
  }
}

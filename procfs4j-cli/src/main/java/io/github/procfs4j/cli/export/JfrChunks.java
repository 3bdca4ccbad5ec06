package io.github.procfs4j.cli.export;

import io.github.procfs4j.cli.options.CommandException;
import io.github.procfs4j.jfr.type.EventDescription;
import io.github.procfs4j.jfr.type.EventField;
import io.github.procfs4j.jfr.type.EventField.UnitAnnotation;
import io.github.procfs4j.model.Interval;
import io.github.procfs4j.model.Reading;
import io.github.procfs4j.model.Row;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongFunction;
import jdk.jfr.DataAmount;
import jdk.jfr.Frequency;
import jdk.jfr.Percentage;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmc.flightrecorder.writer.api.Recording;
import org.openjdk.jmc.flightrecorder.writer.api.Recordings;
import org.openjdk.jmc.flightrecorder.writer.api.Type;
import org.openjdk.jmc.flightrecorder.writer.api.TypeStructureBuilder;
import org.openjdk.jmc.flightrecorder.writer.api.TypedFieldBuilder;
import org.openjdk.jmc.flightrecorder.writer.api.TypedValueBuilder;
import org.openjdk.jmc.flightrecorder.writer.api.Types;

/**
 * The chunks of a file of JDK Flight Recorder. A file is any number of chunks, one after the other,
 * each of which is complete in itself. The writer of JDK Mission Control keeps what it writes in
 * memory until it is closed, so each chunk is a recording of its own there, and ends after a
 * limited number of events.
 */
final class JfrChunks implements Closeable {
  /** Enough for some 20 MB. */
  static final int EVENTS_OF_CHUNK = 100_000;

  /**
   * The greatest number of bytes that the values of a chunk take, about: labels may be long, and a
   * table may have very many columns.
   */
  private static final long MOST_BYTES = Math.min(64 << 20, Runtime.getRuntime().maxMemory() / 32);

  /** The greatest number of bytes of a number. */
  private static final int BYTES_OF_NUMBER = 9;

  /** The units of fields. */
  private static final List<UnitAnnotation> UNITS =
      List.of(
          new UnitAnnotation(Percentage.class, null),
          new UnitAnnotation(Frequency.class, null),
          new UnitAnnotation(DataAmount.class, DataAmount.BYTES));

  /** Size, type, start and duration. */
  private static final int FIELDS_BEFORE_METADATA_NUMBER = 4;

  private final OutputStream out;
  private final LongFunction<Optional<Instant>> instants;
  private final int eventsOfChunk;

  /** All types so far, in the order in which each chunk registers them, by name. */
  private final Map<String, EventDescription> types = new LinkedHashMap<>();

  private @Nullable Chunk chunk;
  private int chunks;

  /**
   * Writes to a stream.
   *
   * @param instants the wall clock time at a monotonic time, if it is known
   */
  JfrChunks(OutputStream out, LongFunction<Optional<Instant>> instants, int eventsOfChunk) {
    this.out = out;
    this.instants = instants;
    this.eventsOfChunk = eventsOfChunk;
  }

  /** Writes the event of a row. Events come in the order of their starts. */
  void write(
      EventDescription type, long start, long end, Interval interval, Reading sample, Row row)
      throws IOException {
    EventDescription before = types.put(type.name(), type);
    if (before != null && !before.equals(type)) {
      close(); // the table has got further columns, and a type of a chunk cannot change
    }
    Chunk current = chunk == null ? new Chunk(start) : chunk;
    chunk = current;
    current.write(type, start, end, interval, sample, row);
    if (current.events == eventsOfChunk || current.size > MOST_BYTES) {
      close();
    }
  }

  /** Completes the last chunk. */
  @Override
  public void close() throws IOException {
    Chunk last = chunk;
    chunk = null;
    if (last != null) {
      last.close();
    }
  }

  private static long nanos(Instant instant) {
    try {
      return Math.addExact(
          Math.multiplyExact(instant.getEpochSecond(), 1_000_000_000L), instant.getNano());
    } catch (ArithmeticException e) {
      throw CommandException.failed(
          "the recording is of " + instant + ", a time that a file of this format cannot contain");
    }
  }

  private final class Chunk {
    private final Bytes bytes;
    private final Recording recording;
    private final Map<String, Type> registered = new HashMap<>();
    private final long start;
    private long end;
    private int events;

    /** About how many bytes the events take. */
    private long size;

    Chunk(long start) {
      this.start = start;
      end = start;
      bytes = new Bytes();
      Instant instant = instants.apply(start).orElse(Instant.EPOCH);
      recording =
          Recordings.newRecording(
              bytes,
              settings ->
                  settings
                      .withJdkTypeInitialization()
                      .withStartTicks(start) // a tick is a nanosecond
                      .withTimestamp(nanos(instant)));
      // Types with the same numbers in all chunks, by which jfr summary counts events.
      UNITS.forEach(this::annotation);
      types.values().forEach(type -> registered.put(type.name(), register(type)));
    }

    void write(
        EventDescription description,
        long from,
        long to,
        Interval interval,
        Reading sample,
        Row row) {
      Type type = registered.computeIfAbsent(description.name(), name -> register(description));
      recording.writeEvent(
          type.asValue(
              event -> {
                event.putField("startTime", from).putField("duration", to - from);
                for (EventField field : description.fields()) {
                  Object value = field.value().of(interval, sample, row);
                  put(event, field.name(), value);
                  size += value instanceof String text ? text.length() : BYTES_OF_NUMBER;
                }
              }));
      end = Math.max(end, to);
      events++;
    }

    private static void put(TypedValueBuilder event, String name, @Nullable Object value) {
      switch (value) {
        case null -> event.putField(name, (String) null);
        case String text -> event.putField(name, text);
        case Long number -> event.putField(name, number);
        case Double number -> event.putField(name, number);
        case Float number -> event.putField(name, number);
        default -> throw new IllegalArgumentException(name + " is a " + value.getClass());
      }
    }

    private Type register(EventDescription description) {
      return recording.registerType(
          description.name(),
          "jdk.jfr.Event",
          type -> {
            type.addField("startTime", Types.Builtin.LONG, this::timestamp)
                .addField("duration", Types.Builtin.LONG, this::ticks);
            description.fields().forEach(field -> add(type, field));
            type.addAnnotation(Types.JDK.ANNOTATION_LABEL, description.label())
                .addAnnotation(Types.JDK.ANNOTATION_DESCRIPTION, description.description())
                .addAnnotation(
                    Types.JDK.ANNOTATION_CATEGORY,
                    value ->
                        value.putField("value", description.category().toArray(String[]::new)));
          });
    }

    private void timestamp(TypedFieldBuilder field) {
      field
          .addAnnotation(Types.JDK.ANNOTATION_TIMESTAMP, "TICKS")
          .addAnnotation(Types.JDK.ANNOTATION_LABEL, "Start Time");
    }

    private void ticks(TypedFieldBuilder field) {
      field
          .addAnnotation(Types.JDK.ANNOTATION_TIMESPAN, "TICKS")
          .addAnnotation(Types.JDK.ANNOTATION_LABEL, "Duration");
    }

    private void add(TypeStructureBuilder type, EventField field) {
      type.addField(
          field.name(),
          builtin(field.type()),
          builder -> {
            builder
                .addAnnotation(Types.JDK.ANNOTATION_LABEL, field.label())
                .addAnnotation(Types.JDK.ANNOTATION_DESCRIPTION, field.description());
            for (UnitAnnotation unit : field.units()) {
              if (unit.value() == null) {
                builder.addAnnotation(annotation(unit));
              } else {
                builder.addAnnotation(annotation(unit), unit.value());
              }
            }
          });
    }

    private Type annotation(UnitAnnotation unit) {
      return recording.registerAnnotationType(
          unit.type().getName(),
          builder -> {
            builder.addAnnotation(Types.JDK.ANNOTATION_CONTENT_TYPE);
            if (unit.value() != null) {
              builder.addField("value", Types.Builtin.STRING);
            }
          });
    }

    private static Types.Builtin builtin(Class<?> type) {
      return type == String.class
          ? Types.Builtin.STRING
          : type == long.class
              ? Types.Builtin.LONG
              : type == float.class ? Types.Builtin.FLOAT : Types.Builtin.DOUBLE;
    }

    void close() throws IOException {
      bytes.duration = end - start;
      recording.close();
    }
  }

  /**
   * The bytes of a chunk, which the writer writes at once, with two numbers filled in: the
   * duration, which the writer wants to know before the first event, and the number of the
   * metadata, from which readers know whether the types are those of the previous chunk. The writer
   * always writes 0.
   */
  private final class Bytes extends OutputStream {
    private static final int METADATA = 24;
    private static final int DURATION = 40;

    private long duration;

    @Override
    public void write(int b) {
      throw new UnsupportedOperationException("a chunk is written at once");
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      ByteBuffer chunk = ByteBuffer.wrap(bytes, from, length).slice();
      chunk.putLong(DURATION, duration);
      chunk.position(Math.toIntExact(chunk.getLong(METADATA)));
      for (int i = 0; i < FIELDS_BEFORE_METADATA_NUMBER; i++) {
        skipNumber(chunk);
      }
      chunk.put((byte) (chunks++ & 1));
      out.write(bytes, from, length);
    }

    /**
     * A number has seven bits in each byte whose first bit means that there are more, at most eight
     * of them; a ninth byte is complete.
     */
    private static void skipNumber(ByteBuffer in) {
      int more = 0;
      while (more < Long.BYTES && in.get() < 0) {
        more++;
      }
      in.position(in.position() + (more == Long.BYTES ? 1 : 0));
    }
  }
}

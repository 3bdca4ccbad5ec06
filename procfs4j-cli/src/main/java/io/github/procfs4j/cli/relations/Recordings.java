package io.github.procfs4j.cli.relations;

import io.github.procfs4j.recording.Recording;
import io.github.procfs4j.tables.Chunks;
import io.github.procfs4j.tables.Field;
import io.github.procfs4j.tables.Relation;
import io.github.procfs4j.tables.Relations;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The relations of many recordings: a relation has the fields that it has in any of them. A limited
 * number of recordings is open at a time, so that a directory may have thousands.
 */
public final class Recordings implements Closeable {
  /** The greatest number of open recordings, each of which takes a descriptor. */
  private static final int MOST_OPEN = 32;

  private final List<Path> files;
  private final List<String> names;

  /** The open recordings by their indexes, the least recently used one first. */
  private final LinkedHashMap<Integer, Relations> open = new LinkedHashMap<>(16, 0.75f, true);

  /** The recordings that are being read, which must not be closed, with the number of readers. */
  private final Map<Integer, Integer> inUse = new LinkedHashMap<>();

  private final Map<String, Merged> merged = new LinkedHashMap<>();
  private @Nullable SequencedMap<String, String> schemas;

  /** The recordings that cannot be read. */
  private final Set<Integer> unreadable = new HashSet<>();

  private final Unreadable onUnreadable;

  /** The number of the recording that is being read. */
  private volatile int current;

  /** What to do about a recording that cannot be read. */
  public interface Unreadable {
    /** Called once for each; the recording is left out, unless this throws an exception. */
    void found(Path file, IOException reason) throws IOException;
  }

  /** The recordings in these files, all of which must be readable. */
  public Recordings(List<Path> files, List<String> names) {
    this(
        files,
        names,
        (file, reason) -> {
          throw reason;
        });
  }

  /** The recordings in these files. */
  public Recordings(List<Path> files, List<String> names, Unreadable onUnreadable) {
    this.files = List.copyOf(files);
    this.names = List.copyOf(names);
    this.onUnreadable = onUnreadable;
  }

  /**
   * A relation as it is in all recordings together, in a part of the time.
   *
   * @param from the monotonic time at which the part begins
   * @param to the monotonic time before which it ends
   */
  public record Merged(String schema, String name, List<Field> fields, long from, long to) {
    /** Its complete name. */
    public String fullName() {
      return schema + "." + name;
    }
  }

  /** The number of recordings. */
  public int size() {
    return files.size();
  }

  /**
   * The number of the recording that is being read, from 1 on, or that was read last; 0 if none was
   * read. Other threads may call this while one of them reads.
   */
  public int current() {
    return current;
  }

  /** The relations of a recording, which is opened if it is not open. */
  public synchronized Relations relations(int index) throws IOException {
    Relations known = open.get(index);
    if (known != null) {
      return known;
    }
    while (open.size() >= MOST_OPEN && closeOne()) {
      // until there is room
    }
    Relations opened = Relations.of(Recording.open(files.get(index)), names.get(index));
    open.put(index, opened);
    return opened;
  }

  /** The relations of a recording; empty if it cannot be read and is left out. */
  public synchronized Optional<Relations> readable(int index) throws IOException {
    current = index + 1;
    if (unreadable.contains(index)) {
      return Optional.empty();
    }
    try {
      return Optional.of(relations(index));
    } catch (IOException e) {
      onUnreadable.found(files.get(index), e);
      unreadable.add(index);
      return Optional.empty();
    }
  }

  /** Leaves out a recording for another reason than that it cannot be read. */
  public synchronized void leaveOut(int index, String reason) throws IOException {
    Path file = files.get(index);
    onUnreadable.found(file, new FileSystemException(file.toString(), null, reason));
    unreadable.add(index);
  }

  private boolean closeOne() throws IOException {
    for (Iterator<Map.Entry<Integer, Relations>> i = open.entrySet().iterator(); i.hasNext(); ) {
      Map.Entry<Integer, Relations> oldest = i.next();
      if (!inUse.containsKey(oldest.getKey())) {
        i.remove();
        oldest.getValue().recording().close();
        return true;
      }
    }
    return false;
  }

  private synchronized Optional<Relations> use(int index) throws IOException {
    Optional<Relations> found = readable(index);
    if (found.isPresent()) {
      inUse.merge(index, 1, Integer::sum);
    }
    return found;
  }

  private synchronized void release(int index) {
    inUse.computeIfPresent(index, (key, users) -> users == 1 ? null : users - 1);
  }

  /** The schemas of all recordings, with the names of their sources. */
  public synchronized SequencedMap<String, String> schemas() throws IOException {
    SequencedMap<String, String> known = schemas;
    if (known == null) {
      SequencedMap<String, String> all = new LinkedHashMap<>();
      for (int i = 0; i < files.size(); i++) {
        readable(i).ifPresent(here -> here.schemas().forEach(all::putIfAbsent));
      }
      known = all;
      schemas = all;
    }
    return known;
  }

  /** The names of the relations of a schema in any recording. */
  public SequencedSet<String> relationsOf(String schema) throws IOException {
    TreeSet<String> found = new TreeSet<>();
    for (int i = 0; i < files.size(); i++) {
      readable(i)
          .ifPresent(
              here -> here.ofSchema(schema).forEach(relation -> found.add(relation.fullName())));
    }
    return found;
  }

  /** The relation with this name, if a recording has it. */
  public synchronized Optional<Merged> find(String fullName) throws IOException {
    String key = fullName.toLowerCase(Locale.ROOT);
    Merged known = merged.get(key);
    if (known == null) {
      SequencedMap<String, Field> fields = new LinkedHashMap<>();
      Relation first = null;
      for (int i = 0; i < files.size(); i++) {
        Optional<Relation> here = readable(i).flatMap(of -> of.find(fullName));
        if (here.isPresent()) {
          first = first == null ? here.get() : first;
          for (Field field : here.get().fields()) {
            fields.merge(field.name().toLowerCase(Locale.ROOT), field, Recordings::wider);
          }
        }
      }
      if (first == null) {
        return Optional.empty();
      }
      known =
          new Merged(
              first.schema(),
              first.name(),
              List.copyOf(fields.values()),
              Long.MIN_VALUE,
              Long.MAX_VALUE);
      merged.put(key, known);
    }
    return Optional.of(known);
  }

  /** A field for the values of both. */
  private static Field wider(Field one, Field other) {
    if (one.type() == other.type() && one.scale() == other.scale()) {
      return one;
    }
    boolean isText = one.type() == Field.Type.TEXT || other.type() == Field.Type.TEXT;
    return new Field(
        one.name(),
        isText ? Field.Type.TEXT : Field.Type.DECIMAL,
        isText ? 0 : Math.max(one.scale(), other.scale()),
        one.role(),
        one.kernelName(),
        one.unit(),
        one.meaning());
  }

  /** The rows of a relation in one recording after the other. */
  public final class Reader implements Closeable {
    private final Merged relation;
    private final int[] wanted;
    private final long from;
    private final long to;
    private int at = -1;
    private @Nullable Chunks chunks;

    /** The fields of the current recording by the indexes of those of the relation. */
    private @Nullable Field[] here = {};

    /** Their indexes among the fields that the chunks have; -1 if there is none. */
    private int[] indexes = {};

    /** Reads these fields, given by their indexes. */
    public Reader(Merged relation, int[] wanted, long from, long to) {
      this.relation = relation;
      this.wanted = wanted.clone();
      this.from = from;
      this.to = to;
    }

    /** Moves to the next chunk; null if there is none. */
    public @Nullable Chunks next() {
      while (true) {
        Chunks current = chunks;
        if (current != null) {
          if (current.next()) {
            return current;
          }
          close();
        }
        if (++at >= files.size()) {
          at = files.size();
          return null;
        }
        begin();
      }
    }

    private void begin() {
      try {
        Optional<Relations> used = use(at);
        if (used.isEmpty()) {
          return;
        }
        Relations relations = used.get();
        Optional<Relation> found = relations.find(relation.fullName());
        if (found.isEmpty()) {
          release(at);
          return;
        }
        List<Integer> fields = new ArrayList<>();
        here = new @Nullable Field[wanted.length];
        indexes = new int[wanted.length];
        for (int i = 0; i < wanted.length; i++) {
          indexes[i] = -1;
          String name = relation.fields().get(wanted[i]).name();
          for (int f = 0; f < found.get().fields().size(); f++) {
            Field field = found.get().fields().get(f);
            if (field.name().equalsIgnoreCase(name)) {
              checkFits(field, relation.fields().get(wanted[i]));
              here[i] = field;
              indexes[i] = fields.size();
              fields.add(f);
            }
          }
        }
        int[] ofRelation = fields.stream().mapToInt(Integer::intValue).toArray();
        chunks = relations.chunks(found.get(), ofRelation, from, to);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** A recording that is being written may have grown since the fields were determined. */
    private void checkFits(Field field, Field expected) throws IOException {
      Field both = wider(expected, field);
      if (both.type() != expected.type() || both.scale() != expected.scale()) {
        throw new FileSystemException(
            files.get(at).toString(),
            null,
            "is being written, and %s.%s has larger numbers than before: repeat the query"
                .formatted(relation.fullName(), field.name()));
      }
    }

    /** The field of the current recording; null if it has none. */
    public @Nullable Field field(int i) {
      return here[i];
    }

    /** Its index among those of the chunk. */
    public int index(int i) {
      return indexes[i];
    }

    @Override
    public void close() {
      if (chunks != null) {
        chunks = null;
        release(at);
      }
    }
  }

  @Override
  public synchronized void close() throws IOException {
    for (Relations relations : open.values()) {
      relations.recording().close();
    }
    open.clear();
  }
}

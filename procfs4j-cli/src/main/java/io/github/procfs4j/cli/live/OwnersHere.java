package io.github.procfs4j.cli.live;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import io.github.procfs4j.model.Interval;
import io.github.procfs4j.model.Row;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * The users and control groups of the processes that are there: read when a process is first
 * sampled, and about every 30 seconds again, because both can change. What was read last of a
 * process that has ended is kept.
 */
final class OwnersHere extends Owners {
  private static final Path PROC = Path.of("/proc");
  private static final Path USERS = Path.of("/etc/passwd");
  private static final long AGE_NANOS = TimeUnit.SECONDS.toNanos(30);

  /** If there are more, those of processes that have ended are forgotten. */
  private static final int MOST = 20_000;

  private static final Known NOT_READ = new Known(Owner.UNKNOWN, 0);
  private static final int EFFECTIVE = 2;
  private static final int UID = 2;
  private static final int FIELDS_OF_GROUP = 3;

  private final Path root;
  private final Map<String, String> users;
  private final Map<Key, Known> known = new ConcurrentHashMap<>();

  /** A process. */
  private record Key(String pid, String start) {
    static Key of(Row row) {
      return new Key(row.label("pid"), row.label("start"));
    }
  }

  private record Known(Owner owner, long readNanos) {}

  /**
   * Creates it.
   *
   * @param root the root of the procfs; the names of users are those of this machine, so only users
   *     of its own procfs have one
   */
  OwnersHere(Path root) {
    this.root = root;
    users = root.equals(PROC) ? users() : Map.of();
  }

  private static Map<String, String> users() {
    Map<String, String> names = new HashMap<>();
    try {
      for (String line : text(USERS).split("\n", -1)) {
        String[] fields = line.split(":", -1);
        if (fields.length > UID) {
          String ignored = names.putIfAbsent(fields[UID], fields[0]);
        }
      }
    } catch (IOException e) {
      // Users have numbers, then.
    }
    return names;
  }

  /** Reads what is not known, or was read too long ago, of these processes. */
  void update(List<Row> processes, long now) {
    for (Row row : processes) {
      Key key = Key.of(row);
      Known before = known.get(key);
      if (before == null || now - before.readNanos > AGE_NANOS) {
        // Not all at once: those that were seen together are read again at different times.
        long spread = before == null ? Math.floorMod(key.hashCode() * 0x9e3779b9L, AGE_NANOS) : 0;
        known.put(key, new Known(read(key.pid), now - spread));
      }
    }
    if (known.size() > MOST) {
      known.keySet().retainAll(processes.stream().map(Key::of).collect(Collectors.toSet()));
    }
  }

  private Owner read(String pid) {
    return new Owner(user(root.resolve(pid)), group(root.resolve(pid)));
  }

  private String user(Path process) {
    try {
      for (String line : text(process.resolve("status")).split("\n", -1)) {
        if (line.startsWith("Uid:")) {
          String[] numbers = line.split("\\s+", -1);
          String user = numbers.length > EFFECTIVE ? numbers[EFFECTIVE] : "";
          return users.getOrDefault(user, user);
        }
      }
    } catch (IOException e) {
      // It has ended, or is hidden.
    }
    return "";
  }

  /** That of version 2, or of the controller cpu. */
  private static String group(Path process) {
    String group = "";
    try {
      for (String line : text(process.resolve("cgroup")).split("\n", -1)) {
        String[] fields = line.split(":", FIELDS_OF_GROUP);
        if (fields.length == FIELDS_OF_GROUP) {
          boolean isOfCpu = List.of(fields[1].split(",", -1)).contains("cpu");
          group = isOfCpu || (fields[1].isEmpty() && group.isEmpty()) ? fields[2] : group;
        }
      }
    } catch (IOException e) {
      // It has ended, or is hidden.
    }
    return group;
  }

  /** A copied tree may contain anything: a pipe is not read. */
  private static String text(Path file) throws IOException {
    if (!Files.isRegularFile(file, NOFOLLOW_LINKS)) {
      throw new IOException(file + ": not a regular file");
    }
    return new String(Files.readAllBytes(file), UTF_8);
  }

  @Override
  Owner of(Interval interval, Row row) {
    return known.getOrDefault(new Key(row.label("pid"), row.label("start")), NOT_READ).owner;
  }
}

package io.github.procfs4j.system;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.github.procfs4j.io.ProcfsDevices;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The paths of locked files: those by which the processes that hold locks, or wait for them, have
 * opened them.
 *
 * <p>The descriptor of the file is found by {@code /proc/<pid>/fdinfo/<fd>}, which contains the
 * locks that were taken through it (Linux 4.1), and its inode and its mount (Linux 5.14), whose
 * device is in {@code mountinfo}. That is the device that {@code /proc/locks} prints; stat(2)
 * returns another one on some file systems. No file is opened and no file system is asked, so a
 * file server that does not respond delays nothing.
 *
 * <p>Only a procfs is searched. What was found is checked again for each text, since an inode may
 * be that of another file by then. A process without that file is searched once, until its lock
 * goes.
 */
final class LockedPaths {
  /** How many descriptors are examined for a text at most: a few hundredths of a second. */
  static final int DESCRIPTORS = 5_000;

  /** How many files are remembered at most. */
  private static final int FILES = 1_000;

  /** The length of the beginning of fdinfo that is read; the locks come before long lists. */
  private static final int BEGINNING = 4_096;

  private static final Pattern FILE = Pattern.compile("([0-9a-f]{2,5}):([0-9a-f]{2,5}):([0-9]+)");

  private final Path root;
  private final boolean isProcfs;

  /** The descriptors that were found last, by file, the least recently used first. */
  private final Map<String, Path> known = new LinkedHashMap<>(16, 0.75f, true);

  /** The paths in this text, by file. */
  private final Map<String, String> paths = new HashMap<>();

  /** The processes that were searched for this text. */
  private final Map<Long, Opened> processes = new HashMap<>();

  /** Which files were not found in which processes, for the previous and for this text. */
  private Set<String> missingBefore = new HashSet<>();

  private Set<String> missing = new HashSet<>();
  private int left;

  LockedPaths(Path root) {
    this.root = root;
    isProcfs = ProcfsDevices.haveFile(root.resolve("locks"));
  }

  /** Begins a text. */
  void begin() {
    paths.clear();
    processes.clear();
    missingBefore = missing;
    missing = new HashSet<>();
    left = DESCRIPTORS;
  }

  /**
   * The path of a file, as the kernel prints it: {@code /var/lib/x}, or {@code /tmp/x (deleted)}.
   * Empty if it is not found, or not permitted to be known.
   *
   * @param file the file as in {@code locks}
   * @param pid a process that has opened it; 0 or negative if none is known
   */
  String path(String file, long pid) {
    Matcher words = FILE.matcher(file);
    if (!isProcfs || !words.matches()) {
      return "";
    }
    String path = paths.get(file);
    if (path == null) {
      path = find(Inode.of(file, words), pid).orElse(null);
    }
    if (path == null) {
      return "";
    }
    paths.put(file, path);
    return path;
  }

  private Optional<String> find(Inode inode, long pid) {
    Path descriptor = known.get(inode.file);
    if (descriptor != null) {
      Opened one = new Opened(descriptor.resolve("../..").normalize());
      one.add(descriptor);
      Optional<Path> same = one.descriptor(inode);
      if (same.isPresent()) {
        return target(same.get());
      }
      known.remove(inode.file);
    }
    if (pid <= 0) {
      return Optional.empty();
    }
    String pair = pid + " " + inode.file;
    if (missingBefore.contains(pair)) {
      missing.add(pair);
      return Optional.empty();
    }
    Opened opened = processes.get(pid);
    if (opened == null) {
      if (left <= 0) {
        return Optional.empty(); // the next text may find it
      }
      opened = new Opened(root.resolve(Long.toString(pid)));
      left -= opened.addAll(left);
      processes.put(pid, opened);
    }
    Optional<Path> found = opened.descriptor(inode);
    if (found.isEmpty()) {
      missing.add(pair);
      return Optional.empty();
    }
    known.put(inode.file, found.get());
    if (known.size() > FILES) {
      known.remove(known.keySet().iterator().next());
    }
    return target(found.get());
  }

  private static Optional<String> target(Path descriptor) {
    try {
      return Optional.of(
          Files.readSymbolicLink(
                  descriptor.resolve("../../fd").normalize().resolve(descriptor.getFileName()))
              .toString());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** An inode as in {@code locks}, with its device in decimal, as in {@code mountinfo}. */
  private record Inode(String file, String number, String device) {
    static Inode of(String file, Matcher words) {
      return new Inode(
          file,
          words.group(3),
          Integer.parseInt(words.group(1), 16) + ":" + Integer.parseInt(words.group(2), 16));
    }
  }

  /** The descriptors of a process. */
  private static final class Opened {
    private final Path process;

    /** By the file of each lock that was taken through it. */
    private final Map<String, Path> locked = new HashMap<>();

    /** By the inode and the mount. */
    private final Map<String, Map<String, Path>> inodes = new HashMap<>();

    private @Nullable Map<String, String> devices;

    Opened(Path process) {
      this.process = process;
    }

    /** Adds those of a process that has not ended and may be examined; returns their number. */
    int addAll(int most) {
      int count = 0;
      try (DirectoryStream<Path> all = Files.newDirectoryStream(process.resolve("fdinfo"))) {
        for (Path descriptor : all) {
          if (count == most) {
            break;
          }
          count++;
          add(descriptor);
        }
      } catch (IOException | DirectoryIteratorException e) {
        // What was found until then is as good as what is found when it succeeds.
      }
      return count;
    }

    void add(Path descriptor) {
      String text;
      try (InputStream in = Files.newInputStream(descriptor)) {
        text = new String(in.readNBytes(BEGINNING), ISO_8859_1);
      } catch (IOException e) {
        return; // closed meanwhile
      }
      String inode = "";
      String mount = "";
      for (String line : text.split("\n", -1)) {
        String[] words = line.split("[ \t]+", -1);
        if (words[0].equals("ino:")) {
          inode = words[words.length - 1];
        } else if (words[0].equals("mnt_id:")) {
          mount = words[words.length - 1];
        } else if (words[0].equals("lock:")) {
          for (String word : words) {
            if (FILE.matcher(word).matches()) {
              locked.put(word, descriptor);
            }
          }
        }
      }
      inodes.computeIfAbsent(inode, number -> new HashMap<>()).putIfAbsent(mount, descriptor);
    }

    Optional<Path> descriptor(Inode inode) {
      Path found = locked.get(inode.file);
      return found != null
          ? Optional.of(found)
          : inodes.getOrDefault(inode.number, Map.of()).entrySet().stream()
              .filter(mounted -> inode.device.equals(devices().get(mounted.getKey())))
              .map(Map.Entry::getValue)
              .findFirst();
    }

    /** The device of each mount that the process sees. */
    private Map<String, String> devices() {
      Map<String, String> read = devices;
      if (read == null) {
        read = new HashMap<>();
        try (Stream<String> lines = Files.lines(process.resolve("mountinfo"), ISO_8859_1)) {
          for (String line : (Iterable<String>) lines::iterator) {
            String[] words = line.split(" ", 4);
            if (words.length == 4) {
              read.put(words[0], words[2]);
            }
          }
        } catch (IOException | UncheckedIOException e) {
          // Then only locks identify a file.
        }
        devices = read;
      }
      return read;
    }
  }
}

package io.github.procfs4j.sampling;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.procfs4j.io.Buffer;
import io.github.procfs4j.io.Errno;
import io.github.procfs4j.io.KeptFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The files of one or several directories, read as one text: see {@link Gathering}. Few files stay
 * open; if there are many, each is opened for each reading.
 *
 * <p>Links are not followed: neither directories that are links are entered, nor files outside the
 * place read. Directories are looked up by their complete paths, so those whose path is longer than
 * the kernel accepts are not read, and their number is a problem of the text.
 */
final class GatheredText implements ReadText {
  /** The greatest number of files that stay open. */
  private static final int MOST_OPEN = 64;

  /**
   * Opened for each reading. In version 1 of control groups, the list of an open file is made again
   * only if nothing has read it for a second ({@code cgroup_pidlist_start},
   * kernel/cgroup/cgroup-v1.c).
   */
  private static final String LIST_OF_PROCESSES = "cgroup.procs";

  /** Less than PATH_MAX, which includes the name of a file and a final NUL. */
  private static final int LONGEST_PATH = 4096 - 256 - 2;

  private static final Pattern ANY = Pattern.compile("(?s).*");

  private final Gathering gathering;
  private final Path place;

  /** The places of files that are below another one, by name. */
  private final Map<String, Path> elsewhere = new HashMap<>();

  private final boolean isPrintedByOneCall;
  private final SampledFile.Parser parser;
  private final Pattern names;
  private final Map<Path, KeptFile> open = new HashMap<>();

  /** The greatest number of directories of one directory that are listed. */
  private static final int MOST_LISTED = 10 * Gathering.MOST_DIRECTORIES;

  /** Directories that could not be read as their path is too long, or that are too many. */
  private int leftOut;

  /** Directories that cannot be named, as their names are not of this JVM's encoding. */
  private int unnamed;

  /** The first error number at which a file of the only directory could not be read. */
  private int errno;

  /** Whether the place was a directory in some reading. */
  private boolean wasThere;

  private GatheredText(SampledFile<?> file, Path place) {
    this.gathering = file.gathering();
    this.place = place;
    isPrintedByOneCall = file.printing() == Printing.ONE_CALL;
    parser = file.parser();
    names = Pattern.compile(gathering.names());
  }

  /** The files of a source at a place in a tree. */
  static GatheredText of(SampledFile<?> file, Path root, Path place) {
    GatheredText text = new GatheredText(file, place);
    text.gathering.elsewhere().forEach((name, of) -> text.elsewhere.put(name, of.apply(root)));
    return text;
  }

  @Override
  public int read(Buffer into) {
    into.length(0);
    leftOut = 0;
    unnamed = 0;
    errno = 0;
    if (!Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS)) {
      close();
      return -(Files.exists(place, LinkOption.NOFOLLOW_LINKS) ? Errno.ENOTDIR : Errno.ENOENT);
    }
    wasThere = true;
    List<Path> directories = directories();
    boolean isKept = directories.size() * gathering.files().size() <= MOST_OPEN;
    Set<Path> seen = new HashSet<>();
    int done = 0;
    while (done < directories.size() && into.length() <= KeptFile.LONGEST) {
      add(directories.get(done++), into, isKept, seen);
    }
    forgetAllBut(seen);
    if (done < directories.size()) {
      int rest = directories.size() - done;
      line(
          into,
          Gathering.PROBLEM,
          "at most %d bytes are read: %d %s left out"
              .formatted(KeptFile.LONGEST, rest, rest == 1 ? "directory is" : "directories are"));
    }
    if (leftOut > 0) {
      line(
          into,
          Gathering.PROBLEM,
          "at most %d directories, %d levels and paths of %d bytes are read: %s left out"
              .formatted(
                  Gathering.MOST_DIRECTORIES, Gathering.DEEPEST, LONGEST_PATH, andBelow(leftOut)));
    }
    if (unnamed > 0) {
      line(
          into,
          Gathering.PROBLEM,
          "%s left out: not a name in %s, this program's encoding of file names"
              .formatted(andBelow(unnamed), System.getProperty("sun.jnu.encoding")));
    }
    if (into.length() == 0 && gathering.reach() != Gathering.Reach.CHILDREN) {
      return -(errno == 0 ? Errno.ENOENT : errno);
    }
    return into.length();
  }

  private static String andBelow(int directories) {
    return directories == 1
        ? "1 directory and all below it are"
        : directories + " directories and all below them are";
  }

  @Override
  public String reason(int errno) {
    if (errno != Errno.ENOENT) {
      return Errno.text(errno);
    }
    if (Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS)) {
      return (gathering.reach() == Gathering.Reach.TREE
              ? "neither it nor a directory below it has any of the files "
              : "has none of the files ")
          + String.join(", ", gathering.files())
          + parser.reasonForNone(place).map(reason -> ": " + reason).orElse("");
    }
    return wasThere ? "the directory has been removed" : "no such directory";
  }

  /** One that contains directories of given names is made by the kernel; others have any name. */
  @Override
  public boolean isKernelWithoutFault() {
    if (Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS)) {
      return parser.reasonForNone(place).isPresent();
    }
    return wasThere
        || (gathering.reach() != Gathering.Reach.CHILDREN
            && place.getParent() != null
            && Files.isDirectory(place.getParent()));
  }

  private List<Path> directories() {
    return switch (gathering.reach()) {
      case NONE -> List.of();
      case ITSELF -> List.of(place);
      case CHILDREN -> cut(children(place, names));
      case TREE -> tree();
    };
  }

  private List<Path> tree() {
    List<Path> all = new ArrayList<>();
    Deque<Path> ahead = new ArrayDeque<>(List.of(place));
    while (!ahead.isEmpty()) {
      Path directory = ahead.pop();
      if (all.size() == Gathering.MOST_DIRECTORIES
          || directory.getNameCount() - place.getNameCount() > Gathering.DEEPEST
          || directory.toString().getBytes(UTF_8).length > LONGEST_PATH) {
        leftOut++;
        continue;
      }
      all.add(directory);
      List<Path> children = children(directory, ANY);
      Collections.reverse(children);
      children.forEach(ahead::push);
    }
    return all;
  }

  private List<Path> cut(List<Path> directories) {
    int most = Math.min(directories.size(), Gathering.MOST_DIRECTORIES);
    leftOut += directories.size() - most;
    return directories.subList(0, most);
  }

  /** The directories in a directory, in the order of their names; none if it has been removed. */
  private List<Path> children(Path directory, Pattern named) {
    List<Path> children = new ArrayList<>();
    try (DirectoryStream<Path> entries =
        Files.newDirectoryStream(
            directory,
            entry ->
                named.matcher(String.valueOf(entry.getFileName())).matches()
                    && Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS))) {
      for (Path entry : entries) {
        if (!isOfEncoding(entry.getFileName())) {
          unnamed++;
          continue;
        }
        if (children.size() == MOST_LISTED) {
          leftOut++; // and maybe many more
          break;
        }
        children.add(entry);
      }
    } catch (IOException | DirectoryIteratorException e) {
      return children;
    }
    Collections.sort(children);
    return children;
  }

  /**
   * Whether the text of a name leads back to it. One with other bytes than those of the encoding
   * has replacements in its text, by which no file is found.
   */
  private static boolean isOfEncoding(@Nullable Path name) {
    try {
      return name != null && Path.of(name.toString()).equals(name);
    } catch (InvalidPathException e) {
      return false;
    }
  }

  private void add(Path directory, Buffer into, boolean isKept, Set<Path> seen) {
    int begin = into.length();
    line(into, Gathering.DIRECTORY, Gathering.escaped(place.relativize(directory).toString()));
    int headed = into.length();
    for (String name : gathering.files()) {
      Path base = elsewhere.getOrDefault(name, place);
      Path path = base.resolve(place.relativize(directory)).resolve(name);
      KeptFile kept = open.get(path);
      KeptFile file = kept == null ? KeptFile.at(base, path, isPrintedByOneCall) : kept;
      seen.add(path);
      int before = into.length();
      line(into, Gathering.FILE, name);
      int from = into.length();
      int length = file.append(into);
      if (length < 0) {
        into.length(before);
        refuse(into, name, -length);
      } else if (length > 0 && into.bytes().get(into.length() - 1) != '\n') {
        into.length(before);
        line(into, Gathering.PROBLEM, name + " is left out, as it does not end in a newline");
      } else {
        withoutMarks(into.bytes(), from, into.length());
      }
      if (isKept && length >= 0 && !name.equals(LIST_OF_PROCESSES)) {
        open.put(path, file);
      } else {
        open.remove(path);
        file.close();
      }
    }
    if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
      into.length(begin);
      errno = Errno.ENOENT;
    } else if (into.length() == headed) {
      into.length(begin);
    }
  }

  private void refuse(Buffer into, String name, int error) {
    Outcome outcome = Outcome.of(error);
    errno = errno == 0 || errno == Errno.ENOENT ? error : errno;
    if (outcome != Outcome.ABSENT && outcome != Outcome.SWITCHED_OFF) {
      line(into, Gathering.PROBLEM, name + " cannot be read: " + Errno.text(error));
    }
  }

  private void forgetAllBut(Set<Path> seen) {
    open.entrySet()
        .removeIf(
            entry -> {
              boolean isForgotten = !seen.contains(entry.getKey());
              if (isForgotten) {
                entry.getValue().close();
              }
              return isForgotten;
            });
  }

  /** Replaces bytes in a copied text that would look like a name. */
  private static void withoutMarks(ByteBuffer text, int from, int to) {
    for (int i = from; i < to; i++) {
      byte b = text.get(i);
      if (b >= Gathering.DIRECTORY && b <= Gathering.PROBLEM) {
        text.put(i, (byte) '?');
      }
    }
  }

  private static void line(Buffer into, char mark, String text) {
    byte[] bytes = (mark + text + "\n").getBytes(UTF_8);
    int at = into.length();
    into.skip(bytes.length);
    into.bytes().put(at, bytes);
  }

  @Override
  public boolean isOfSize(int bytes) {
    return false;
  }

  @Override
  public void close() {
    open.values().forEach(KeptFile::close);
    open.clear();
  }
}

package io.github.procfs4j.cli.jvm;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * Whether control groups are frozen, so that no process in them runs until they are thawed.
 *
 * <p>A process does not show it itself: its state is that of a sleep, and so is its function of the
 * kernel. In version 1, {@code freezer.state} of the controller {@code freezer} is {@code FROZEN},
 * or {@code FREEZING} before all processes are; in version 2, {@code cgroup.events} contains {@code
 * frozen 1}. Either is so, too, if a group above is frozen.
 * Documentation/admin-guide/cgroup-v1/freezer-subsystem.rst, cgroup-v2.rst.
 *
 * @param mount the directory of control groups
 */
record Freezer(Path mount) {
  private static final String CONTROLLER = "freezer";

  Freezer() {
    this(Path.of("/sys/fs/cgroup"));
  }

  /**
   * Whether a process is in a frozen group; false if its group is not in the tree seen from here.
   *
   * @param process its directory in procfs
   */
  boolean isFrozen(Path process) {
    return lines(process.resolve("cgroup")).stream().anyMatch(this::isOfFrozenGroup);
  }

  /** Of a line such as {@code 6:freezer:/batch} or, in version 2, {@code 0::/batch}. */
  private boolean isOfFrozenGroup(String line) {
    String[] fields = line.split(":", 3);
    if (fields.length < 3) {
      return false;
    }
    String path = "./" + fields[2];
    try {
      if (Arrays.asList(fields[1].split(",", -1)).contains(CONTROLLER)) {
        Path group = mount.resolve(CONTROLLER).resolve(path);
        return lines(group.resolve("freezer.state")).stream().anyMatch(is -> is.startsWith("FR"));
      }
      return fields[1].isEmpty()
          && (isFrozenOfVersion2(mount.resolve(path))
              || isFrozenOfVersion2(mount.resolve("unified").resolve(path)));
    } catch (InvalidPathException e) {
      return false; // the JVM's encoding of names lacks a character of it
    }
  }

  private static boolean isFrozenOfVersion2(Path group) {
    return lines(group.resolve("cgroup.events")).contains("frozen 1");
  }

  private static List<String> lines(Path file) {
    try {
      return new String(Files.readAllBytes(file), UTF_8).lines().toList();
    } catch (IOException e) {
      return List.of(); // neither has the group this file, nor is it frozen
    }
  }
}

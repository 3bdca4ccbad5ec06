package io.github.procfs4j.io;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * Which devices are a procfs, for reading without native access. To determine that, the JDK has to
 * search the list of all mounts, so each device is checked only once.
 */
public final class ProcfsDevices {
  private final Map<Long, Boolean> known = new HashMap<>();

  ProcfsDevices() {}

  /**
   * Whether a file is on a procfs, wherever that is mounted; false if it does not exist. A file
   * that another file system provides in its place, as LXCFS does in containers, is not.
   *
   * @param path the path of a file or a directory
   */
  public static boolean haveFile(Path path) {
    try {
      return isProcfs(path);
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean isProcfs(Path path) throws IOException {
    return Files.getFileStore(path).type().equals("proc");
  }

  /**
   * Whether a device is a procfs; false if that cannot be determined because the file is gone.
   *
   * @param path a file that was on it
   */
  boolean hold(long device, Path path) {
    Boolean isProcfs = known.get(device);
    if (isProcfs == null) {
      try {
        isProcfs = isProcfs(path);
        if (PathStatus.of(path).device() != device) {
          return false;
        }
      } catch (IOException e) {
        return false;
      }
      known.put(device, isProcfs);
    }
    return isProcfs;
  }
}

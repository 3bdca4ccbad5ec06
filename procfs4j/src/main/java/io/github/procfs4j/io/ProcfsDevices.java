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
final class ProcfsDevices {
  private final Map<Long, Boolean> known = new HashMap<>();

  /**
   * Whether a device is a procfs; false if that cannot be determined because the file is gone.
   *
   * @param path a file that was on it
   */
  boolean hold(long device, Path path) {
    Boolean isProcfs = known.get(device);
    if (isProcfs == null) {
      try {
        isProcfs = Files.getFileStore(path).type().equals("proc");
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

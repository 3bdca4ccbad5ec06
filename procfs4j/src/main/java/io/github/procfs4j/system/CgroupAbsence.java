package io.github.procfs4j.system;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Why a directory has no files of a controller: it is not a control group, or its controller is not
 * enabled, or it is the root group, for which the kernel provides few files ({@code
 * CFTYPE_NOT_ON_ROOT}), or it is of another version.
 *
 * @param controller the name of the controller in version 1, or {@code pressure}
 */
record CgroupAbsence(String controller) {
  private static final String CONTROLLERS = "cgroup.controllers";
  private static final String PROCESSES = "cgroup.procs";

  /** In version 1, a file of the root group alone. */
  private static final String OF_ROOT = "release_agent";

  private static final String ROOT =
      "this is the root group, for which the kernel has no such file";

  /** The reason; empty if it may be the version of the kernel or its options. */
  Optional<String> reason(Path directory) {
    if (isThere(directory, CONTROLLERS)) {
      return ofVersion2(directory);
    }
    if (isThere(directory, PROCESSES)) {
      return Optional.of(isRootOfVersion1(directory) ? ROOT : version1());
    }
    // Where the trees of version 1 are mounted, there is one for each controller.
    boolean isMount = isThere(directory.resolve("cpu"), PROCESSES);
    return Optional.of(
        isMount ? version1() : "this is not a control group, as it has no " + PROCESSES);
  }

  private String version1() {
    return "this is version 1 of control groups, without "
        + (isPressure() ? "pressure stall information" : "the controller " + controller);
  }

  private Optional<String> ofVersion2(Path directory) {
    if (isPressure()) {
      return Optional.empty();
    }
    String name = controller.equals("blkio") ? "io" : controller;
    if (!words(directory.resolve(CONTROLLERS)).contains(name)) {
      return Optional.of(
          "the controller %s is not enabled for this group, as %s shows"
              .formatted(name, CONTROLLERS));
    }
    Path parent = directory.toAbsolutePath().normalize().getParent();
    return parent != null && isThere(parent, CONTROLLERS) ? Optional.empty() : Optional.of(ROOT);
  }

  private boolean isRootOfVersion1(Path directory) {
    String name = String.valueOf(directory.getFileName());
    return isThere(directory, OF_ROOT) && Arrays.asList(name.split(",", -1)).contains(controller);
  }

  private boolean isPressure() {
    return controller.equals("pressure");
  }

  private static boolean isThere(Path directory, String file) {
    return Files.exists(directory.resolve(file), LinkOption.NOFOLLOW_LINKS);
  }

  private static List<String> words(Path file) {
    try {
      return List.of(Files.readString(file, ISO_8859_1).strip().split("\\s+", -1));
    } catch (IOException e) {
      return List.of();
    }
  }
}

package io.github.procfs4j.cli;

import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor;

/** The version of this command, as the build noted it in the module's descriptor. */
final class Version {
  private static final String UNKNOWN = "(built without a version)";

  private Version() {}

  static String text() {
    // Read from the jar, not asked of the module: there is none if it runs from the class path.
    try (InputStream descriptor = Version.class.getResourceAsStream("/module-info.class")) {
      return descriptor == null
          ? UNKNOWN
          : ModuleDescriptor.read(descriptor).rawVersion().orElse(UNKNOWN);
    } catch (IOException e) {
      return UNKNOWN;
    }
  }
}

package io.github.procfs4j.cli.options;

import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.net.URL;
import java.util.Collections;

/** The version of this command, as recorded by the build in the module's descriptor. */
public final class Version {
  private static final String MODULE = "io.github.procfs4j.cli";
  private static final String UNKNOWN = "(built without a version)";

  private Version() {}

  /** Read from the named module, which is quick, or searched for on the class path. */
  public static String text() {
    ModuleDescriptor own = Version.class.getModule().getDescriptor();
    return own == null ? onClassPath() : own.rawVersion().orElse(UNKNOWN);
  }

  private static String onClassPath() {
    ClassLoader loader = Version.class.getClassLoader();
    try {
      for (URL url : Collections.list(loader.getResources("module-info.class"))) {
        try (InputStream descriptor = url.openStream()) {
          ModuleDescriptor module = ModuleDescriptor.read(descriptor);
          if (module.name().equals(MODULE)) {
            return module.rawVersion().orElse(UNKNOWN);
          }
        }
      }
    } catch (IOException e) {
      // Treated as if it were missing.
    }
    return UNKNOWN;
  }
}

package io.github.procfs4j.process;

import java.util.Objects;

/**
 * A file that is mapped, or memory that has a name. Device and inode identify the file; the name
 * only describes it.
 *
 * @param device major and minor number in hexadecimal, as in {@code fe:00}; {@code 00:00} if it is
 *     not a file
 * @param inode its inode on that device; {@code 0} if it is not a file
 * @param name the name as the kernel prints it, empty for anonymous memory. A newline is printed as
 *     {@code \012}, and the name of a deleted file is followed by {@code (deleted)}; a file may
 *     also really have such a name
 */
public record MappedFile(String device, String inode, String name) {
  /** Checks for null. */
  public MappedFile {
    Objects.requireNonNull(device, "device");
    Objects.requireNonNull(inode, "inode");
    Objects.requireNonNull(name, "name");
  }
}

package io.github.procfs4j.process;

import java.util.Objects;

/**
 * A file that is mapped, or memory that has a name. Device and inode tell files apart; the name
 * only describes.
 *
 * @param device major and minor number in hexadecimal, as in {@code fe:00}; {@code 00:00} for what
 *     is no file
 * @param inode its inode on that device; {@code 0} for what is no file
 * @param name as the kernel prints it: a newline stands as {@code \012}, which a file may also
 *     really be called; a file that was deleted has {@code (deleted)} behind its name, and so may
 *     one that is really called so; empty for anonymous memory
 */
public record MappedFile(String device, String inode, String name) {
  /** Refuses null. */
  public MappedFile {
    Objects.requireNonNull(device, "device");
    Objects.requireNonNull(inode, "inode");
    Objects.requireNonNull(name, "name");
  }
}

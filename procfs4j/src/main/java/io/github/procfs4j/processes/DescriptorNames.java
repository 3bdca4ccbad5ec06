package io.github.procfs4j.processes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The files and sockets behind the descriptors of threads. */
final class DescriptorNames {
  private static final String SOCKET = "socket:[";

  private final Path root;
  private final SocketNames sockets;

  DescriptorNames(Path root) {
    this.root = root;
    sockets = new SocketNames(root);
  }

  /**
   * What a descriptor leads to: a path, {@code pipe:[4711]}, {@code anon_inode:[eventpoll]}, or a
   * socket with its addresses if these are known; empty if this reader may not know it.
   *
   * @param number an argument of a system call, of which the lower 32 bits count
   */
  String name(long pid, long tid, long number) {
    Path link = root.resolve(pid + "/task/" + tid + "/fd/" + (int) number);
    try {
      String name = Files.readSymbolicLink(link).toString();
      return name.startsWith(SOCKET) && name.endsWith("]")
          ? sockets.name(pid, name, name.substring(SOCKET.length(), name.length() - 1))
          : name;
    } catch (IOException e) {
      return "";
    }
  }
}

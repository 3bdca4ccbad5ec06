package io.github.procfs4j.processes;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.github.procfs4j.sampling.OnceFile;
import io.github.procfs4j.sampling.UnreadableException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The addresses of sockets, from {@code net/tcp}, {@code net/udp} and {@code net/unix} of the
 * process that has them. These contain all sockets of a network namespace, and take the kernel long
 * if there are many. So they are read only when a socket is seen that was not in them, and only as
 * long as that takes less than a fiftieth of the time.
 */
final class SocketNames {
  /** The share of the time that reading may take, as a divisor. */
  private static final int PART = 50;

  private static final List<String> INTERNET = List.of("tcp", "tcp6", "udp", "udp6");
  private static final int INODE = 9;
  private static final int UNIX_INODE = 6;
  private static final int UNIX_PATH = 7;

  private final Path root;

  /** The names by inode; the link itself if no file has it. */
  private final Map<String, String> known = new HashMap<>();

  private long readableFrom = Long.MIN_VALUE;

  SocketNames(Path root) {
    this.root = root;
  }

  /**
   * The name of a socket, such as {@code tcp 127.0.0.1:43712 to 127.0.0.1:5432}.
   *
   * @param link what its descriptor leads to
   * @param inode the number in it
   */
  String name(long pid, String link, String inode) {
    String name = known.get(inode);
    long begin = System.nanoTime();
    if (name == null && (readableFrom == Long.MIN_VALUE || begin - readableFrom >= 0)) {
      INTERNET.forEach(protocol -> readInternet(pid, protocol));
      readUnix(pid);
      long end = System.nanoTime();
      readableFrom = end + PART * (end - begin);
      known.putIfAbsent(inode, link); // a socket keeps its name, even if it was read too early
      name = known.get(inode);
    }
    return name == null ? link : name;
  }

  private String[] lines(long pid, String protocol) {
    try {
      Path file = root.resolve(pid + "/net/" + protocol);
      return new String(OnceFile.bytesAt(root, file), ISO_8859_1).split("\n", -1);
    } catch (UnreadableException e) {
      return new String[0]; // this kernel lacks the protocol, or this reader may not know
    }
  }

  private void readInternet(long pid, String protocol) {
    for (String line : lines(pid, protocol)) {
      String[] fields = line.strip().split(" +", -1);
      if (fields.length > INODE && fields[0].endsWith(":") && !fields[INODE].equals("0")) {
        String local = address(fields[1]);
        String remote = address(fields[2]);
        if (!local.isEmpty()) {
          known.put(
              fields[INODE],
              protocol + " " + local + (remote.endsWith(":0") ? "" : " to " + remote));
        }
      }
    }
  }

  private void readUnix(long pid) {
    for (String line : lines(pid, "unix")) {
      String[] fields = line.strip().split(" +", UNIX_PATH + 1);
      if (fields.length > UNIX_INODE && fields[0].endsWith(":")) {
        known.put(
            fields[UNIX_INODE],
            "unix " + (fields.length > UNIX_PATH ? fields[UNIX_PATH] : fields[UNIX_INODE]));
      }
    }
  }

  /**
   * An address and a port, which the kernel prints as {@code 0100007F:1538}: the address as numbers
   * of 32 bits in the order of the machine's bytes. Empty if it is malformed.
   */
  static String address(String printed) {
    int colon = printed.indexOf(':');
    if (colon != 8 && colon != 32) {
      return "";
    }
    try {
      byte[] address = new byte[colon / 2];
      boolean isLittle = java.nio.ByteOrder.nativeOrder() == java.nio.ByteOrder.LITTLE_ENDIAN;
      for (int i = 0; i < address.length; i++) {
        int at = isLittle ? (i & ~3) + 3 - (i & 3) : i;
        address[at] = (byte) Integer.parseInt(printed.substring(2 * i, 2 * i + 2), 16);
      }
      int port = Integer.parseInt(printed.substring(colon + 1), 16);
      String host = InetAddress.getByAddress(address).getHostAddress();
      return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
    } catch (NumberFormatException | UnknownHostException e) {
      return "";
    }
  }
}

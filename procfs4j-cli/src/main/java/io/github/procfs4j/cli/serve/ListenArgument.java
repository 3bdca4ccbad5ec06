package io.github.procfs4j.cli.serve;

import io.github.procfs4j.cli.options.CommandException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An address and a port on the command line. */
final class ListenArgument {
  private static final Pattern FORM =
      Pattern.compile("(?:\\[([^\\[\\]]+)]|([^:\\[\\]]+)):(\\d{1,5})");
  private static final int LAST_PORT = 65_535;

  private ListenArgument() {}

  /** The address that a user typed; throws a usage error if it is not one. */
  static InetSocketAddress parse(String text) {
    Matcher form = FORM.matcher(text);
    if (form.matches() && Integer.parseInt(form.group(3)) <= LAST_PORT) {
      String host = form.group(1) == null ? form.group(2) : form.group(1);
      try {
        InetAddress address =
            host.equals("localhost")
                ? InetAddress.getLoopbackAddress()
                : InetAddress.ofLiteral(host);
        return new InetSocketAddress(address, Integer.parseInt(form.group(3)));
      } catch (IllegalArgumentException e) {
        // Names are not looked up.
      }
    }
    throw CommandException.usage(
        "--listen: «"
            + text
            + "» is not an address and a port, such as 127.0.0.1:9110, [::1]:9110 or 0.0.0.0:9110");
  }
}

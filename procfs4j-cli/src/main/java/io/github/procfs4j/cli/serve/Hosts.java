package io.github.procfs4j.cli.serve;

import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The names by which a client may call this server. A page of another site can make a browser send
 * requests here, by giving a name of its own the address of this machine, but the browser then
 * sends that name. Addresses are not names that anyone can give.
 */
final class Hosts implements Predicate<String> {
  private static final Pattern ADDRESS = Pattern.compile("[0-9]+(\\.[0-9]+){3}|\\[.*]");

  private final Set<String> names;

  /** Accepts addresses, localhost, and these names. */
  Hosts(Set<String> names) {
    this.names =
        names.stream().map(name -> name.toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
  }

  @Override
  public boolean test(String host) {
    return host.equals("localhost") || ADDRESS.matcher(host).matches() || names.contains(host);
  }
}

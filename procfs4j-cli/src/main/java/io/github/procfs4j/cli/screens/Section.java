package io.github.procfs4j.cli.screens;

import java.util.List;

/**
 * A resource of the machine.
 *
 * @param name its name
 * @param strips what is known of it, the most important first
 */
public record Section(String name, List<Strip> strips) {
  /** Copies the list. */
  public Section {
    strips = List.copyOf(strips);
  }
}

package io.github.procfs4j.system;

import io.github.procfs4j.text.Cursor;

/**
 * The node and zone that a line is about: the beginning of a line or block of {@code buddyinfo},
 * {@code pagetypeinfo} and {@code zoneinfo}.
 *
 * @param node the number of the node, as a label
 * @param zone the name of the zone, such as {@code DMA32}
 */
record NodeZone(String node, String zone) {
  /** Reads {@code Node 0, zone DMA32}, and a comma if one follows. */
  static NodeZone read(Cursor line) {
    line.expect("Node");
    String node = line.until(',');
    if (!line.word().equals("zone")) {
      throw line.malformed("\u00abzone\u00bb before this");
    }
    if (line.isNumberNext()) {
      throw line.malformed("the name of a zone");
    }
    String zone = line.word();
    return new NodeZone(
        node,
        zone.endsWith(",") && zone.length() > 1 ? zone.substring(0, zone.length() - 1) : zone);
  }
}
